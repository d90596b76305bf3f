import { sql } from "../query/sql.ts";
import type { Query, Value } from "../reader/engine.ts";
import type { OpenSet } from "../reader/open-set.ts";
import { breakCause } from "./break-cause.ts";
import { breaksRelation } from "./breaks-relation.ts";
import { among, integer, readValues, type ResultItem, type Values } from "./item-values.ts";
import { differencesRelation } from "./relations.ts";

const breakColumns = [
  "break_id",
  "kind",
  "side",
  "row_id",
  "group_id",
  "amount",
  "currency",
  `"date"`,
  "reason",
  "nearest",
  "failed",
  "status",
  "assignee_id",
  "reason_code",
  "version",
  "comments",
  "left_row",
  "left_records",
  "right_row",
  "right_records",
  breakCause,
];

/** Breaks with what differs and the canonical values of the record on each side. */
export async function fetchBreaks(query: Query, set: OpenSet, breakIds: readonly number[]): Promise<ResultItem[]> {
  const relation = breaksRelation(set, breakColumns.join(" "));
  const rows = await query.rows(breakColumns, sql(`FROM (${relation}) AS t WHERE ${among("break_id", breakIds)}`));
  const differing = rows.filter(([, , side]) => side === null).map((row) => Number(row[4]));
  const failed = await readFailed(query, set, differing);
  const left = await readValues(query, set, { side: "left", rowIds: rows.flatMap((row) => row[16] ?? []).map(Number) });
  const right = await readValues(query, set, {
    side: "right",
    rowIds: rows.flatMap((row) => row[18] ?? []).map(Number),
  });
  const place = (values: Map<number, Values>, rowId: Value, records: Value) =>
    rowId === null ? null : { rowId: Number(rowId), count: Number(records), values: values.get(Number(rowId)) ?? {} };
  return rows.map((row) => {
    const [
      breakId,
      kind,
      side,
      rowId,
      groupId,
      amount,
      currency,
      date,
      reason,
      nearest,
      failedText,
      status,
      assigneeId,
      reasonCode,
      version,
      comments,
    ] = row;
    return {
      breakId: Number(breakId),
      kind,
      side,
      rowId: integer(rowId!),
      groupId: integer(groupId!),
      amount,
      currency,
      date,
      cause: row[20],
      reason,
      nearest: integer(nearest!),
      failed: failedText === null ? (failed.get(Number(groupId)) ?? []) : JSON.parse(failedText!),
      status,
      assigneeId,
      reasonCode,
      version: 1 + Number(version),
      comments: Number(comments),
      left: place(left, row[16]!, row[17]!),
      right: place(right, row[18]!, row[19]!),
    };
  });
}

async function readFailed(query: Query, set: OpenSet, groupIds: readonly number[]): Promise<Map<number, ResultItem[]>> {
  const byGroup = new Map<number, ResultItem[]>();
  if (groupIds.length === 0) return byGroup;
  const columns = ["group_id", "field", "left_value", "right_value", "delta"];
  const rows = await query.rows(
    columns,
    sql(`FROM (${differencesRelation(set)}) AS t WHERE ${among("group_id", groupIds)} ORDER BY position`),
  );
  for (const [groupId, field, left, right, delta] of rows) {
    const id = Number(groupId);
    byGroup.set(id, [...(byGroup.get(id) ?? []), { field, left, right, delta }]);
  }
  return byGroup;
}
