/** Tables of pairs: how record ids become the rows every pass leaves behind. */
import type { Relation, Statement } from "../dialect/nodes.ts";
import { and, column, eq, insert, integer, join, select } from "../dialect/build.ts";
import { L, R } from "./conditions.ts";
import { pairColumns, type PassContext } from "./pass-context.ts";
import { pairedOf } from "./pass-input.ts";

/** Rows of side 0 (`a`) joined to rows of side 1 (`b`) of the same relation. */
export const bothSides = (relation: string, on: readonly string[]) => [
  join(
    "inner",
    relation,
    "b",
    and(
      ...on.map((name) => eq(column(name, "a"), column(name, "b"))),
      eq(column("side", "a"), integer(0)),
      eq(column("side", "b"), integer(1)),
    ),
  ),
];

/** Rows of a table of pairs, from the row ids (l, r) of the pairs. */
export function pairRows(context: PassContext, ids: Relation): Relation {
  return select({
    from: ids,
    alias: "ids",
    joins: [
      join("inner", pairedOf(context, "left"), L, eq(column("row_id", L), column("l", "ids"))),
      join("inner", pairedOf(context, "right"), R, eq(column("row_id", R), column("r", "ids"))),
    ],
    columns: pairColumns(context),
  });
}

/** Adds pairs given by their row ids (l, r). */
export function insertPairs(context: PassContext, into: string, ids: Relation): Statement {
  const targets = pairColumns(context).map(({ name }) => name);
  return insert(into, targets, pairRows(context, ids));
}
