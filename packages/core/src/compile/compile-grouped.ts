/** The grouped pass: all open records of a shared key, when shape and sums fit (docs/matching.md, section 4). */
import type { GroupedPass } from "../plan/schema.ts";
import type { Side } from "../plan/vocabulary.ts";
import type { Expr, Relation } from "../dialect/nodes.ts";
import {
  aggregate,
  and,
  boolean,
  call,
  column,
  columns,
  count,
  createTable,
  doubleType,
  eq,
  insert,
  integer,
  isNull,
  join,
  named,
  not,
  nullOf,
  or,
  select,
  text,
  union,
  when,
} from "../dialect/build.ts";
import { keyExpr, keyPresent } from "./conditions.ts";
import { fieldNamed, value, type FieldLayout } from "./layout.ts";
import { currencyOf, differenceWithin, openOf, passTable, type PassContext } from "./pass-context.ts";
import { sql, type CompiledPass, type Step } from "./stage.ts";
import { emptyGroupTables, groupTargets, memberSteps, suggestionSteps } from "./suggestions.ts";

export function compileGrouped(context: PassContext): CompiledPass {
  const pass = context.pass as GroupedPass;
  const keys = pass.on.map((name) => fieldNamed(context.layout, name));
  const fitting = passTable(context, "fitting");
  const steps: Step[] = [
    ...emptyGroupTables(context),
    sql(createTable(passTable(context, "sums"), groupSums(context, pass, keys))),
    sql(createTable(fitting, fittingGroups(context, pass, keys))),
    { kind: "ifRows", table: fitting, steps: confirmSteps(context, pass, keys) },
  ];
  return {
    name: pass.name,
    index: context.index,
    stages: [{ name: `${pass.name}: sum groups`, steps }],
    groups: passTable(context, "groups"),
    members: passTable(context, "members"),
  };
}

const keyNames = (keys: readonly FieldLayout[]): string[] => keys.map((_, i) => `k${i}`);

/** Per key and side: how many records, their sum, whether every value is known, and the currencies they span. */
function sideSums(context: PassContext, pass: GroupedPass, keys: readonly FieldLayout[], side: Side): Relation {
  const amount = fieldNamed(context.layout, pass.sum.field);
  const currencyExpr = currencyOf(context, "t");
  return select({
    from: openOf(context, side),
    columns: [
      ...keys.map((field, i) => named(`k${i}`, keyExpr(field, "t"))),
      named("n", count()),
      named("total", aggregate("sum", [value(amount, "t")])),
      named("unknown", count(isNull(value(amount, "t")))),
      named("first_currency", aggregate("min", [currencyExpr])),
      named("last_currency", aggregate("max", [currencyExpr])),
      named("smallest", aggregate("min", [column("row_id", "t")])),
    ],
    where: keyPresent(keys, "t"),
    groupBy: keys.map((field) => keyExpr(field, "t")),
  });
}

/** One row per key with open records on both sides. */
function groupSums(context: PassContext, pass: GroupedPass, keys: readonly FieldLayout[]): Relation {
  const oneCurrency = and(
    eq(column("first_currency", "a"), column("last_currency", "a")),
    eq(column("first_currency", "b"), column("last_currency", "b")),
    eq(column("first_currency", "a"), column("first_currency", "b")),
  );
  return select({
    from: sideSums(context, pass, keys, "left"),
    alias: "a",
    joins: [
      join(
        "inner",
        sideSums(context, pass, keys, "right"),
        "b",
        and(...keyNames(keys).map((name) => eq(column(name, "a"), column(name, "b")))),
      ),
    ],
    columns: [
      ...columns(keyNames(keys), "a"),
      named("group_id", column("smallest", "a")),
      named("nl", column("n", "a")),
      named("nr", column("n", "b")),
      named("left_total", column("total", "a")),
      named("right_total", column("total", "b")),
      named(
        "comparable",
        and(oneCurrency, eq(column("unknown", "a"), integer(0)), eq(column("unknown", "b"), integer(0))),
      ),
    ],
  });
}

function fittingGroups(context: PassContext, pass: GroupedPass, keys: readonly FieldLayout[]): Relation {
  const residual = call("subtract", column("left_total"), column("right_total"));
  const totals = [column("left_total"), column("right_total")] as const;
  const exact = differenceWithin(pass.sum.within, residual, totals);
  const upTo =
    pass.sum.residual === undefined ? boolean(false) : differenceWithin(pass.sum.residual.upTo, residual, totals);
  const one = (name: string): Expr => eq(column(name), integer(1));
  const shape = { "1:n": one("nl"), "n:1": one("nr"), "n:m": boolean(true) }[pass.shape];
  const reason = when([[not(exact), text(pass.sum.residual?.reason ?? "")]]);
  return select({
    from: passTable(context, "sums"),
    columns: [...columns([...keyNames(keys), "group_id"]), named("reason", reason)],
    where: and(column("comparable"), shape, or(exact, upTo)),
  });
}

function confirmSteps(context: PassContext, pass: GroupedPass, keys: readonly FieldLayout[]): Step[] {
  const members = union(groupMembers(context, keys, "left"), groupMembers(context, keys, "right"));
  if (pass.suggest === true) {
    const renamed = select({
      from: members,
      columns: [named("suggestion", column("group_id")), ...columns(["side", "row_id"])],
    });
    return suggestionSteps(context, renamed, "the pass only suggests");
  }
  return [
    ...memberSteps(context, members),
    sql(
      insert(
        passTable(context, "groups"),
        groupTargets,
        select({
          from: passTable(context, "fitting"),
          columns: [
            named("group_id", column("group_id")),
            named("net", boolean(false)),
            named("status", text("matched")),
            named("confidence", nullOf(doubleType)),
            named("explanation", text(`same ${pass.on.join(", ")}; sums of ${pass.sum.field} agree`)),
            named("reason", column("reason")),
          ],
        }),
      ),
    ),
  ];
}

function groupMembers(context: PassContext, keys: readonly FieldLayout[], side: Side): Relation {
  const onKey = and(...keys.map((field, i) => eq(keyExpr(field, "o"), column(`k${i}`, "g"))));
  return select({
    from: openOf(context, side),
    alias: "o",
    joins: [join("inner", passTable(context, "fitting"), "g", onKey)],
    columns: [
      named("group_id", column("group_id", "g")),
      named("side", integer(side === "left" ? 0 : 1)),
      named("row_id", column("row_id", "o")),
    ],
  });
}
