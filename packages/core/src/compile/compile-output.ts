/** What a run writes and reports, as relations over the record tables once outcomes are in place (docs/result-set.md). */
import type { Side } from "../plan/vocabulary.ts";
import type { Expr, Relation } from "../dialect/nodes.ts";
import {
  aggregate,
  and,
  bigintType,
  call,
  cast,
  column,
  columns,
  count,
  doubleType,
  eq,
  integer,
  join,
  named,
  nullOf,
  select,
  struct,
  text,
  textType,
  union,
  when,
} from "../dialect/build.ts";
import { outcomeCode, outcomeName } from "./compile-outcome.ts";
import { cellNames, classifiedView, value, type Layout } from "./layout.ts";
import { groupAmount, type PassContext, type RanPass } from "./pass-context.ts";
import type { CompiledPass } from "./stage.ts";
import { differencesTable } from "./compile-differences.ts";

export interface OutputInput {
  readonly layout: Layout;
  readonly passes: readonly RanPass[];
  readonly hasRejects: Readonly<Record<Side, boolean>>;
}

/** One row per record; of a rejected one only its identity. Written in row_id order without sorting: the table already has it. */
export function recordsOutput(input: OutputInput, side: Side): Relation {
  const unless = (expr: Expr): Expr =>
    input.hasRejects[side] ? when([[call("distinct", column("outcome"), outcomeCode("rejected")), expr]]) : expr;
  const cells = cellNames(input.layout.columnCount[side]).map((name): [string, Expr] => [name, column(name)]);
  return select({
    from: classifiedView(side),
    columns: [
      ...columns(["row_id", "content_hash"]),
      named("outcome", outcomeName(column("outcome"))),
      ...columns(["group_id", "reason"]),
      ...input.layout.fields.map((field) => named(field.name, unless(value(field)))),
      named("src", unless(struct(cells))),
    ],
  });
}

/** Confirmed one-to-one groups of one pass. */
function pairGroups(pass: CompiledPass, context: PassContext): Relation[] {
  if (pass.pairs === undefined) return [];
  const amount = context.layout.roles.amount !== undefined;
  return [
    select({
      from: pass.pairs,
      columns: [
        named("group_id", column("l")),
        named("kind", text("1:1")),
        named("pass", text(pass.name)),
        named("status", text("matched")),
        named("confidence", nullOf(doubleType)),
        named("left_count", cast(integer(1), bigintType)),
        named("right_count", cast(integer(1), bigintType)),
        named("left_total", column("left_amount")),
        named("right_total", column("right_amount")),
        named(
          "residual",
          amount ? call("subtract", column("left_amount"), column("right_amount")) : nullOf(bigintType),
        ),
        named("explanation", text(explain(context))),
      ],
    }),
  ];
}

function explain(context: PassContext): string {
  const { pass } = context;
  if (pass.kind === "keyed") return `equal ${pass.on.join(", ")}`;
  if (pass.kind !== "tolerant" && pass.kind !== "similar") return pass.name;
  const conditions = pass.conditions.map((condition) => {
    if ("within" in condition)
      return `${condition.field} within ${"absolute" in condition.within ? condition.within.absolute : `${condition.within.relative} of the larger`}`;
    if ("dateWithin" in condition)
      return `${condition.field} within ${condition.dateWithin.days} ${condition.dateWithin.calendar ?? "calendar"} days`;
    return `${condition.field} similar by ${condition.similar.measure} of at least ${condition.similar.atLeast}`;
  });
  return `equal ${pass.block.join(", ")}; ${conditions.join("; ")}`;
}

/** Groups of one pass that are not confirmed pairs, with counts and totals of their members. */
export function memberGroups(pass: CompiledPass, context: PassContext): Relation {
  const onSide = (side: number): Expr => eq(column("side", "m"), integer(side));
  const total = (side: number): Expr => aggregate("sum", [column("amount", "m")], onSide(side));
  const counted = (side: number): Expr => cast(count(onSide(side)), bigintType);
  const one = (side: number): Expr => eq(counted(side), integer(1));
  const kind = when(
    [
      [aggregate("boolOr", [column("net", "g")]), text("net")],
      [and(one(0), one(1)), text("1:1")],
      [one(0), text("1:n")],
      [one(1), text("n:1")],
    ],
    text("n:m"),
  );
  const zero = integer(0);
  const known = groupAmount(context) !== undefined;
  const residual = call("subtract", call("coalesce", total(0), zero), call("coalesce", total(1), zero));
  const only = (name: string): Expr => aggregate("max", [column(name, "g")]);
  return select({
    from: pass.members,
    alias: "m",
    joins: [join("inner", pass.groups, "g", eq(column("group_id", "g"), column("group_id", "m")))],
    columns: [
      named("group_id", column("group_id", "m")),
      named("kind", kind),
      named("pass", text(pass.name)),
      named("status", only("status")),
      named("confidence", only("confidence")),
      named("left_count", counted(0)),
      named("right_count", counted(1)),
      named("left_total", total(0)),
      named("right_total", total(1)),
      named("residual", known ? residual : nullOf(bigintType)),
      named("explanation", only("explanation")),
    ],
    groupBy: [column("group_id", "m")],
  });
}

export const groupColumns = [
  "group_id",
  "kind",
  "pass",
  "status",
  "confidence",
  "left_count",
  "right_count",
  "left_total",
  "right_total",
  "residual",
  "explanation",
];

export function groupsOutput(input: OutputInput): Relation {
  const parts = input.passes.flatMap(({ compiled, context, hasGroups }) => [
    ...pairGroups(compiled, context),
    ...(hasGroups ? [memberGroups(compiled, context)] : []),
  ]);
  // Sums are wide decimals and make the pairs' totals so: they join in only where there are any.
  return parts.length > 0
    ? union(...parts)
    : union(...input.passes.map((pass) => memberGroups(pass.compiled, pass.context)));
}

const sideName = (side: Expr): Expr => when([[eq(side, integer(0)), text("left")]], text("right"));

/** Members of a pass's groups, but for confirmed pairs: only a grouped pass has such among its members. */
function listedMembers(pass: CompiledPass, { pass: { kind, suggest } }: PassContext): Relation {
  const listed = columns(["group_id", "side", "row_id"], "m");
  if (kind !== "grouped" || suggest === true) return select({ from: pass.members, alias: "m", columns: listed });
  const larger = select({
    from: pass.members,
    columns: columns(["group_id"]),
    groupBy: [column("group_id")],
    having: call("greater", count(), integer(2)),
  });
  return select({
    from: pass.members,
    alias: "m",
    joins: [join("semi", larger, "n", eq(column("group_id", "n"), column("group_id", "m")))],
    columns: listed,
  });
}

export function membersOutput(input: OutputInput): Relation {
  const parts = input.passes.map(({ compiled, context }) => listedMembers(compiled, context));
  return select({
    from: union(...parts),
    columns: [
      named("group_id", column("group_id")),
      named("side", sideName(column("side"))),
      named("row_id", column("row_id")),
    ],
    orderBy: [column("group_id"), column("side"), column("row_id")],
  });
}

export function differencesOutput(): Relation {
  return select({
    from: differencesTable,
    columns: columns(["group_id", "field", "left_value", "right_value", "delta"]),
    orderBy: [column("group_id"), column("position")],
  });
}

/** Counts and totals per outcome, pass, equality of contents and currency. */
export function outcomeTotals(input: OutputInput, side: Side): Relation {
  const { amount, currency } = input.layout.roles;
  const totals = amount === undefined ? undefined : value(amount);
  const currencyExpr = totals === undefined || currency === undefined ? undefined : value(currency);
  return select({
    from: classifiedView(side),
    columns: [
      named("outcome", outcomeName(column("outcome", "t"))),
      ...columns(["pass", "same"]),
      named("currency", currencyExpr ?? nullOf(textType)),
      named("records", count()),
      named("total", totals === undefined ? nullOf(textType) : cast(aggregate("sum", [totals]), textType)),
      named("unknown", totals === undefined ? integer(0) : count(call("isNull", totals))),
    ],
    groupBy: [
      ...["outcome", "pass", "same"].map((name) => column(name, "t")),
      ...(currencyExpr === undefined ? [] : [currencyExpr]),
    ],
  });
}
