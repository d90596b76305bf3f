/**
 * The tolerant and similar passes: candidates within blocks that satisfy all conditions, one-to-one at minimum total cost (docs/matching.md,
 * sections 4 and 5). Pairs whose both ends have no other candidate are settled in SQL; only contested ones go to exact assignment.
 */
import type { Condition, SimilarPass, TolerantPass } from "../plan/schema.ts";
import type { Side } from "../plan/vocabulary.ts";
import type { Expr, Relation } from "../dialect/nodes.ts";
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
  isNotNull,
  join,
  named,
  select,
  union,
  window,
} from "../dialect/build.ts";
import { bucketOf, type Bucket } from "./bucket.ts";
import { L, R, conditionCost, holds, keyExpr, keyPresent, keysEqual } from "./conditions.ts";
import { fieldColumns, fieldNamed, type FieldLayout } from "./layout.ts";
import { openOf, passTable, sameCurrency, type PassContext } from "./pass-context.ts";
import { extraNames, inputOf, passInputSteps } from "./pass-input.ts";
import { insertPairs, pairRows } from "./pair-rows.ts";
import { sql, type CompiledPass, type Step } from "./stage.ts";
import { pairDestination, suggestionSteps } from "./suggestions.ts";
import { tfidfJoins, tfidfSteps } from "./tfidf.ts";

type ScoredPass = TolerantPass | SimilarPass;

export function compileScored(context: PassContext): CompiledPass {
  const pass = context.pass as ScoredPass;
  const destination = pairDestination(context);
  const candidates = passTable(context, "candidates");
  return {
    name: pass.name,
    index: context.index,
    stages: [
      { name: `${pass.name}: find candidates`, steps: [...passInputSteps(context), ...candidateSteps(context, pass)] },
      {
        name: `${pass.name}: assign`,
        steps: [
          ...uncontestedSteps(context, destination.proposed),
          ...destination.prepare,
          {
            kind: "ifRows",
            table: passTable(context, "contested"),
            steps: contestedSteps(context, destination.proposed),
          },
          ...destination.finish,
          sql({ kind: "drop", what: "table", name: candidates }),
        ],
      },
    ],
    ...(destination.pairs === undefined ? {} : { pairs: destination.pairs }),
    groups: passTable(context, "groups"),
    members: passTable(context, "members"),
  };
}

const conditionField = (context: PassContext, condition: Condition): FieldLayout =>
  fieldNamed(context.layout, condition.field);

function blockFields(context: PassContext, pass: ScoredPass): FieldLayout[] {
  return pass.block.map((name) => fieldNamed(context.layout, name));
}

/** A condition that compares an amount or a date within an absolute bound, as neighbouring buckets to join on. */
function passBucket(context: PassContext, pass: ScoredPass): Bucket | undefined {
  for (const condition of pass.conditions) {
    const bucket = bucketOf(condition, conditionField(context, condition), context.plan.calendars ?? {});
    if (bucket !== undefined) return bucket;
  }
  return undefined;
}

function candidateSteps(context: PassContext, pass: ScoredPass): Step[] {
  const block = blockFields(context, pass);
  const bucket = passBucket(context, pass);
  const tfidf = tfidfSteps(context, pass);
  return [
    { kind: "pairLimit", count: pairEstimate(context, block, bucket), limit: context.pairLimit, pass: pass.name },
    ...tfidf,
    sql(createTable(passTable(context, "candidates"), candidatePairs(context, pass, bucket))),
  ];
}

/** The exact number of pairs the join will look at: per block (and bucket) the product of both sides' counts. */
function pairEstimate(context: PassContext, block: readonly FieldLayout[], bucket: Bucket | undefined): Relation {
  const blockNames = block.map((_, i) => `k${i}`);
  const names = bucket === undefined ? blockNames : [...blockNames, "bucket"];
  const counted = (side: Side): Relation => {
    const keyed = select({
      from: inputOf(context, side),
      columns: [
        ...block.map((field, i) => named(`k${i}`, keyExpr(field, "t"))),
        ...(bucket === undefined ? [] : [named("bucket", bucket.exact("t"))]),
      ],
      where: keyPresent(block, "t"),
    });
    return select({
      from: keyed,
      columns: [...columns(names), named("n", count())],
      groupBy: names.map((name) => column(name)),
    });
  };
  const near =
    bucket === undefined
      ? []
      : [call("lessOrEqual", call("abs", call("subtract", column("bucket", "a"), column("bucket", "b"))), integer(1))];
  return select({
    from: counted("left"),
    alias: "a",
    joins: [
      join(
        "inner",
        counted("right"),
        "b",
        and(...blockNames.map((name) => eq(column(name, "a"), column(name, "b"))), ...near),
      ),
    ],
    columns: [named("pairs", aggregate("sum", [call("multiply", column("n", "a"), column("n", "b"))]))],
  });
}

function candidatePairs(context: PassContext, pass: ScoredPass, bucket: Bucket | undefined): Relation {
  const block = blockFields(context, pass);
  const amounts = pass.conditions.some((condition) => "within" in condition);
  const tests = pass.conditions.map((condition) => holds(condition, conditionField(context, condition)));
  const currency = amounts ? sameCurrency(context) : [];
  const costs = pass.conditions.map((condition) => conditionCost(condition, conditionField(context, condition)));
  const left: Relation =
    bucket === undefined ? { kind: "table", name: inputOf(context, "left") } : spread(context, bucket);
  const buckets = bucket === undefined ? [] : [eq(column("bucket", L), bucket.exact(R))];
  return select({
    from: left,
    alias: L,
    joins: [
      join("inner", inputOf(context, "right"), R, and(keysEqual(block), ...buckets)),
      ...tfidfJoins(context, pass),
    ],
    columns: [
      named("l", column("row_id", L)),
      named("r", column("row_id", R)),
      named(
        "cost",
        costs.reduce((sum, cost) => call("add", sum, cost)),
      ),
    ],
    where: and(...currency, ...tests),
  });
}

/** Each left record once per neighbouring bucket, so that the tolerance becomes a plain equality to join on. */
function spread(context: PassContext, bucket: Bucket): Relation {
  const input = inputOf(context, "left");
  const parts = [-1, 0, 1].map((offset) =>
    select({
      from: input,
      columns: [
        ...inputColumns(context).map((name) => named(name, column(name))),
        named("bucket", call("add", bucket.exact("t"), integer(offset))),
      ],
      where: isNotNull(bucket.exact("t")),
    }),
  );
  return union(...parts);
}

/** Columns a pass's input has beyond those every open table has, listed for the bucketed union. */
function inputColumns(context: PassContext): string[] {
  return [...new Set(["row_id", "content_hash", ...fieldColumns(context.layout.fields), ...extraNames(context)])];
}

function uncontestedSteps(context: PassContext, proposed: string): Step[] {
  const candidates = passTable(context, "candidates");
  const degrees = select({
    from: candidates,
    columns: [
      ...columns(["l", "r", "cost"]),
      named("dl", window("count", { partitionBy: [column("l")] })),
      named("dr", window("count", { partitionBy: [column("r")] })),
    ],
  });
  const lone = and(eq(column("dl"), integer(1)), eq(column("dr"), integer(1)));
  return [
    sql(createTable(passTable(context, "ranked"), degrees)),
    sql(
      createTable(
        proposed,
        pairRows(context, select({ from: passTable(context, "ranked"), columns: columns(["l", "r"]), where: lone })),
      ),
    ),
    sql(
      createTable(
        passTable(context, "contested"),
        select({ from: passTable(context, "ranked"), columns: columns(["l", "r", "cost"]), where: call("not", lone) }),
      ),
    ),
    sql({ kind: "drop", what: "table", name: passTable(context, "ranked") }),
  ];
}

/** Contested records by class (equal in all judged and compared fields), and one edge per pair of classes. */
function contestedSteps(context: PassContext, proposed: string): Step[] {
  const nodes = passTable(context, "nodes");
  const edges = passTable(context, "edges");
  const assigned = passTable(context, "assigned");
  const ambiguous = passTable(context, "ambiguous");
  const contested = passTable(context, "contested");
  const costs = select({
    from: contested,
    alias: "c",
    joins: [joinNode(nodes, "a", 0, "l"), joinNode(nodes, "b", 1, "r")],
    columns: [
      named("l", column("cls", "a")),
      named("r", column("cls", "b")),
      named("cost", column("cost", "c")),
      named("cost2", integer(0)),
    ],
    distinct: true,
  });
  return [
    sql(createTable(nodes, union(classNodes(context, "left"), classNodes(context, "right")))),
    sql(createTable(edges, costs)),
    { kind: "assign", pass: context.pass.name, nodes, edges, pairs: assigned, ambiguous },
    sql(insertPairs(context, proposed, select({ from: assigned, columns: columns(["l", "r"]) }))),
    ...suggestionSteps(
      context,
      select({ from: ambiguous, columns: [named("suggestion", column("group_id")), ...columns(["side", "row_id"])] }),
      "several assignments are equally good",
    ),
  ];
}

const joinNode = (nodes: string, alias: string, side: number, end: string) =>
  join(
    "inner",
    nodes,
    alias,
    and(eq(column("row_id", alias), column(end, "c")), eq(column("side", alias), integer(side))),
  );

function classNodes(context: PassContext, side: Side): Relation {
  const end = side === "left" ? "l" : "r";
  const ends = select({
    from: passTable(context, "contested"),
    columns: [named("row_id", column(end))],
    distinct: true,
  });
  const tellingColumns: Expr[] = fieldColumns(context.telling).map((name) => column(name, "o"));
  return select({
    from: ends,
    alias: "e",
    joins: [join("inner", openOf(context, side), "o", eq(column("row_id", "o"), column("row_id", "e")))],
    columns: [
      named("side", integer(side === "left" ? 0 : 1)),
      ...columns(["row_id", "content_hash"], "o"),
      named("cls", window("denseRank", { orderBy: tellingColumns })),
    ],
  });
}
