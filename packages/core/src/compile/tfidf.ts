/** TF-IDF cosine over character trigrams, with integer weights so that sums do not depend on their order (docs/matching.md, section 3). */
import type { SimilarPass, TolerantPass } from "../plan/schema.ts";
import type { Join, Relation } from "../dialect/nodes.ts";
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
} from "../dialect/build.ts";
import { L, R, foldedName, keysEqual, tfidfAlias } from "./conditions.ts";
import { fieldNamed, type FieldLayout } from "./layout.ts";
import { passTable, type PassContext } from "./pass-context.ts";
import { inputOf } from "./pass-input.ts";
import { sql, type Step } from "./stage.ts";

function tfidfFields(context: PassContext, pass: TolerantPass | SimilarPass): FieldLayout[] {
  const names = pass.conditions.flatMap((condition) =>
    "similar" in condition && condition.similar.measure === "tfidf" ? [condition.field] : [],
  );
  return [...new Set(names)].map((name) => fieldNamed(context.layout, name));
}

const cosineTable = (context: PassContext, field: FieldLayout): string => passTable(context, `cosine_${field.index}`);

/** Tables l, r, cosine of the pairs that share a block and a trigram. */
export function tfidfSteps(context: PassContext, pass: TolerantPass | SimilarPass): Step[] {
  return tfidfFields(context, pass).flatMap((field) => {
    const name = (part: string): string => passTable(context, `${part}_${field.index}`);
    const weight = call(
      "multiply",
      column("n", "g"),
      call("inverseFrequency", column("total", "a"), column("df", "f")),
    );
    const weighted = select({
      from: name("gram"),
      alias: "g",
      joins: [
        join("inner", name("frequency"), "f", eq(column("gram", "f"), column("gram", "g"))),
        join("cross", name("total"), "a", integer(1)),
      ],
      columns: [...columns(["side", "row_id", "gram"], "g"), named("weight", weight)],
    });
    const norms = select({
      from: name("weight"),
      columns: [
        ...columns(["side", "row_id"]),
        named("norm", aggregate("sum", [call("multiply", column("weight"), column("weight"))])),
      ],
      groupBy: [column("side"), column("row_id")],
    });
    return [
      sql(createTable(name("gram"), grams(context, field))),
      sql(
        createTable(
          name("frequency"),
          select({
            from: name("gram"),
            columns: [named("gram", column("gram")), named("df", count())],
            groupBy: [column("gram")],
          }),
        ),
      ),
      sql(
        createTable(
          name("total"),
          select({
            from: union(texts(context, field, 0), texts(context, field, 1)),
            columns: [named("total", count())],
          }),
        ),
      ),
      sql(createTable(name("weight"), weighted)),
      sql(createTable(name("norm"), norms)),
      sql(createTable(cosineTable(context, field), cosines(context, pass, field))),
    ];
  });
}

function texts(context: PassContext, field: FieldLayout, side: 0 | 1): Relation {
  return select({
    from: inputOf(context, side === 0 ? "left" : "right"),
    columns: [
      named("side", integer(side)),
      named("row_id", column("row_id")),
      named("text", column(foldedName(field))),
    ],
    where: isNotNull(column(foldedName(field))),
  });
}

function grams(context: PassContext, field: FieldLayout): Relation {
  const each = (side: 0 | 1): Relation =>
    select({
      from: texts(context, field, side),
      columns: [...columns(["side", "row_id"]), named("gram", call("trigrams", column("text")))],
    });
  return select({
    from: union(each(0), each(1)),
    columns: [...columns(["side", "row_id", "gram"]), named("n", count())],
    groupBy: ["side", "row_id", "gram"].map((name) => column(name)),
  });
}

function cosines(context: PassContext, pass: TolerantPass | SimilarPass, field: FieldLayout): Relation {
  const name = (part: string): string => passTable(context, `${part}_${field.index}`);
  const block = pass.block.map((blockName) => fieldNamed(context.layout, blockName));
  const dot = select({
    from: name("weight"),
    alias: "a",
    joins: [
      join(
        "inner",
        name("weight"),
        "b",
        and(
          eq(column("gram", "a"), column("gram", "b")),
          eq(column("side", "a"), integer(0)),
          eq(column("side", "b"), integer(1)),
        ),
      ),
      join("inner", inputOf(context, "left"), L, eq(column("row_id", L), column("row_id", "a"))),
      join(
        "inner",
        inputOf(context, "right"),
        R,
        and(eq(column("row_id", R), column("row_id", "b")), keysEqual(block)),
      ),
    ],
    columns: [
      named("l", column("row_id", "a")),
      named("r", column("row_id", "b")),
      named("dot", aggregate("sum", [call("multiply", column("weight", "a"), column("weight", "b"))])),
    ],
    groupBy: [column("row_id", "a"), column("row_id", "b")],
  });
  const norm = (alias: string, side: number, end: string): Join =>
    join(
      "inner",
      name("norm"),
      alias,
      and(eq(column("row_id", alias), column(end, "d")), eq(column("side", alias), integer(side))),
    );
  return select({
    from: dot,
    alias: "d",
    joins: [norm("nl", 0, "l"), norm("nr", 1, "r")],
    columns: [
      ...columns(["l", "r"], "d"),
      named("cosine", call("cosine", column("dot", "d"), column("norm", "nl"), column("norm", "nr"))),
    ],
  });
}

/** Joins that bring a candidate pair's cosines in; pairs that share no trigram have none and are candidates only where 0 is enough. */
export function tfidfJoins(context: PassContext, pass: TolerantPass | SimilarPass): Join[] {
  return tfidfFields(context, pass).map((field) => {
    const alias = tfidfAlias(field);
    const zeroIsEnough = pass.conditions.some(
      (condition) => condition.field === field.name && "similar" in condition && condition.similar.atLeast === 0,
    );
    return join(
      zeroIsEnough ? "left" : "inner",
      cosineTable(context, field),
      alias,
      and(eq(column("l", alias), column("row_id", L)), eq(column("r", alias), column("row_id", R))),
    );
  });
}
