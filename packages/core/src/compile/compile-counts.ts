/**
 * Counts and totals of one keyed pass in one statement over the sources, for runs that want no rows. Of each record only its keys, what is
 * added up or compared within a tolerance, and a 64-bit digest of its other compared fields are looked at (docs/adr/0011).
 */
import type { Plan } from "../plan/schema.ts";
import type { Side } from "../plan/vocabulary.ts";
import type { Expr, NamedExpr, Relation } from "../dialect/nodes.ts";
import {
  aggregate,
  and,
  call,
  cast,
  column,
  columns,
  count,
  integer,
  isNotNull,
  isNull,
  join,
  named,
  nullOf,
  or,
  select,
  textType,
} from "../dialect/build.ts";
import { L, R, differs, keysEqual } from "./conditions.ts";
import { fieldNamed, value, valueName, type FieldLayout, type Layout } from "./layout.ts";
import { passContext, type PassContext } from "./pass-context.ts";

/** View over a side's files with the columns of `countedColumns`. */
export const countedView = (side: Side): string => `${side}_counted`;

/** Whether the plan's outcomes can be counted without a table of records, as long as no key with a counterpart stands twice on a side. */
export function canCountDirectly({ passes, compare, left, right }: Plan): boolean {
  const [pass, ...others] = passes;
  if (pass?.kind !== "keyed" || pass.suggest === true || others.length > 0) return false;
  const excludes = [left, right].some((source) => (source?.exclude ?? []).length > 0);
  return !excludes && (compare ?? []).every((entry) => !("similar" in entry) && !countsBusinessDays(entry));
}

const countsBusinessDays = (entry: NonNullable<Plan["compare"]>[number]): boolean =>
  "dateWithin" in entry && (entry.dateWithin.calendar ?? "calendar") !== "calendar";

type Compared = PassContext["compared"][number];
const isPlain = ({ entry }: Compared): boolean => Object.keys(entry).length === 1;
const DIGEST = "digest";

const keyFields = ({ pass, layout }: PassContext): FieldLayout[] =>
  "on" in pass ? pass.on.map((name) => fieldNamed(layout, name)) : [];

function countedFields(context: PassContext): FieldLayout[] {
  const { layout, compared } = context;
  const { amount, currency } = layout.roles;
  const tolerant = compared.filter((entry) => !isPlain(entry)).map(({ field }) => field);
  const wanted = [...keyFields(context), ...tolerant, ...[amount, currency].filter((field) => field !== undefined)];
  return layout.fields.filter((field) => wanted.includes(field));
}

/**
 * A side's columns: of the `values` of all fields those looked at one by one, the digest of the others that are compared (never NULL), and
 * `doubtful`: whether the record holds what only the full run can judge, told by `doubts`.
 */
export function countedColumns(
  plan: Plan,
  layout: Layout,
  { values, doubts }: { readonly values: readonly Expr[]; readonly doubts: readonly Expr[] },
): NamedExpr[] {
  const context = passContext(plan, layout, 0, 0);
  const valueOf = (field: FieldLayout): Expr => values[field.index - 1]!;
  const digested = context.compared.filter(isPlain).map(({ field }) => valueOf(field));
  return [
    ...countedFields(context).map((field) => named(valueName(field), valueOf(field))),
    named(DIGEST, digested.length === 0 ? integer(0) : call("hash", ...digested)),
    named("doubtful", or(...doubts)),
  ];
}

/**
 * One row per kind of outcome and currency: there on the left, on the right, differing; records, totals, unknown amounts; doubts. Where the
 * sides hold `records` together, more rows than that come of repeated keys only: their product need not be waited for.
 */
export function countedOutcomes(plan: Plan, layout: Layout, records: number): Relation {
  const { amount } = layout.roles;
  const sums = (side: Side): NamedExpr[] => {
    const total =
      amount === undefined ? nullOf(textType) : cast(aggregate("sum", [column(`${side}_amount`)]), textType);
    const unknown = and(column(side), isNull(column(`${side}_amount`)));
    return [named(`${side}_total`, total), named(`${side}_unknown`, count(unknown))];
  };
  const kinds = ["left", "right", "differs", "left_currency", "right_currency"];
  return select({
    from: pairedRecords(passContext(plan, layout, 0, 0), records + 1),
    columns: [
      ...columns(kinds),
      named("records", count()),
      named("doubtful", aggregate("boolOr", [column("doubtful")])),
      ...sums("left"),
      ...sums("right"),
    ],
    groupBy: kinds.map((name) => column(name)),
  });
}

/** Records of equal keys side by side, the others alone. */
function pairedRecords(context: PassContext, limit: number): Relation {
  const { amount, currency } = context.layout.roles;
  const shown = (field: FieldLayout | undefined, alias: string): Expr =>
    field === undefined ? nullOf(textType) : value(field, alias);
  const ofSide = (side: Side, alias: string): NamedExpr[] => [
    named(side, isNotNull(column(DIGEST, alias))),
    named(`${side}_amount`, shown(amount, alias)),
    named(`${side}_currency`, shown(amount === undefined ? undefined : currency, alias)),
  ];
  return select({
    from: countedView("left"),
    alias: L,
    joins: [join("full", countedView("right"), R, keysEqual(keyFields(context)))],
    columns: [
      ...ofSide("left", L),
      ...ofSide("right", R),
      named("differs", recordsDiffer(context)),
      named("doubtful", or(column("doubtful", L), column("doubtful", R))),
    ],
    limit,
  });
}

function recordsDiffer({ compared }: PassContext): Expr {
  const tolerant = compared.filter((each) => !isPlain(each)).map(({ entry, field }) => differs(entry, field));
  return or(call("distinct", column(DIGEST, L), column(DIGEST, R)), ...tolerant);
}
