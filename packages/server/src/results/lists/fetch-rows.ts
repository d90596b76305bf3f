import { sides, type Side } from "@recon/core";
import { sql } from "../query/sql.ts";
import type { Query, Value, ValueRow } from "../reader/engine.ts";
import type { OpenSet } from "../reader/open-set.ts";
import { among, integer, named, type ResultItem } from "./item-values.ts";
import { fieldAlias, groupsRelation, needsOf, rowsRelation } from "./relations.ts";

const rowColumns = [
  "side",
  "row_id",
  "outcome",
  "group_id",
  "reason",
  "assignee_id",
  "reason_code",
  "version",
  "comments",
];

/** Records by side and row_id, in any order. */
export async function fetchRows(query: Query, set: OpenSet, keys: readonly ValueRow[]): Promise<ResultItem[]> {
  const found: ResultItem[] = [];
  for (const side of sides) {
    const wanted = keys.filter(([at]) => at === side).map(([, id]) => Number(id));
    if (wanted.length > 0) found.push(...(await fetchSide(query, set, { side, rowIds: wanted })));
  }
  return found;
}

async function fetchSide(
  query: Query,
  set: OpenSet,
  { side, rowIds }: { side: Side; rowIds: readonly number[] },
): Promise<ResultItem[]> {
  const words = set.isIndexed ? ["pass", "kind"] : [];
  const columns = [...rowColumns, ...set.fields.map((_, i) => fieldAlias(i)), ...words];
  const relation = rowsRelation(set, needsOf(columns.join(" ")), side);
  const rows = await query.rows(columns, sql(`FROM (${relation}) AS t WHERE ${among("row_id", rowIds)}`));
  if (set.isIndexed) return rows.map((row) => toRow(set, row, { pass: row.at(-2)!, kind: row.at(-1)! }));
  const groups = await readGroupWords(query, set, [...new Set(rows.flatMap((row) => row[3] ?? []).map(Number))]);
  return rows.map((row) => toRow(set, row, groups.get(Number(row[3])) ?? { pass: null, kind: null }));
}

interface Words {
  readonly pass: Value;
  readonly kind: Value;
}

/** Looked up for the groups of a page: joining all groups to all records takes much longer. */
async function readGroupWords(
  query: Query,
  set: OpenSet,
  groupIds: readonly number[],
): Promise<ReadonlyMap<number, Words>> {
  if (groupIds.length === 0) return new Map();
  const columns = ["group_id", "pass", "kind"];
  const rows = await query.rows(
    columns,
    sql(`FROM (${groupsRelation(set)}) AS t WHERE ${among("group_id", groupIds)}`),
  );
  return new Map(rows.map(([groupId, pass, kind]) => [Number(groupId), { pass: pass!, kind: kind! }]));
}

function toRow(set: OpenSet, row: ValueRow, words: Words): ResultItem {
  const [side, rowId, outcome, groupId, reason, assigneeId, reasonCode, version, comments, ...values] = row;
  return {
    side,
    rowId: Number(rowId),
    outcome,
    groupId: integer(groupId!),
    reason,
    ...words,
    assigneeId,
    reasonCode,
    version: 1 + Number(version),
    comments: Number(comments),
    values: named(set, values),
  };
}
