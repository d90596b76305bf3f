/** Facts of a run as its result set tells them. */
import type { Plan, Side } from "@recon/core";
import { differenceLine, groupLine, plainDecimal, recordLine, shownValue, type Extent, type Facts } from "./facts.ts";
import type { ResultSet, Row } from "./read-result-set.ts";

/** One row id or group id list a case; the whole result set is walked once. */
export function factsOfEngine(plan: Plan, result: ResultSet, extents: readonly Extent[]): Facts[] {
  const caseOfRow = { left: casesOf(extents, "left"), right: casesOf(extents, "right") };
  const caseOfGroup = new Map<string, number>();
  const members = new Map<string, Record<Side, number[]>>();
  const facts = extents.map(
    () =>
      ({ records: [], groups: [], members: [], differences: [], breaks: [], rejects: [] }) as Record<
        keyof Facts,
        string[]
      >,
  );
  for (const side of ["left", "right"] as const) {
    for (const row of result[side]) {
      const at = caseOfRow[side][Number(row["row_id"]) - 1]!;
      facts[at]!.records.push(recordLine(recordOf(plan, side, row)));
      const group = row["group_id"];
      if (group === null || group === undefined) continue;
      caseOfGroup.set(group, at);
      const found = members.get(group) ?? { left: [], right: [] };
      found[side].push(Number(row["row_id"]));
      members.set(group, found);
    }
  }
  for (const row of result.groups) {
    const group = row["group_id"]!;
    facts[caseOfGroup.get(group)!]!.groups.push(groupText(plan, row, members.get(group)!));
  }
  for (const row of result.members)
    facts[caseOfGroup.get(row["group_id"]!)!]!.members.push(`#${row["group_id"]} ${row["side"]} ${row["row_id"]}`);
  for (const row of result.differences)
    facts[caseOfGroup.get(row["group_id"]!)!]!.differences.push(differenceText(plan, row));
  for (const row of result.breaks) {
    const at =
      row["group_id"] === null
        ? caseOfRow[row["side"] as Side][Number(row["row_id"]) - 1]!
        : caseOfGroup.get(row["group_id"]!)!;
    facts[at]!.breaks.push(breakText(plan, row));
  }
  for (const row of result.rejects) {
    const at = caseOfRow[row["side"] as Side][Number(row["row_id"]) - 1]!;
    facts[at]!.rejects.push(`${row["side"]} ${row["row_id"]} ${JSON.stringify(row["text"])}`);
  }
  return facts;
}

function casesOf(extents: readonly Extent[], side: Side): number[] {
  return extents.flatMap((extent, i) => Array.from({ length: extent[side].rows }, () => i));
}

function recordOf(plan: Plan, side: Side, row: Row) {
  return {
    side,
    rowId: Number(row["row_id"]),
    contentHash: row["content_hash"] ?? null,
    outcome: row["outcome"] ?? null,
    groupId: row["group_id"] === null ? null : Number(row["group_id"]),
    reason: row["reason"] ?? null,
    values: Object.keys(plan.fields).map((field) => shownValue(plan, field, row[field] ?? null)),
  };
}

function groupText(plan: Plan, row: Row, members: Record<Side, number[]>): string {
  const { left, right } = members;
  if (Number(row["left_count"]) !== left.length || Number(row["right_count"]) !== right.length)
    return `#${row["group_id"]} has wrong counts`;
  const isGrouped = plan.passes.some(({ name, kind }) => name === row["pass"] && kind === "grouped");
  const ascending = (ids: number[]) => ids.sort((a, b) => a - b);
  return groupLine({
    id: Number(row["group_id"]),
    kind: row["kind"] ?? null,
    pass: row["pass"] ?? null,
    status: row["status"] ?? null,
    left: ascending(left),
    right: ascending(right),
    leftTotal: plainDecimal(row["left_total"] ?? null),
    rightTotal: plainDecimal(row["right_total"] ?? null),
    residual: isGrouped ? plainDecimal(row["residual"] ?? null) : null,
  });
}

function differenceText(plan: Plan, row: Row): string {
  const field = row["field"]!;
  const shown = (name: string) => shownValue(plan, field, row[name] ?? null);
  return differenceLine({
    groupId: Number(row["group_id"]),
    field,
    left: shown("left_value"),
    right: shown("right_value"),
    delta: plainDecimal(row["delta"] ?? null),
  });
}

function breakText(plan: Plan, row: Row): string {
  if (row["group_id"] !== null) return `${row["break_id"]} ${row["kind"]} #${row["group_id"]}`;
  const amount = plan.roles?.amount === undefined ? null : shownValue(plan, plan.roles.amount, row["amount"] ?? null);
  return `${row["break_id"]} ${row["kind"]} ${row["side"]} ${row["row_id"]} ${amount} ${row["currency"]} ${row["date"]}`;
}
