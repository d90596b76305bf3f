/** The content of the items of a page, from their keys and in their order. */
import type { ResultList } from "@recon/api";
import { sides, type Side } from "@recon/core";
import { sql } from "../query/sql.ts";
import type { Query, Value, ValueRow } from "../reader/engine.ts";
import type { OpenSet } from "../reader/open-set.ts";
import { breakCause } from "./break-cause.ts";
import { breaksRelation } from "./breaks-relation.ts";
import {
  fieldAlias,
  differencesRelation,
  groupsRelation,
  needsOf,
  rejectsRelation,
  rowsRelation,
} from "./relations.ts";

export type Values = Readonly<Record<string, Value>>;
export type ResultItem = Readonly<Record<string, unknown>>;

interface Wanted {
  readonly list: ResultList;
  readonly keys: readonly ValueRow[];
}

export async function fetchItems(query: Query, set: OpenSet, { list, keys }: Wanted): Promise<ResultItem[]> {
  if (keys.length === 0) return [];
  switch (list) {
    case "rows":
      return inOrder(keys, await fetchRows(query, set, keys), ({ side, rowId }) => `${side}:${rowId}`);
    case "rejects":
      return inOrder(keys, await fetchRejects(query, set, keys), ({ side, rowId }) => `${side}:${rowId}`);
    case "groups":
      return inOrder(keys, await fetchGroups(query, set, ids(keys)), ({ groupId }) => String(groupId));
    case "differences":
      return inOrder(keys, await fetchDifferences(query, set, ids(keys)), ({ position }) => String(position));
    case "breaks":
      return inOrder(keys, await fetchBreaks(query, set, ids(keys)), ({ breakId }) => String(breakId));
  }
}

const ids = (keys: readonly ValueRow[]): number[] => keys.map(([id]) => Number(id));

/** A key that has no item any more was changed between the two statements: it is left out, as if it had changed before. */
function inOrder(
  keys: readonly ValueRow[],
  items: readonly ResultItem[],
  keyOf: (item: ResultItem) => string,
): ResultItem[] {
  const byKey = new Map(items.map((item) => [keyOf(item), item] as const));
  return keys.flatMap((key) => {
    const item = byKey.get(key.join(":"));
    return item === undefined ? [] : [item];
  });
}

/** The range lets the engine skip what the list alone would make it read. */
export const among = (column: string, wanted: readonly number[]): string =>
  `${column} IN (${wanted.join(", ")}) AND ${column} >= ${Math.min(...wanted)} AND ${column} <= ${Math.max(...wanted)}`;

const integer = (text: Value): number | null => (text === null ? null : Number(text));

const named = (set: OpenSet, values: readonly Value[]): Values =>
  Object.fromEntries(set.fields.map(({ name }, i) => [name, values[i]!]));

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

async function fetchRows(query: Query, set: OpenSet, keys: readonly ValueRow[]): Promise<ResultItem[]> {
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
  const words = set.index === null ? [] : ["pass", "kind"];
  const columns = [...rowColumns, ...set.fields.map((_, i) => fieldAlias(i)), ...words];
  const relation = rowsRelation(set, needsOf(columns.join(" ")), side);
  const rows = await query.rows(columns, sql(`FROM (${relation}) AS t WHERE ${among("row_id", rowIds)}`));
  if (set.index !== null) return rows.map((row) => toRow(set, row, { pass: row.at(-2)!, kind: row.at(-1)! }));
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

const groupColumns = [
  "group_id",
  "kind",
  "pass",
  "status",
  "origin",
  "confidence",
  "left_count",
  "right_count",
  "left_total",
  "right_total",
  "residual",
  "explanation",
  "assignee_id",
  "reason_code",
  "version",
  "comments",
];

export async function fetchGroups(query: Query, set: OpenSet, groupIds: readonly number[]): Promise<ResultItem[]> {
  const rows = await query.rows(
    groupColumns,
    sql(`FROM (${groupsRelation(set)}) AS t WHERE ${among("group_id", groupIds)}`),
  );
  return rows.map((row) => {
    const [
      groupId,
      kind,
      pass,
      status,
      origin,
      confidence,
      leftCount,
      rightCount,
      leftTotal,
      rightTotal,
      residual,
      explanation,
      assigneeId,
      reasonCode,
      version,
      comments,
    ] = row;
    return {
      groupId: Number(groupId),
      kind,
      pass,
      status,
      origin,
      confidence: integer(confidence!),
      leftCount: Number(leftCount),
      rightCount: Number(rightCount),
      leftTotal,
      rightTotal,
      residual,
      explanation,
      assigneeId,
      reasonCode,
      version: 1 + Number(version),
      comments: Number(comments),
    };
  });
}

async function fetchDifferences(query: Query, set: OpenSet, positions: readonly number[]): Promise<ResultItem[]> {
  const columns = ["position", "group_id", "field", "left_value", "right_value", "delta"];
  const rows = await query.rows(
    columns,
    sql(`FROM (${differencesRelation(set)}) AS t WHERE ${among("position", positions)}`),
  );
  return rows.map(([position, groupId, field, left, right, delta]) => ({
    position: Number(position),
    groupId: Number(groupId),
    field,
    left,
    right,
    delta,
  }));
}

async function fetchRejects(query: Query, set: OpenSet, keys: readonly ValueRow[]): Promise<ResultItem[]> {
  const columns = ["side", "row_id", "source", "line", "content", "reason"];
  const wanted = keys.map(([, id]) => Number(id));
  const rows = await query.rows(columns, sql(`FROM (${rejectsRelation(set)}) AS t WHERE ${among("row_id", wanted)}`));
  return rows.map(([side, rowId, source, line, text, reason]) => ({
    side,
    rowId: Number(rowId),
    source,
    line: integer(line!),
    text: text ?? "",
    reason: reason ?? "",
  }));
}

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

/** Canonical values of records, by row_id. */
export async function readValues(
  query: Query,
  set: OpenSet,
  { side, rowIds }: { side: Side; rowIds: readonly number[] },
): Promise<Map<number, Values>> {
  if (rowIds.length === 0) return new Map();
  const columns = ["row_id", ...set.fields.map((_, i) => fieldAlias(i))];
  const relation = rowsRelation(set, needsOf(columns.join(" ")), side);
  const rows = await query.rows(columns, sql(`FROM (${relation}) AS t WHERE ${among("row_id", rowIds)}`));
  return new Map(rows.map(([rowId, ...values]) => [Number(rowId), named(set, values)]));
}
