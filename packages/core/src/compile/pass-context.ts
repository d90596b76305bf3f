/** What every pass compiler needs: its layout, its fields, and the names of its tables. */
import type { CompareEntry, Pass, Plan } from "../plan/schema.ts";
import { comparedFields, judgedFields } from "../plan/judged-fields.ts";
import type { Side } from "../plan/vocabulary.ts";
import type { Expr, NamedExpr } from "../dialect/nodes.ts";
import { bigintType, boolean, call, column, eq, named, not, nullOf, or, text, when } from "../dialect/build.ts";
import { L, R, differs, keyExpr } from "./conditions.ts";
import { sharesHashes } from "./content-hash.ts";
import type { CompiledPass } from "./stage.ts";
import { cellNames, fieldColumns, fieldNamed, openTable, value, type FieldLayout, type Layout } from "./layout.ts";

export interface PassContext {
  readonly plan: Plan;
  readonly pass: Pass;
  /** 0-based position; part of every table name. */
  readonly index: number;
  readonly layout: Layout;
  readonly compared: readonly { readonly entry: CompareEntry; readonly field: FieldLayout }[];
  /** Fields the pass judges and compares, and the currency where the currency rule applies: two records equal in all of them are interchangeable. */
  readonly telling: readonly FieldLayout[];
  readonly pairLimit: number;
}

export function passContext(plan: Plan, layout: Layout, index: number, pairLimit: number): PassContext {
  const pass = plan.passes[index]!;
  const compared = comparedFields(plan, pass).map((entry) => ({ entry, field: fieldNamed(layout, entry.field) }));
  const names = new Set([...judgedFields(pass), ...compared.map(({ field }) => field.name)]);
  const currency =
    "conditions" in pass && pass.conditions.some((condition) => "within" in condition)
      ? layout.roles.currency
      : undefined;
  const telling = layout.fields.filter((field) => names.has(field.name) || field === currency);
  return { plan, pass, index, layout, compared, telling, pairLimit };
}

export const passTable = (context: PassContext, name: string): string => `p${context.index}_${name}`;
export const openOf = (context: PassContext, side: Side): string => openTable(side, context.index);

const anyDiffers = (compared: PassContext["compared"]): Expr =>
  or(...compared.map(({ entry, field }) => differs(entry, field)));

/** Whether any compared field of the pair (`l`, `r`) differs. */
export const pairDiffers = ({ compared }: PassContext): Expr => anyDiffers(compared);

/** The same, told from the original cells where the pass sees them: nearly all pairs are equal cell by cell. */
function recordsDiffer(context: PassContext): Expr {
  if (!comparesCells(context)) return pairDiffers(context);
  // Of equal records only what is not made from the same cells can still differ.
  const rest = context.compared.filter(({ entry, field }) => field.follows !== true || "similar" in entry);
  const fields = context.compared.map(({ entry, field }) => {
    const isCell = field.cell !== undefined && Object.keys(entry).length === 1;
    return isCell ? cellDiffers(field.cell) : differs(entry, field);
  });
  return when([[cellsDiffer(context), or(...fields)]], anyDiffers(rest));
}

const cellDiffers = (name: string): Expr => call("distinct", column(name, L), column(name, R));

/** Columns of a pass's table of confirmed pairs, computed from the joined records `l` and `r`. */
export function pairColumns(context: PassContext): NamedExpr[] {
  const amount = context.layout.roles.amount;
  const amountOf = (alias: string): Expr => (amount === undefined ? nullOf(bigintType) : value(amount, alias));
  return [
    named("l", column("row_id", L)),
    named("r", column("row_id", R)),
    named("differs", recordsDiffer(context)),
    named("same", sameContents(context)),
    named("left_amount", amountOf(L)),
    named("right_amount", amountOf(R)),
    ...(sharesHashes(context.plan) ? [named("content_hash", column("content_hash", L))] : []),
  ];
}

/** Columns of a table or view of records still open to the pass; the first pass also sees the original cells, where it compares them. */
export function openColumns({ layout, plan, index }: PassContext, side: Side): string[] {
  const cells = index === 0 && sharesHashes(plan) ? cellNames(layout.columnCount[side]) : [];
  return ["row_id", "content_hash", ...cells, ...fieldColumns(layout.fields)];
}

/**
 * Whether the pair's original cells are equal. The first pass may read records without a hash: it compares the cells themselves, as many on
 * both sides and in the same order.
 */
function sameContents(context: PassContext): Expr {
  return comparesCells(context) ? not(cellsDiffer(context)) : eq(column("content_hash", L), column("content_hash", R));
}

const comparesCells = ({ index, plan }: PassContext): boolean => index === 0 && sharesHashes(plan);

function cellsDiffer({ pass, layout: { columnCount, fields } }: PassContext): Expr {
  if (columnCount.left !== columnCount.right) return boolean(true);
  // Cells that are keys are equal in every pair: each column less is one less to carry through the join.
  const keys = "on" in pass ? fields.filter(({ name }) => pass.on.includes(name)).map(({ cell }) => cell) : [];
  return or(
    ...cellNames(columnCount.left)
      .filter((name) => !keys.includes(name))
      .map(cellDiffers),
  );
}

/** The amount a group's totals are taken over: what the pass sums, else the plan's amount role. */
export function groupAmount(context: PassContext): FieldLayout | undefined {
  const { pass, layout } = context;
  if (pass.kind === "grouped" || pass.kind === "netted") return fieldNamed(layout, pass.sum.field);
  return layout.roles.amount;
}

export function groupAmountExpr(context: PassContext, alias: string): Expr {
  const amount = groupAmount(context);
  return amount === undefined ? nullOf(bigintType) : value(amount, alias);
}

/** A record's currency as the currency rule sees it: a kept text is one of its own, as NULL is; never NULL. Constant without the role. */
export function currencyOf(context: PassContext, alias: string): Expr {
  const currency = context.layout.roles.currency;
  return currency === undefined ? text("") : call("coalesce", keyExpr(currency, alias), text(""));
}

/** Amounts of different currencies are never compared (the currency rule). */
export function sameCurrency(context: PassContext): Expr[] {
  return context.layout.roles.currency === undefined ? [] : [eq(currencyOf(context, L), currencyOf(context, R))];
}

/** `within` for an already computed difference: relative tolerances are of the larger magnitude. */
export function differenceWithin(
  within: { absolute: string } | { relative: string },
  difference: Expr,
  magnitudes: readonly [Expr, Expr],
): Expr {
  const size = call("abs", difference);
  if ("absolute" in within) return call("lessOrEqual", size, { kind: "decimal", value: within.absolute });
  const larger = call("greatest", call("abs", magnitudes[0]), call("abs", magnitudes[1]));
  return call("lessOrEqual", size, call("multiply", { kind: "decimal", value: within.relative }, larger));
}

/** A compiled pass with what it was compiled from. */
export interface DonePass {
  readonly compiled: CompiledPass;
  readonly context: PassContext;
}

/** A pass that has been run. */
export interface RanPass extends DonePass {
  /** Whether it left groups other than confirmed pairs. */
  readonly hasGroups: boolean;
}
