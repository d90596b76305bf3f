/**
 * Keys that stand more than once on a side (docs/matching.md, section 4, keyed 1 to 5), over small integers: a dense key number and a dense
 * class number per distinct content of the compared fields.
 */
import type { Side } from "../plan/vocabulary.ts";
import type { Relation } from "../dialect/nodes.ts";
import { onKeys } from "./conditions.ts";
import {
  column,
  columns,
  count,
  createTable,
  eq,
  insert,
  integer,
  join,
  named,
  select,
  union,
  window,
} from "../dialect/build.ts";
import { fieldColumns, type FieldLayout } from "./layout.ts";
import { passTable, type PassContext } from "./pass-context.ts";
import { inputOf } from "./pass-input.ts";
import { suggestionSteps } from "./suggestions.ts";
import { sql, type Step } from "./stage.ts";
import { restSteps, interchangeablePairs, flaggedRecords, largeRests, assignSteps } from "./keyed-rests.ts";
import { bothSides, insertPairs } from "./pair-rows.ts";

export function duplicateKeySteps(context: PassContext, keys: readonly FieldLayout[], proposed: string): Step[] {
  return [
    ...classifySteps(context, keys),
    sql(insertPairs(context, proposed, equalPairs(context))),
    ...restSteps(context),
    sql(insertPairs(context, proposed, interchangeablePairs(context))),
    sql(insert(passTable(context, "flagged"), ["side", "row_id"], flaggedRecords(context))),
    ...assignSteps(context, proposed),
    ...suggestionSteps(context, largeRests(context), "records with the same key differ and cannot be told apart"),
  ];
}

/** Every record under a repeated key, with the class of its compared fields and its place within the class. */
function classifySteps(context: PassContext, keys: readonly FieldLayout[]): Step[] {
  const compared = fieldColumns(context.compared.map(({ field }) => field));
  const sideRecords = (side: Side): Relation =>
    select({
      from: inputOf(context, side),
      alias: "o",
      joins: [join("inner", passTable(context, "keys"), "d", onKeys(keys, "o"))],
      columns: [
        named("side", integer(side === "left" ? 0 : 1)),
        ...columns(["row_id", "content_hash"], "o"),
        named("key_id", column("key_id", "d")),
        ...columns(compared, "o"),
      ],
    });
  const base = ["side", "row_id", "content_hash", "key_id"];
  const withClass = select({
    from: union(sideRecords("left"), sideRecords("right")),
    columns: [
      ...columns(base),
      named(
        "cls",
        window("denseRank", {
          partitionBy: [column("key_id")],
          orderBy: compared.length === 0 ? [column("key_id")] : compared.map((name) => column(name)),
        }),
      ),
    ],
  });
  return [
    sql(
      createTable(
        passTable(context, "classified"),
        select({
          from: withClass,
          columns: [
            ...columns([...base, "cls"]),
            named(
              "place",
              window("rowNumber", {
                partitionBy: ["key_id", "cls", "side"].map((name) => column(name)),
                orderBy: [column("content_hash"), column("row_id")],
              }),
            ),
          ],
        }),
      ),
    ),
    sql(
      createTable(
        passTable(context, "classes"),
        select({
          from: passTable(context, "classified"),
          columns: [
            ...columns(["key_id", "cls"]),
            named("nl", count(eq(column("side"), integer(0)))),
            named("nr", count(eq(column("side"), integer(1)))),
          ],
          groupBy: [column("key_id"), column("cls")],
        }),
      ),
    ),
  ];
}

/** Rows l, r of records equal in all compared fields, as many as the smaller side has. */
function equalPairs(context: PassContext): Relation {
  const classified = passTable(context, "classified");
  return select({
    from: classified,
    alias: "a",
    joins: bothSides(classified, ["key_id", "cls", "place"]),
    columns: [named("l", column("row_id", "a")), named("r", column("row_id", "b"))],
  });
}
