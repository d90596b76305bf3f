/** Outcomes, groups, differences and totals of a decided run (matching.md §6, result-set.md). */
import { NO_CURRENCY, groupKinds, outcomes, type GroupKind, type Outcome, type Plan, type Side } from "@recon/core";
import { differingFields, type PassScope } from "./agreement.ts";
import { compareText } from "./classes.ts";
import type {
  OracleDifference,
  OracleGroup,
  OracleOutcome,
  OracleRecord,
  OracleResult,
  OracleSide,
  OracleTotals,
} from "./oracle-types.ts";
import { sumOf } from "./pass-sums.ts";
import type { Proposal } from "./proposals.ts";
import { groupHash, resultHash } from "./result-hash.ts";
import { canonicalText, dayOf, decimalUnits, formatDecimal, textOf, type Value } from "./values.ts";

export interface Decision {
  readonly scope: PassScope;
  readonly proposal: Proposal;
}

export interface DecidedRun {
  readonly plan: Plan;
  readonly records: Readonly<Record<Side, readonly OracleRecord[]>>;
  readonly decisions: readonly Decision[];
  readonly flagged: ReadonlySet<OracleRecord>;
}

export function reportResult(run: DecidedRun): OracleResult {
  const groups = run.decisions.map((decision) => reportGroup(run, decision)).sort((a, b) => a.group.id - b.group.id);
  const placed = new Map<OracleRecord, Pick<OracleOutcome, "outcome" | "groupId" | "pass" | "reason">>();
  for (const { group, decision, differing } of groups) {
    const { proposal } = decision;
    const differs = group.status === "matched" && differing.length > 0;
    const outcome = group.status === "suggested" ? "suggested" : differs ? "differs" : "matched";
    const reason = differs ? differing.join(",") : group.status === "matched" ? proposal.reason : null;
    const place = { outcome, groupId: group.id, pass: group.pass, reason } as const;
    for (const record of [...proposal.left, ...proposal.right]) placed.set(record, place);
  }
  const report = (record: OracleRecord): OracleOutcome => {
    const { side, rowId, contentHash } = record;
    return { side, rowId, contentHash, ...(placed.get(record) ?? leftOver(record, run.flagged)) };
  };
  const [left, right] = [run.records.left.map(report), run.records.right.map(report)];
  const oracleGroups = groups.map(({ group }) => group);
  return {
    left,
    right,
    groups: oracleGroups,
    differences: groups.flatMap(({ differences }) => differences),
    summary: { left: summarise(run, "left", left), right: summarise(run, "right", right) },
    groupCounts: countGroups(oracleGroups),
    resultHash: resultHash([...left, ...right], oracleGroups),
  };
}

function leftOver(record: OracleRecord, flagged: ReadonlySet<OracleRecord>) {
  const none = { groupId: null, pass: "" };
  if (record.rejectedField !== null) return { ...none, outcome: "rejected", reason: record.rejectedField } as const;
  if (record.exclusion !== null) return { ...none, outcome: "excluded", reason: record.exclusion } as const;
  return { ...none, outcome: flagged.has(record) ? "duplicate" : "unmatched", reason: null } as const;
}

function reportGroup(run: DecidedRun, decision: Decision) {
  const { scope, proposal } = decision;
  const ids = (records: readonly OracleRecord[]): number[] => records.map((r) => r.rowId).sort((a, b) => a - b);
  const [left, right] = [ids(proposal.left), ids(proposal.right)];
  const differing = differingOf(decision);
  const id = left[0] ?? run.records.left.length + right[0]!;
  const totalField = "sum" in scope.pass ? scope.pass.sum.field : run.plan.roles?.amount;
  const group: OracleGroup = {
    id,
    kind: proposal.kind,
    pass: scope.pass.name,
    status: proposal.status,
    left,
    right,
    residual: proposal.residual === null ? null : formatDecimal(proposal.residual),
    leftTotal: totalOf(proposal.left, totalField),
    rightTotal: totalOf(proposal.right, totalField),
    reason: proposal.reason,
    contentHash: groupHash(proposal.left, proposal.right),
  };
  const differences = differing.map((field) => describeDifference(id, field, proposal));
  return { group, decision, differing, differences };
}

/** Only confirmed pairs of keyed, tolerant and similar passes are compared. */
function differingOf({ scope, proposal }: Decision): string[] {
  const compares = scope.pass.kind === "keyed" || scope.pass.kind === "tolerant" || scope.pass.kind === "similar";
  if (!compares || proposal.status !== "matched") return [];
  return differingFields(proposal.left[0]!, proposal.right[0]!, scope);
}

function totalOf(records: readonly OracleRecord[], field: string | undefined): string | null {
  const known = records.every(
    (record) => field !== undefined && decimalUnits(record.values.get(field) ?? null) !== null,
  );
  return field === undefined || records.length === 0 || !known ? null : formatDecimal(sumOf(records, field));
}

function describeDifference(groupId: number, field: string, { left, right }: Proposal): OracleDifference {
  const [l, r] = [left[0]?.values.get(field) ?? null, right[0]?.values.get(field) ?? null];
  return { groupId, field, leftValue: shown(l), rightValue: shown(r), delta: deltaOf(l, r) };
}

function shown(value: Value): string | null {
  return value?.kind === "unconverted" ? value.text : canonicalText(value);
}

function deltaOf(l: Value, r: Value): string | null {
  const [unitsL, unitsR, dayL, dayR] = [decimalUnits(l), decimalUnits(r), dayOf(l), dayOf(r)];
  if (unitsL !== null && unitsR !== null) return formatDecimal(unitsR - unitsL);
  return dayL !== null && dayR !== null ? String(dayR - dayL) : null;
}

function summarise(run: DecidedRun, side: Side, results: readonly OracleOutcome[]): OracleSide {
  const counts = Object.fromEntries(outcomes.map((o) => [o, results.filter((r) => r.outcome === o).length]));
  const amount = run.plan.roles?.amount;
  const unknown = run.records[side].filter(
    (r) => amount !== undefined && decimalUnits(r.values.get(amount) ?? null) === null,
  );
  return {
    rows: results.length,
    counts: counts as Record<Outcome, number>,
    totals: amount === undefined ? {} : totalsOf(run, side, { results, amount }),
    amountUnknown: unknown.length,
  };
}

function totalsOf(
  run: DecidedRun,
  side: Side,
  of: { results: readonly OracleOutcome[]; amount: string },
): OracleTotals {
  const totals = new Map<string, Map<Outcome, bigint>>();
  const currency = run.plan.roles?.currency;
  run.records[side].forEach((record, i) => {
    const units = decimalUnits(record.values.get(of.amount) ?? null);
    if (units === null) return;
    const code = (currency === undefined ? null : textOf(record.values.get(currency) ?? null)) ?? NO_CURRENCY;
    const sums = totals.get(code) ?? new Map(outcomes.map((outcome) => [outcome, 0n] as const));
    const outcome = of.results[i]!.outcome;
    totals.set(code, sums.set(outcome, sums.get(outcome)! + units));
  });
  const rows = [...totals].sort(([a], [b]) => compareText(a, b));
  return Object.fromEntries(
    rows.map(([code, sums]) => [code, Object.fromEntries([...sums].map(([o, units]) => [o, formatDecimal(units)]))]),
  ) as OracleTotals;
}

export function countGroups(groups: readonly OracleGroup[]): Record<GroupKind, number> {
  const count = (kind: GroupKind): number => groups.filter((g) => g.kind === kind && g.status === "matched").length;
  return Object.fromEntries(groupKinds.map((kind) => [kind, count(kind)])) as Record<GroupKind, number>;
}
