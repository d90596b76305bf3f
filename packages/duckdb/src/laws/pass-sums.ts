/** Grouped and netted passes (matching.md §4). */
import type { GroupedPass, NettedPass } from "@recon/core";
import { isWithin, type PassScope } from "./agreement.ts";
import { byKey, classesOf, currencyIdentity, groupBy, inTakingOrder } from "./classes.ts";
import type { OracleRecord } from "./oracle-types.ts";
import { kindByCounts, type PassOutcome, type Proposal } from "./proposals.ts";
import { absolute, decimalUnits } from "./values.ts";

export function runGrouped(scope: PassScope, pass: GroupedPass): PassOutcome {
  const right = byKey(scope.right, pass.on);
  const groups = [...byKey(scope.left, pass.on)].flatMap(
    ([key, records]) => proposeGroup(scope, pass, [records, right.get(key) ?? []]) ?? [],
  );
  return { groups, flagged: [] };
}

type BothSides = readonly [left: readonly OracleRecord[], right: readonly OracleRecord[]];

function proposeGroup(scope: PassScope, pass: GroupedPass, [left, right]: BothSides): Proposal | null {
  if (right.length === 0) return null;
  if (pass.shape === "1:n" && left.length !== 1) return null;
  if (pass.shape === "n:1" && right.length !== 1) return null;
  if (!isSummable(scope, pass.sum.field, [...left, ...right])) return null;
  const [sumL, sumR] = [sumOf(left, pass.sum.field), sumOf(right, pass.sum.field)];
  const { within, residual } = pass.sum;
  const exact = isWithin(sumL, sumR, within);
  if (!exact && (residual === undefined || !isWithin(sumL, sumR, residual.upTo))) return null;
  return {
    kind: kindByCounts(left.length, right.length),
    status: "matched",
    left,
    right,
    residual: sumL - sumR,
    reason: exact ? null : residual!.reason,
  };
}

export function runNetted(scope: PassScope, pass: NettedPass): PassOutcome {
  const groups = [...byKey(scope[pass.side], pass.on).values()].flatMap((records) => netKey(scope, pass, records));
  return { groups, flagged: [] };
}

function netKey(scope: PassScope, pass: NettedPass, records: readonly OracleRecord[]): Proposal[] {
  const { field, within } = pass.sum;
  if (!isSummable(scope, field, records)) return [];
  const positive = records.filter((record) => unitsOf(record, field) > 0n);
  const negative = records.filter((record) => unitsOf(record, field) < 0n);
  if (positive.length === 0 || negative.length === 0) return [];
  if (isWithin(sumOf(positive, field), -sumOf(negative, field), within)) return [net(pass, "matched", records)];
  const magnitude = (record: OracleRecord): string => String(absolute(unitsOf(record, field)));
  const minus = groupBy(negative, magnitude);
  return [...groupBy(positive, magnitude)].flatMap(([key, plus]) =>
    netMagnitude(scope, pass, [plus, minus.get(key) ?? []]),
  );
}

function netMagnitude(scope: PassScope, pass: NettedPass, [plus, minus]: BothSides): Proposal[] {
  const plusClear = plus.length <= minus.length || classesOf(plus, scope).length <= 1;
  const minusClear = minus.length <= plus.length || classesOf(minus, scope).length <= 1;
  if (minus.length === 0) return [];
  if (!plusClear || !minusClear) return [net(pass, "suggested", [...plus, ...minus])];
  const [takenPlus, takenMinus] = [inTakingOrder(plus), inTakingOrder(minus)];
  const count = Math.min(plus.length, minus.length);
  return takenPlus.slice(0, count).map((record, i) => net(pass, "matched", [record, takenMinus[i]!]));
}

function net(pass: NettedPass, status: "matched" | "suggested", members: readonly OracleRecord[]): Proposal {
  const [left, right] = pass.side === "left" ? [members, []] : [[], members];
  return { kind: "net", status, left, right, residual: null, reason: null };
}

/** All values there and one currency only. */
function isSummable(scope: PassScope, field: string, records: readonly OracleRecord[]): boolean {
  const currencies = new Set(records.map((record) => currencyIdentity(record, scope)));
  return currencies.size === 1 && records.every((record) => decimalUnits(record.values.get(field) ?? null) !== null);
}

function unitsOf(record: OracleRecord, field: string): bigint {
  return decimalUnits(record.values.get(field) ?? null) ?? 0n;
}

export function sumOf(records: readonly OracleRecord[], field: string): bigint {
  return records.reduce((sum, record) => sum + unitsOf(record, field), 0n);
}
