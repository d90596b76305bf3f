/** Writing every record's outcome into its record table, once all passes have run (docs/matching.md, section 6). */
import type { Side } from "../plan/vocabulary.ts";
import type { Expr, NamedExpr, Relation, Statement } from "../dialect/nodes.ts";
import { and, bigintType, boolean, booleanType, call, column, columns, createTable, eq, integer, integerType, join, named, nullOf, select, text, textType, union, when } from "../dialect/build.ts";
import { cast } from "../dialect/build.ts";
import { L, R, differs } from "./conditions.ts";
import { kept, recordTable, value, type FieldLayout } from "./layout.ts";
import { passTable, type PassContext } from "./pass-context.ts";
import { inputOf } from "./pass-input.ts";
import { sql, type CompiledPass, type Stage, type Step } from "./stage.ts";

/** Reasons of rejected and excluded records: row_id, outcome, reason. */
export const setAsideTable = (side: Side): string => `${side}_set_aside`;
export const differencesTable = "differences";
export const NO_PASS = -1;

export function compileOutcome(passes: readonly { compiled: CompiledPass; context: PassContext }[]): Stage {
  const steps: Step[] = [];
  for (const side of ["left", "right"] as const) {
    steps.push(sql(outcomeColumns(side)));
    steps.push({ kind: "ifRows", table: setAsideTable(side), steps: [sql(setAsideUpdate(side))] });
    for (const { compiled } of passes) steps.push(...passUpdates(side, compiled));
  }
  steps.push(...differenceSteps(passes));
  return { name: "classify", steps };
}

function outcomeColumns(side: Side): Statement {
  return {
    kind: "addColumns",
    table: recordTable(side),
    columns: [
      { name: "outcome", type: textType, initially: text("unmatched") },
      { name: "group_id", type: bigintType },
      { name: "pass", type: integerType, initially: integer(NO_PASS) },
      { name: "same", type: booleanType, initially: boolean(false) },
      { name: "reason", type: textType },
    ],
  };
}

function update(side: Side, set: readonly NamedExpr[], from: Relation, extra: readonly Expr[] = []): Statement {
  const ordinal = call("add", column("rowid", recordTable(side)), integer(1));
  return { kind: "update", table: recordTable(side), set, from, alias: "u", where: and(eq(ordinal, column("row_id", "u")), ...extra) };
}

const setAsideUpdate = (side: Side): Statement =>
  update(side, [named("outcome", column("outcome", "u")), named("reason", column("reason", "u"))], { kind: "table", name: setAsideTable(side) });

function passUpdates(side: Side, pass: CompiledPass): Step[] {
  const number = side === "left" ? 0 : 1;
  const steps: Step[] = [];
  if (pass.pairs !== undefined) {
    const pairs = select({ from: pass.pairs, columns: [named("row_id", column(side === "left" ? "l" : "r")), named("group_id", column("l")), named("outcome", when([[column("differs"), text("differs")]], text("matched"))), named("same", column("same"))] });
    steps.push(sql(update(side, [...columns(["outcome", "group_id", "same"], "u"), named("pass", integer(pass.index))], pairs)));
  }
  const members = select({
    from: pass.members,
    alias: "m",
    joins: [join("inner", pass.groups, "g", eq(column("group_id", "g"), column("group_id", "m")))],
    columns: [named("row_id", column("row_id", "m")), named("group_id", column("group_id", "m")), named("outcome", column("status", "g")), named("reason", when([[eq(column("status", "g"), text("suggested")), column("explanation", "g")]], column("reason", "g")))],
    where: eq(column("side", "m"), integer(number)),
  });
  steps.push({ kind: "ifRows", table: pass.members, steps: [sql(update(side, [...columns(["outcome", "group_id", "reason"], "u"), named("pass", integer(pass.index))], members))] });
  if (pass.flagged !== undefined) {
    const flagged = select({ from: pass.flagged, columns: columns(["row_id"]), where: eq(column("side"), integer(number)) });
    const stillOpen = eq(column("outcome", recordTable(side)), text("unmatched"));
    steps.push({ kind: "ifRows", table: pass.flagged, steps: [sql(update(side, [named("outcome", text("duplicate")), named("reason", text("its key is on the other side, but every counterpart has a match"))], flagged, [stillOpen]))] });
  }
  return steps;
}

/** One row per differing field of a pair: group_id, position, field, left_value, right_value, delta. */
function differenceSteps(passes: readonly { compiled: CompiledPass; context: PassContext }[]): Step[] {
  const parts: Relation[] = [];
  const steps: Step[] = [];
  for (const { compiled, context } of passes) {
    if (compiled.pairs === undefined || context.compared.length === 0) continue;
    const differing = passTable(context, "differing");
    steps.push(sql(createTable(differing, select({ from: compiled.pairs, columns: columns(["l", "r"]), where: column("differs") }))));
    parts.push(...context.compared.map(({ field }, i) => fieldDifferences(context, differing, field, i)));
  }
  const none = select({ from: recordTable("left"), columns: [named("group_id", integer(0)), named("position", integer(0)), ...["field", "left_value", "right_value", "delta"].map((name) => named(name, nullOf(textType)))], limit: 0 });
  steps.push(sql(createTable(differencesTable, union(none, ...parts))));
  for (const side of ["left", "right"] as const) {
    const names = select({ from: differencesTable, columns: [named("group_id", column("group_id")), named("reason", call("joinInOrder", column("field"), column("position")))], groupBy: [column("group_id")] });
    const sameGroup = and(eq(column("group_id", recordTable(side)), column("group_id", "u")), eq(column("outcome", recordTable(side)), text("differs")));
    steps.push({ kind: "ifRows", table: differencesTable, steps: [sql({ kind: "update", table: recordTable(side), set: [named("reason", column("reason", "u"))], from: names, alias: "u", where: sameGroup })] });
  }
  return steps;
}

function fieldDifferences(context: PassContext, differing: string, field: FieldLayout, position: number): Relation {
  const { entry } = context.compared[position]!;
  return select({
    from: differing,
    alias: "d",
    joins: [
      join("inner", inputOf(context, "left"), L, eq(column("row_id", L), column("l", "d"))),
      join("inner", inputOf(context, "right"), R, eq(column("row_id", R), column("r", "d"))),
    ],
    columns: [
      named("group_id", column("l", "d")),
      named("position", integer(position)),
      named("field", text(field.name)),
      named("left_value", asText(field, L)),
      named("right_value", asText(field, R)),
      named("delta", delta(field)),
    ],
    where: differs(entry, field),
  });
}

function asText(field: FieldLayout, alias: string) {
  const shown = cast(value(field, alias), textType);
  return field.kept ? call("coalesce", shown, kept(field, alias)) : shown;
}

function delta(field: FieldLayout) {
  if (field.decimal !== undefined) return cast(call("subtract", value(field, R), value(field, L)), textType);
  if (field.type === "date") return cast(call("subtract", value(field, R), value(field, L)), textType);
  return nullOf(textType);
}

