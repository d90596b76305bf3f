/** What the items of all lists are made of: values as texts, found by their ids. */
import type { Side } from "@recon/core";
import { sql } from "../query/sql.ts";
import type { Query, Value } from "../reader/engine.ts";
import type { OpenSet } from "../reader/open-set.ts";
import { fieldAlias, needsOf, rowsRelation } from "./relations.ts";

export type Values = Readonly<Record<string, Value>>;
export type ResultItem = Readonly<Record<string, unknown>>;

/** The range lets the engine skip what the list alone would make it read. */
export const among = (column: string, wanted: readonly number[]): string =>
  `${column} IN (${wanted.join(", ")}) AND ${column} >= ${Math.min(...wanted)} AND ${column} <= ${Math.max(...wanted)}`;

export const integer = (text: Value): number | null => (text === null ? null : Number(text));

/** The canonical values of a record by the names of their fields. */
export const named = (set: OpenSet, values: readonly Value[]): Values =>
  Object.fromEntries(set.fields.map(({ name }, i) => [name, values[i]!]));

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
