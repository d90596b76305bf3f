/** What a run writes and reports, as relations over the record tables once outcomes are in place (docs/result-set.md). */
import type { Side } from "../plan/vocabulary.ts";
import type { Expr, NamedExpr, Relation } from "../dialect/nodes.ts";
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
  not,
  nullOf,
  select,
  struct,
  text,
  textType,
  union,
  when,
} from "../dialect/build.ts";
import { differencesTable, outcomeCode, outcomeName } from "./compile-outcome.ts";
import { L, R } from "./conditions.ts";
import { recordTable, recordView, value, type Layout } from "./layout.ts";
import { groupAmount, type PassContext } from "./pass-context.ts";
import type { CompiledPass } from "./stage.ts";

export interface OutputInput {
  readonly layout: Layout;
  readonly passes: readonly { readonly compiled: CompiledPass; readonly context: PassContext }[];
  /** Canonical value of each field over the record table, in field order. */
  readonly canonical: Readonly<Record<Side, readonly NamedExpr[]>>;
  /** Number of original columns a side. */
  readonly columnCount: Readonly<Record<Side, number>>;
  readonly hasRejects: Readonly<Record<Side, boolean>>;
}

/** Result-set name of the n-th original column inside `src`. */
export const sourceColumn = (position: number): string => `c${position + 1}`;

/** One row per record; of a rejected one only its identity. Written in row_id order without sorting: the table already has it. */
export function recordsOutput(input: OutputInput, side: Side): Relation {
  const unless = (expr: Expr): Expr =>
    input.hasRejects[side] ? when([[call("distinct", column("outcome"), outcomeCode("rejected")), expr]]) : expr;
  const cells = Array.from({ length: input.columnCount[side] }, (_, i): [string, Expr] => [
    sourceColumn(i),
    column(sourceColumn(i)),
  ]);
  return select({
    from: recordTable(side),
    columns: [
      named("row_id", call("add", column("rowid"), integer(1))),
      named("content_hash", column("content_hash")),
      named("outcome", outcomeName(column("outcome"))),
      ...columns(["group_id", "reason"]),
      ...input.canonical[side].map(({ name, expr }) => named(name, unless(expr))),
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
function memberGroups(pass: CompiledPass, context: PassContext): Relation {
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
  return union(
    ...input.passes.flatMap(({ compiled, context }) => [
      ...pairGroups(compiled, context),
      memberGroups(compiled, context),
    ]),
  );
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

/** Left-over records, then groups that differ or are suggested, in the order of break_id. */
export function breaksOutput(input: OutputInput, nearest: Readonly<Record<Side, string>>): Relation {
  const { roles } = input.layout;
  const role = (field: keyof typeof roles, alias: string): Expr =>
    roles[field] === undefined ? nullOf(textType) : value(roles[field], alias);
  const details = (alias: string): NamedExpr[] => [
    named("amount", role("amount", alias)),
    named("currency", role("currency", alias)),
    named("date", role("date", alias)),
  ];
  const leftOver = (side: Side): Relation =>
    select({
      from: recordTable(side),
      alias: "t",
      joins: [
        join("inner", recordView(side), "v", eq(column("row_id", "v"), call("add", column("rowid", "t"), integer(1)))),
        join("left", nearest[side], "n", eq(column("row_id", "n"), column("row_id", "v"))),
      ],
      columns: [
        named(
          "break_id",
          call("add", call("multiply", integer(4), column("row_id", "v")), integer(side === "left" ? 0 : 1)),
        ),
        named("kind", outcomeName(column("outcome", "t"))),
        named("side", text(side)),
        named("row_id", column("row_id", "v")),
        named("group_id", nullOf(bigintType)),
        ...details("v"),
        named("reason", column("reason", "t")),
        named("nearest", column("nearest", "n")),
        named("failed", column("failed", "n")),
      ],
      where: call("inList", column("outcome", "t"), outcomeCode("unmatched"), outcomeCode("duplicate")),
    });
  return select({
    from: union(leftOver("left"), leftOver("right"), ...groupBreaks(details)),
    columns: columns([
      "break_id",
      "kind",
      "side",
      "row_id",
      "group_id",
      "amount",
      "currency",
      "date",
      "reason",
      "nearest",
      "failed",
    ]),
    orderBy: [column("break_id")],
  });
}

/** A group's amount, currency and date are those of its first record: the smallest on the left, or on the right without a left one. */
function groupBreaks(details: (alias: string) => NamedExpr[]): Relation[] {
  return (["left", "right"] as const).map((side) => {
    const record = column("row_id", "v");
    const isFirst =
      side === "left"
        ? eq(column("group_id", "t"), record)
        : eq(column("group_id", "t"), call("add", record, column("rows", "z")));
    const leftRows = select({ from: recordTable("left"), columns: [named("rows", count())] });
    return select({
      from: recordTable(side),
      alias: "t",
      joins: [
        join("inner", recordView(side), "v", eq(record, call("add", column("rowid", "t"), integer(1)))),
        join("cross", leftRows, "z", integer(1)),
      ],
      columns: [
        named("break_id", call("add", call("multiply", integer(4), column("group_id", "t")), integer(2))),
        named("kind", outcomeName(column("outcome", "t"))),
        named("side", nullOf(textType)),
        named("row_id", nullOf(bigintType)),
        named("group_id", column("group_id", "t")),
        ...details("v"),
        named("reason", column("reason", "t")),
        named("nearest", nullOf(bigintType)),
        named("failed", nullOf(textType)),
      ],
      where: and(call("inList", column("outcome", "t"), outcomeCode("differs"), outcomeCode("suggested")), isFirst),
    });
  });
}

/** Counts and totals per outcome, pass, equality of contents and currency. */
export function outcomeTotals(input: OutputInput, side: Side): Relation {
  const { amount, currency } = input.layout.roles;
  const canonical = (name: string): Expr => input.canonical[side].find((field) => field.name === name)!.expr;
  const totals = amount === undefined ? undefined : canonical(amount.name);
  const currencyExpr = totals === undefined || currency === undefined ? undefined : canonical(currency.name);
  return select({
    from: recordTable(side),
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

export const hashParts = ["h0", "h1", "h2", "h3"];

/** A 256-bit sum as four sums of 64-bit parts, most significant first; the caller adds them up modulo 2^256. */
function hashSums(hash: Expr): NamedExpr[] {
  return hashParts.map((name, i) =>
    named(name, cast(aggregate("sum", [call("hexPart", hash, integer(1 + 16 * i))]), textType)),
  );
}

/** Sums of content hashes per outcome and pass. The right side of pairs with equal contents is left out: it equals the left side's. */
export function recordHashes(side: Side): Relation {
  return select({
    from: recordTable(side),
    columns: [
      named("outcome", outcomeName(column("outcome", "t"))),
      ...columns(["pass", "same"]),
      named("records", count()),
      ...hashSums(column("content_hash")),
    ],
    ...(side === "right" ? { where: not(column("same")) } : {}),
    groupBy: ["outcome", "pass", "same"].map((name) => column(name, "t")),
  });
}

/** Content hashes of groups whose members differ, summed per kind, pass and status. */
export function groupHashes(input: OutputInput): Relation | undefined {
  const parts = input.passes.flatMap(({ compiled, context }) => [
    ...unequalPairHashes(compiled),
    memberGroupHashes(compiled, context),
  ]);
  if (parts.length === 0) return undefined;
  return select({
    from: union(...parts),
    columns: [...columns(["kind", "pass", "status"]), named("groups", count()), ...hashSums(column("hash"))],
    groupBy: ["kind", "pass", "status"].map((name) => column(name)),
  });
}

const recordHash = (side: Side, alias: string) =>
  join(
    "inner",
    recordTable(side),
    alias,
    eq(call("add", column("rowid", alias), integer(1)), column(side === "left" ? "l" : "r", "p")),
  );

function unequalPairHashes(pass: CompiledPass): Relation[] {
  if (pass.pairs === undefined) return [];
  const both = call(
    "concat",
    text("left:"),
    column("content_hash", L),
    text("\n"),
    text("right:"),
    column("content_hash", R),
  );
  return [
    select({
      from: pass.pairs,
      alias: "p",
      joins: [recordHash("left", L), recordHash("right", R)],
      columns: [
        named("kind", text("1:1")),
        named("pass", text(pass.name)),
        named("status", text("matched")),
        named("hash", call("sha256", both)),
      ],
      where: not(column("same", "p")),
    }),
  ];
}

function memberGroupHashes(pass: CompiledPass, context: PassContext): Relation {
  const member = (side: Side): Relation =>
    select({
      from: pass.members,
      alias: "m",
      joins: [
        join("inner", recordTable(side), "t", eq(call("add", column("rowid", "t"), integer(1)), column("row_id", "m"))),
      ],
      columns: [
        named("group_id", column("group_id", "m")),
        named("hash", column("content_hash", "t")),
        named("member", call("concat", text(`${side}:`), column("content_hash", "t"))),
      ],
      where: eq(column("side", "m"), integer(side === "left" ? 0 : 1)),
    });
  const hashes = select({
    from: union(member("left"), member("right")),
    columns: [
      named("group_id", column("group_id")),
      named("distinct_hashes", aggregate("countDistinct", [column("hash")])),
      named("only", aggregate("min", [column("hash")])),
      named("joined", call("sha256", call("joinSorted", column("member")))),
    ],
    groupBy: [column("group_id")],
  });
  const equalPair = and(eq(column("kind", "g"), text("1:1")), eq(column("distinct_hashes", "h"), integer(1)));
  return select({
    from: hashes,
    alias: "h",
    joins: [join("inner", memberGroups(pass, context), "g", eq(column("group_id", "g"), column("group_id", "h")))],
    columns: [
      ...columns(["kind", "pass", "status"], "g"),
      named("hash", when([[equalPair, column("only", "h")]], column("joined", "h"))),
    ],
  });
}
