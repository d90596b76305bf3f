/** What a pass's conditions need beyond the open records: business-day ordinals and folded texts, computed once per record. */
import type { CompareEntry, Condition, DateWithin } from "../plan/schema.ts";
import type { Side } from "../plan/vocabulary.ts";
import type { Expr, Join, NamedExpr } from "../dialect/nodes.ts";
import { column, columns, createTable, eq, join, named, select } from "../dialect/build.ts";
import { foldedName, ordinalName } from "./conditions.ts";
import { fieldNamed, recordView, value, type FieldLayout } from "./layout.ts";
import { foldText, squeezeText } from "./normalise.ts";
import { openColumns, openOf, passTable, type PassContext } from "./pass-context.ts";
import { sql, type Step } from "./stage.ts";

interface Extra {
  readonly name: string;
  readonly expr: Expr;
  readonly join?: Join;
}

export const calendarTable = (calendar: string): string => `calendar_${calendar}`;

function extras(context: PassContext): Extra[] {
  const { pass } = context;
  const conditions: readonly (Condition | CompareEntry)[] =
    pass.kind === "tolerant" || pass.kind === "similar" ? pass.conditions : [];
  const found = new Map<string, Extra>();
  for (const test of [...conditions, ...context.compared.map(({ entry }) => entry)]) {
    const field = fieldNamed(context.layout, test.field);
    const calendar = businessCalendar(test);
    if (calendar !== undefined) {
      const extra = ordinalExtra(field, calendar, `k${found.size}`);
      found.set(extra.name, extra);
    }
    if ("similar" in test)
      found.set(foldedName(field), { name: foldedName(field), expr: squeezeText(foldText(value(field, "o"))) });
  }
  return [...found.values()];
}

type Dated = Extract<Condition, { dateWithin: DateWithin }>;
const isDated = (test: Condition | CompareEntry): test is Dated => "dateWithin" in test;

function businessCalendar(test: Condition | CompareEntry): string | undefined {
  const calendar = isDated(test) ? test.dateWithin.calendar : undefined;
  return calendar === "calendar" ? undefined : calendar;
}

function ordinalExtra(field: FieldLayout, calendar: string, alias: string): Extra {
  return {
    name: ordinalName(field, calendar),
    expr: column("ordinal", alias),
    join: join("left", calendarTable(calendar), alias, eq(column("day", alias), value(field, "o"))),
  };
}

export const extraNames = (context: PassContext): string[] => extras(context).map((extra) => extra.name);

/** The table a pass reads: the open records themselves when it needs nothing more. */
export function inputOf(context: PassContext, side: Side): string {
  return extras(context).length === 0 ? openOf(context, side) : passTable(context, `input_${side}`);
}

/** Where the records of decided pairs are looked up: the open table of a first pass is a view that filters what no longer needs filtering. */
export function pairedOf(context: PassContext, side: Side): string {
  return context.index === 0 && extras(context).length === 0 ? recordView(side) : inputOf(context, side);
}

export function passInputSteps(context: PassContext): Step[] {
  const needed = extras(context);
  if (needed.length === 0) return [];
  const added: NamedExpr[] = needed.map((extra) => named(extra.name, extra.expr));
  return (["left", "right"] as const).map((side) =>
    sql(
      createTable(
        inputOf(context, side),
        select({
          from: openOf(context, side),
          alias: "o",
          joins: needed.flatMap((extra) => (extra.join === undefined ? [] : [extra.join])),
          columns: [...columns(openColumns(context, side), "o"), ...added],
        }),
      ),
    ),
  );
}
