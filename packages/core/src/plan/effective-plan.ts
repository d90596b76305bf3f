import { checkRunnable } from "./check-runnable.ts";
import { completePass } from "./complete-pass.ts";
import type { EffectivePass } from "./complete-pass.ts";
import { completeSource } from "./complete-source.ts";
import type { EffectiveSource, SourceFacts } from "./complete-source.ts";
import { completeDates } from "./complete-tolerance.ts";
import { Plan } from "./schema.ts";
import type { Calendar, ColumnRef, Field } from "./schema.ts";
import { DEFAULT_PAIR_LIMIT, DEFAULT_WEEKEND } from "./vocabulary.ts";

export type EffectiveField = Field & Required<Pick<Field, "left" | "right" | "normalise" | "onInvalid">>;

/**
 * A plan with everything written out. Only these keys may still be absent: `compare` (all fields), `negate`, roles
 * that no field has, and options that do not apply or that say "none" by their absence (`thousands`, `timeZone`, …).
 */
export interface EffectivePlan extends Plan {
  sources: 2;
  left: EffectiveSource;
  right: EffectiveSource;
  fields: Record<string, EffectiveField>;
  roles: NonNullable<Plan["roles"]>;
  calendars: Record<string, Required<Calendar>>;
  passes: EffectivePass[];
  limits: { pairs: number };
}

/** What detection found out about a run's sources. */
export interface PlanFacts {
  readonly left: SourceFacts;
  readonly right: SourceFacts;
}

/**
 * Writes the defaults and what detection found out into a plan; what the plan says itself wins. It satisfies
 * `parsePlan`, and is its own effective plan. Throws `PLAN_UNSUPPORTED` for what cannot be run, `PLAN_INVALID` for an
 * option that does not apply to the detected format.
 */
export function effectivePlan(plan: Plan, facts: PlanFacts): EffectivePlan {
  checkRunnable(plan);
  if (plan.right === undefined) throw new Error("a plan with two sources has no right one; was it checked?");
  return {
    version: 1,
    name: plan.name,
    sources: 2,
    left: completeSource(plan.left, facts.left, "left"),
    right: completeSource(plan.right, facts.right, "right"),
    fields: mapValues(plan.fields, completeField),
    roles: plan.roles ?? {},
    calendars: mapValues(plan.calendars ?? {}, completeCalendar),
    ...(plan.compare === undefined ? {} : { compare: plan.compare.map(completeDates) }),
    passes: plan.passes.map(completePass),
    limits: { pairs: plan.limits?.pairs ?? DEFAULT_PAIR_LIMIT },
  };
}

/**
 * Canonical JSON of a plan, of which `planHash` is the sha256: keys in the order of the schema, names (`fields`,
 * `calendars`) in the plan's, two spaces, a line end at the end.
 */
export function stringifyPlan(plan: Plan): string {
  // Zod builds objects in the order of their shape, and records in that of the input.
  return `${JSON.stringify(Plan.parse(plan), null, 2)}\n`;
}

function completeField(field: Field, name: string): EffectiveField {
  return {
    ...field,
    left: plainRef(field.left ?? name),
    right: plainRef(field.right ?? name),
    normalise: field.normalise ?? [],
    onInvalid: field.onInvalid ?? "reject",
  };
}

/** `{ column: x }` says no more than `x`, and must not change the hash. */
function plainRef(ref: ColumnRef): ColumnRef {
  if (typeof ref === "string" || !("column" in ref)) return ref;
  return ref.extract === undefined && ref.minorUnits === undefined ? ref.column : ref;
}

function completeCalendar({ weekend, holidays }: Calendar): Required<Calendar> {
  return { weekend: weekend ?? [...DEFAULT_WEEKEND], holidays: holidays ?? [] };
}

function mapValues<T, U>(record: Readonly<Record<string, T>>, change: (value: T, key: string) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value, key)]));
}
