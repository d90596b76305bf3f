/** What is left under a repeated key once equal records are paired (docs/matching.md, section 4, keyed 2 to 5). */
import type { Relation } from "../dialect/nodes.ts";
import {
  aggregate,
  and,
  call,
  column,
  columns,
  count,
  createTable,
  eq,
  integer,
  join,
  named,
  or,
  select,
  union,
  when,
  window,
} from "../dialect/build.ts";
import { L, R } from "./conditions.ts";
import { magnitude } from "./difference-cost.ts";
import { pairDiffers, passTable, type PassContext } from "./pass-context.ts";
import { inputOf } from "./pass-input.ts";
import { suggestionSteps } from "./suggestions.ts";
import { sql, type Step } from "./stage.ts";
import { bothSides, insertPairs } from "./pair-rows.ts";

/** A rest of n × n records is assigned by least difference up to this n; beyond it, it is one suggestion. */
const MAX_ASSIGNED_REST = 300;

/** What is left under each key once equal records are paired, and what is to be done with it. */
export function restSteps(context: PassContext): Step[] {
  const side = (n: number) => eq(column("side"), integer(n));
  const over = call("greater", column("place", "c"), call("least", column("nl", "k"), column("nr", "k")));
  const rest = select({
    from: passTable(context, "classified"),
    alias: "c",
    joins: [
      join(
        "inner",
        passTable(context, "classes"),
        "k",
        and(eq(column("key_id", "c"), column("key_id", "k")), eq(column("cls", "c"), column("cls", "k"))),
      ),
    ],
    columns: [
      ...columns(["side", "row_id", "content_hash", "key_id", "cls"], "c"),
      named(
        "place",
        window("rowNumber", {
          partitionBy: [column("key_id", "c"), column("side", "c")],
          orderBy: [column("content_hash", "c"), column("row_id", "c")],
        }),
      ),
    ],
    where: over,
  });
  const counts = select({
    from: passTable(context, "rest"),
    columns: [
      named("key_id", column("key_id")),
      named("nl", count(side(0))),
      named("nr", count(side(1))),
      named("cl", aggregate("countDistinct", [column("cls")], side(0))),
      named("cr", aggregate("countDistinct", [column("cls")], side(1))),
    ],
    groupBy: [column("key_id")],
  });
  const none = or(eq(column("nl"), integer(0)), eq(column("nr"), integer(0)));
  const interchangeable = and(eq(column("cl"), integer(1)), eq(column("cr"), integer(1)));
  const assignable = and(eq(column("nl"), column("nr")), call("lessOrEqual", column("nl"), integer(MAX_ASSIGNED_REST)));
  const decision = when(
    [
      [none, { kind: "text", value: "flag" }],
      [interchangeable, { kind: "text", value: "pair" }],
      [assignable, { kind: "text", value: "assign" }],
    ],
    { kind: "text", value: "suggest" },
  );
  return [
    sql(createTable(passTable(context, "rest"), rest)),
    sql(
      createTable(
        passTable(context, "rests"),
        select({
          from: counts,
          columns: [...columns(["key_id", "nl", "nr", "cl", "cr"]), named("decision", decision)],
        }),
      ),
    ),
  ];
}

const withDecision = (context: PassContext, decision: string, alias = "a") =>
  join(
    "inner",
    passTable(context, "rests"),
    "q",
    and(
      eq(column("key_id", alias), column("key_id", "q")),
      eq(column("decision", "q"), { kind: "text", value: decision }),
    ),
  );

export function interchangeablePairs(context: PassContext): Relation {
  const rest = passTable(context, "rest");
  return select({
    from: rest,
    alias: "a",
    joins: [...bothSides(rest, ["key_id", "place"]), withDecision(context, "pair")],
    columns: [named("l", column("row_id", "a")), named("r", column("row_id", "b"))],
  });
}

export function flaggedRecords(context: PassContext): Relation {
  const surplus = call("greater", column("place", "a"), call("least", column("nl", "q"), column("nr", "q")));
  const decided = (decision: string) =>
    select({
      from: passTable(context, "rest"),
      alias: "a",
      joins: [withDecision(context, decision)],
      columns: columns(["side", "row_id"], "a"),
      where: surplus,
    });
  return union(decided("flag"), decided("pair"));
}

export function largeRests(context: PassContext): Relation {
  return select({
    from: passTable(context, "rest"),
    alias: "a",
    joins: [withDecision(context, "suggest")],
    columns: [named("suggestion", column("key_id", "a")), ...columns(["side", "row_id"], "a")],
  });
}

/** Rests of n × n different records: cost every pair of classes and assign at least difference. */
export function assignSteps(context: PassContext, proposed: string): Step[] {
  const nodes = passTable(context, "nodes");
  const classNumber = window("denseRank", { orderBy: [column("key_id", "a"), column("cls", "a")] });
  const assigned = passTable(context, "assigned");
  const ambiguous = passTable(context, "ambiguous");
  const pairCount = select({
    from: passTable(context, "rests"),
    columns: [named("pairs", aggregate("sum", [call("multiply", column("cl"), column("cr"))]))],
    where: eq(column("decision"), { kind: "text", value: "assign" }),
  });
  return [
    { kind: "pairLimit", count: pairCount, limit: context.pairLimit, pass: context.pass.name },
    sql(
      createTable(
        nodes,
        select({
          from: passTable(context, "rest"),
          alias: "a",
          joins: [withDecision(context, "assign")],
          columns: [...columns(["side", "row_id", "content_hash", "key_id"], "a"), named("cls", classNumber)],
        }),
      ),
    ),
    sql(createTable(passTable(context, "edges"), classEdges(context, nodes))),
    { kind: "assign", pass: context.pass.name, nodes, edges: passTable(context, "edges"), pairs: assigned, ambiguous },
    sql(insertPairs(context, proposed, select({ from: assigned, columns: columns(["l", "r"]) }))),
    ...suggestionSteps(
      context,
      select({ from: ambiguous, columns: [named("suggestion", column("group_id")), ...columns(["side", "row_id"])] }),
      "several assignments are equally good",
    ),
  ];
}

function classEdges(context: PassContext, nodes: string): Relation {
  const representative = (side: number): Relation =>
    select({
      from: nodes,
      columns: [...columns(["key_id", "cls"]), named("row_id", aggregate("min", [column("row_id")]))],
      where: eq(column("side"), integer(side)),
      groupBy: [column("key_id"), column("cls")],
    });
  const flags = context.compared.map(({ entry, field }) =>
    when([[pairDiffers({ ...context, compared: [{ entry, field }] }), integer(1)]], integer(0)),
  );
  const differing = flags.length === 0 ? integer(0) : flags.reduce((sum, flag) => call("add", sum, flag));
  return select({
    from: representative(0),
    alias: "a",
    joins: [
      join("inner", representative(1), "b", eq(column("key_id", "a"), column("key_id", "b"))),
      join("inner", inputOf(context, "left"), L, eq(column("row_id", L), column("row_id", "a"))),
      join("inner", inputOf(context, "right"), R, eq(column("row_id", R), column("row_id", "b"))),
    ],
    columns: [
      named("l", column("cls", "a")),
      named("r", column("cls", "b")),
      named("cost", differing),
      named("cost2", magnitude(context.compared.map(({ field }) => field))),
    ],
  });
}
