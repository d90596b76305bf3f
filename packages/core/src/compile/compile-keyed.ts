/**
 * The keyed pass (docs/matching.md, section 4). Keys that occur once a side, nearly all of them, take one hash join. Keys with duplicates
 * take a second path over small integers: a dense key number and a dense class number per distinct content of the compared fields.
 */
import type { KeyedPass } from "../plan/schema.ts";
import type { Side } from "../plan/vocabulary.ts";
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
  insert,
  integer,
  join,
  named,
  or,
  select,
  union,
  unionDistinct,
  when,
  window,
} from "../dialect/build.ts";
import { L, R, keyExpr, keyPresent, keysEqual } from "./conditions.ts";
import { magnitude } from "./difference-cost.ts";
import { fieldColumns, fieldNamed, type FieldLayout } from "./layout.ts";
import { pairColumns, pairDiffers, passTable, type PassContext } from "./pass-context.ts";
import { inputOf, passInputSteps } from "./pass-input.ts";
import { pairDestination, suggestionSteps } from "./suggestions.ts";
import { sql, type CompiledPass, type Stage, type Step } from "./stage.ts";

/** A rest of n × n records is assigned by least difference up to this n; beyond it, it is one suggestion. */
const MAX_ASSIGNED_REST = 300;

const pairTargets = ["l", "r", "differs", "same", "left_amount", "right_amount"];

export function compileKeyed(context: PassContext): CompiledPass {
  const pass = context.pass as KeyedPass;
  const keys = pass.on.map((name) => fieldNamed(context.layout, name));
  const destination = pairDestination(context);
  const stages: Stage[] = [
    {
      name: `${pass.name}: pair unique keys`,
      steps: [...passInputSteps(context), ...uniqueKeySteps(context, keys, destination.proposed)],
    },
    {
      name: `${pass.name}: pair duplicate keys`,
      steps: [
        sql(
          createTable(
            passTable(context, "flagged"),
            select({
              from: inputOf(context, "left"),
              columns: [named("side", integer(0)), named("row_id", column("row_id"))],
              limit: 0,
            }),
          ),
        ),
        ...destination.prepare,
        {
          kind: "ifRows",
          table: passTable(context, "keys"),
          steps: duplicateKeySteps(context, keys, destination.proposed),
        },
        ...destination.finish,
      ],
    },
  ];
  return {
    name: pass.name,
    index: context.index,
    stages,
    ...(destination.pairs === undefined ? {} : { pairs: destination.pairs }),
    groups: passTable(context, "groups"),
    members: passTable(context, "members"),
    flagged: passTable(context, "flagged"),
  };
}

const keyNames = (keys: readonly FieldLayout[]): string[] => keys.map((_, i) => `k${i}`);

function keyColumns(keys: readonly FieldLayout[], alias: string) {
  return keys.map((field, i) => named(`k${i}`, keyExpr(field, alias)));
}

/** Keys that occur more than once on a side. */
function repeatedKeys(context: PassContext, keys: readonly FieldLayout[], side: Side): Relation {
  return select({
    from: inputOf(context, side),
    columns: keyColumns(keys, "t"),
    where: keyPresent(keys, "t"),
    groupBy: keys.map((field) => keyExpr(field, "t")),
    having: call("greater", count(), integer(1)),
  });
}

const onKeys = (keys: readonly FieldLayout[], alias: string) =>
  and(...keys.map((field, i) => eq(keyExpr(field, alias), column(`k${i}`, "d"))));

function uniqueKeySteps(context: PassContext, keys: readonly FieldLayout[], proposed: string): Step[] {
  const repeated = passTable(context, "repeated");
  const numbered = passTable(context, "keys");
  // Only keys with records on both sides need the second path; the others have no counterpart at all.
  const onOtherSides = (["left", "right"] as const).map((side) =>
    join(
      "semi",
      inputOf(context, side),
      side === "left" ? L : R,
      and(...keys.map((field, i) => eq(column(`k${i}`, "d"), keyExpr(field, side === "left" ? L : R)))),
    ),
  );
  return [
    sql(
      createTable(repeated, unionDistinct(repeatedKeys(context, keys, "left"), repeatedKeys(context, keys, "right"))),
    ),
    sql(
      createTable(
        numbered,
        select({
          from: repeated,
          alias: "d",
          joins: onOtherSides,
          columns: [
            ...columns(keyNames(keys), "d"),
            named("key_id", window("rowNumber", { orderBy: keyNames(keys).map((name) => column(name, "d")) })),
          ],
        }),
      ),
    ),
    sql(
      createTable(
        proposed,
        select({
          from: inputOf(context, "left"),
          alias: L,
          joins: [
            join("inner", inputOf(context, "right"), R, keysEqual(keys)),
            join("anti", repeated, "d", onKeys(keys, L)),
          ],
          columns: pairColumns(context),
        }),
      ),
    ),
  ];
}

function duplicateKeySteps(context: PassContext, keys: readonly FieldLayout[], proposed: string): Step[] {
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

const bothSides = (relation: string, on: readonly string[]) => [
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

function insertPairs(context: PassContext, into: string, ids: Relation) {
  return insert(
    into,
    pairTargets,
    select({
      from: ids,
      alias: "ids",
      joins: [
        join("inner", inputOf(context, "left"), L, eq(column("row_id", L), column("l", "ids"))),
        join("inner", inputOf(context, "right"), R, eq(column("row_id", R), column("r", "ids"))),
      ],
      columns: pairColumns(context),
    }),
  );
}

/** What is left under each key once equal records are paired, and what is to be done with it. */
function restSteps(context: PassContext): Step[] {
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

function interchangeablePairs(context: PassContext): Relation {
  const rest = passTable(context, "rest");
  return select({
    from: rest,
    alias: "a",
    joins: [...bothSides(rest, ["key_id", "place"]), withDecision(context, "pair")],
    columns: [named("l", column("row_id", "a")), named("r", column("row_id", "b"))],
  });
}

function flaggedRecords(context: PassContext): Relation {
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

function largeRests(context: PassContext): Relation {
  return select({
    from: passTable(context, "rest"),
    alias: "a",
    joins: [withDecision(context, "suggest")],
    columns: [named("suggestion", column("key_id", "a")), ...columns(["side", "row_id"], "a")],
  });
}

/** Rests of n × n different records: cost every pair of classes and assign at least difference. */
function assignSteps(context: PassContext, proposed: string): Step[] {
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
