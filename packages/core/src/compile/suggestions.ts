/** Where a one-to-one pass puts its pairs, and how groups that a person must decide are written down. */
import type { Relation } from "../dialect/nodes.ts";
import {
  boolean,
  column,
  columns,
  createTable,
  doubleType,
  eq,
  insert,
  integer,
  join,
  named,
  nullOf,
  select,
  text,
  textType,
  union,
  when,
  window,
} from "../dialect/build.ts";
import { groupAmountExpr, openOf, passTable, type PassContext } from "./pass-context.ts";
import { sql, type Step } from "./stage.ts";

export const groupTargets = ["group_id", "net", "status", "confidence", "explanation", "reason"];
export const memberTargets = ["group_id", "side", "row_id", "amount"];

export interface PairDestination {
  /** Table the pass inserts its pairs into. */
  readonly proposed: string;
  /** The same table when its pairs are confirmed; undefined when the pass only suggests. */
  readonly pairs?: string;
  readonly prepare: readonly Step[];
  readonly finish: readonly Step[];
}

/** Confirmed pairs stay where they are proposed; with `suggest: true` each becomes a suggestion of two. */
export function pairDestination(context: PassContext): PairDestination {
  const proposed = passTable(context, "pairs");
  const prepare = emptyGroupTables(context);
  if (context.pass.suggest !== true) return { proposed, pairs: proposed, prepare, finish: [] };
  const asMember = (side: 0 | 1): Relation =>
    select({
      from: proposed,
      columns: [
        named("suggestion", column("l")),
        named("side", integer(side)),
        named("row_id", column(side === 0 ? "l" : "r")),
      ],
    });
  return {
    proposed,
    prepare,
    finish: suggestionSteps(context, union(asMember(0), asMember(1)), "the pass only suggests"),
  };
}

/** Tables for groups other than confirmed one-to-one pairs, empty. */
export function emptyGroupTables(context: PassContext): Step[] {
  const open = openOf(context, "left");
  const id = column("row_id", "t");
  return [
    sql(
      createTable(
        passTable(context, "groups"),
        select({
          from: open,
          columns: [
            named("group_id", id),
            named("net", boolean(false)),
            named("status", text("")),
            named("confidence", nullOf(doubleType)),
            named("explanation", nullOf(textType)),
            named("reason", nullOf(textType)),
          ],
          limit: 0,
        }),
      ),
    ),
    sql(
      createTable(
        passTable(context, "members"),
        select({
          from: open,
          columns: [
            named("group_id", id),
            named("side", integer(0)),
            named("row_id", id),
            named("amount", groupAmountExpr(context, "t")),
          ],
          limit: 0,
        }),
      ),
    ),
  ];
}

/**
 * Adds suggestions. `records` has the columns suggestion (any number that tells suggestions apart), side and row_id; the group's id is
 * its smallest left record (a suggestion of a two-sided pass always has one).
 */
export function suggestionSteps(context: PassContext, records: Relation, why: string): Step[] {
  const groupId = window("min", {
    args: [when([[eq(column("side"), integer(0)), column("row_id")]])],
    partitionBy: [column("suggestion")],
  });
  const identified = select({ from: records, columns: [named("group_id", groupId), ...columns(["side", "row_id"])] });
  return [
    ...memberSteps(context, identified),
    sql(
      insert(
        passTable(context, "groups"),
        groupTargets,
        select({
          from: identified,
          columns: [
            named("group_id", column("group_id")),
            named("net", boolean(context.pass.kind === "netted")),
            named("status", text("suggested")),
            named("confidence", nullOf(doubleType)),
            named("explanation", text(why)),
            named("reason", nullOf(textType)),
          ],
          distinct: true,
        }),
      ),
    ),
  ];
}

/** Adds members with their amounts; `records` has group_id, side and row_id. */
export function memberSteps(context: PassContext, records: Relation): Step[] {
  const side = (name: "left" | "right"): Step =>
    sql(
      insert(
        passTable(context, "members"),
        memberTargets,
        select({
          from: records,
          alias: "m",
          joins: [join("inner", openOf(context, name), "o", eq(column("row_id", "m"), column("row_id", "o")))],
          columns: [...columns(["group_id", "side", "row_id"], "m"), named("amount", groupAmountExpr(context, "o"))],
          where: eq(column("side", "m"), integer(name === "left" ? 0 : 1)),
        }),
      ),
    );
  return [side("left"), side("right")];
}
