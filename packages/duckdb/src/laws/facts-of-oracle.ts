/** Facts of a case as the oracle decides them, with the ids that they have in a run of many cases. */
import type { Plan, Side } from "@recon/core";
import type { JudgedCase } from "./batch.ts";
import { differenceLine, groupLine, recordLine, shownValue, type Extent, type Facts } from "./facts.ts";
import { loadSource } from "./load.ts";
import type { OracleGroup, OracleRecord, OracleResult } from "./oracle-types.ts";
import { canonicalText, decimalUnits, formatDecimal } from "./values.ts";

/** Where the records of each case stand when the cases follow each other. */
export function extentsOf(cases: readonly JudgedCase[]): Extent[] {
  const leftRows = cases.reduce((sum, { lawCase }) => sum + lawCase.left.rows.length, 0);
  let [left, right] = [0, 0];
  return cases.map(({ lawCase }) => {
    const [l, r] = [lawCase.left.rows.length, lawCase.right.rows.length];
    const extent = { left: { from: left, rows: l }, right: { from: right, rows: r }, leftRows };
    [left, right] = [left + l, right + r];
    return extent;
  });
}

/** Groups' totals are taken over the known values; a residual has to be stated by grouped passes only. */
export function factsOfOracle({ lawCase, verdict }: JudgedCase, extent: Extent): Facts {
  const { plan } = lawCase;
  const records = { left: loadSource(plan, "left", lawCase.left), right: loadSource(plan, "right", lawCase.right) };
  const idOf = new Map(verdict.groups.map((group) => [group.id, globalId(group, extent)]));
  const groupOf = (id: number | null): number | null => (id === null ? null : idOf.get(id)!);
  const recordLines = (["left", "right"] as const).flatMap((side) =>
    verdict[side].map((found, i) => {
      const values = valuesOf(plan, records[side][i]!);
      return recordLine({ ...found, rowId: extent[side].from + found.rowId, groupId: groupOf(found.groupId), values });
    }),
  );
  return {
    records: recordLines,
    groups: verdict.groups.map((group) => groupText(plan, group, idOf.get(group.id)!, { records, extent })),
    members: verdict.groups.flatMap((group) => memberLines(group, idOf.get(group.id)!, extent)),
    differences: verdict.differences.map(({ groupId, field, leftValue, rightValue, delta }) => {
      const shown = (text: string | null) => shownValue(plan, field, text);
      return differenceLine({
        groupId: idOf.get(groupId)!,
        field,
        left: shown(leftValue),
        right: shown(rightValue),
        delta,
      });
    }),
    breaks: [...leftOverLines(plan, verdict, { records, extent }), ...groupBreakLines(verdict, idOf)],
    rejects: (["left", "right"] as const).flatMap((side) =>
      verdict[side].flatMap(({ outcome, rowId }) =>
        outcome === "rejected"
          ? [`${side} ${extent[side].from + rowId} ${JSON.stringify(lawCase[side].rawTexts![rowId - 1])}`]
          : [],
      ),
    ),
  };
}

const global = (ids: readonly number[], side: Side, extent: Extent): number[] =>
  ids.map((id) => extent[side].from + id);

function globalId({ left, right }: OracleGroup, extent: Extent): number {
  return left.length > 0 ? extent.left.from + left[0]! : extent.leftRows + extent.right.from + right[0]!;
}

function valuesOf(plan: Plan, record: OracleRecord): (string | null)[] {
  const rejected = record.rejectedField !== null;
  return Object.keys(plan.fields).map((field) => (rejected ? null : canonicalText(record.values.get(field) ?? null)));
}

function groupText(plan: Plan, group: OracleGroup, id: number, { records, extent }: Loaded): string {
  const pass = plan.passes.find(({ name }) => name === group.pass)!;
  const field = "sum" in pass ? pass.sum.field : plan.roles?.amount;
  const total = (side: Side): string | null => {
    const units = group[side].flatMap(
      (id) => decimalUnits(records[side][id - 1]!.values.get(field ?? "") ?? null) ?? [],
    );
    return units.length === 0 ? null : formatDecimal(units.reduce((sum, value) => sum + value, 0n));
  };
  const members = { left: global(group.left, "left", extent), right: global(group.right, "right", extent) };
  return groupLine({ ...group, id, ...members, leftTotal: total("left"), rightTotal: total("right") });
}

function memberLines(group: OracleGroup, id: number, extent: Extent): string[] {
  if (group.kind === "1:1" && group.status === "matched") return [];
  const lines = (side: Side): string[] => global(group[side], side, extent).map((rowId) => `#${id} ${side} ${rowId}`);
  return [...lines("left"), ...lines("right")];
}

interface Loaded {
  readonly records: Readonly<Record<Side, readonly OracleRecord[]>>;
  readonly extent: Extent;
}

function leftOverLines(plan: Plan, verdict: OracleResult, { records, extent }: Loaded): string[] {
  return (["left", "right"] as const).flatMap((side) =>
    verdict[side].flatMap(({ outcome, rowId }) => {
      if (outcome !== "unmatched" && outcome !== "duplicate") return [];
      const record = records[side][rowId - 1]!;
      const role = (field: string | undefined) =>
        field === undefined ? null : canonicalText(record.values.get(field) ?? null);
      const { amount, currency, date } = plan.roles ?? {};
      const at = extent[side].from + rowId;
      return [
        `${4 * at + (side === "left" ? 0 : 1)} ${outcome} ${side} ${at} ${role(amount)} ${role(currency)} ${role(date)}`,
      ];
    }),
  );
}

function groupBreakLines(verdict: OracleResult, idOf: ReadonlyMap<number, number>): string[] {
  const differing = new Set(verdict.left.flatMap(({ outcome, groupId }) => (outcome === "differs" ? [groupId] : [])));
  return verdict.groups.flatMap(({ id, status }) => {
    const kind = status === "suggested" ? "suggested" : differing.has(id) ? "differs" : undefined;
    return kind === undefined ? [] : [`${4 * idOf.get(id)! + 2} ${kind} #${idOf.get(id)}`];
  });
}
