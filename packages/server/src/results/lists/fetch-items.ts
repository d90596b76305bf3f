/** The content of the items of a page, from their keys and in their order. */
import type { ResultList } from "@recon/api";
import { sql } from "../query/sql.ts";
import type { Query, ValueRow } from "../reader/engine.ts";
import type { OpenSet } from "../reader/open-set.ts";
import { fetchBreaks } from "./fetch-breaks.ts";
import { fetchGroups } from "./fetch-groups.ts";
import { fetchRows } from "./fetch-rows.ts";
import { among, integer, type ResultItem } from "./item-values.ts";
import { differencesRelation, rejectsRelation } from "./relations.ts";

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
