/** When two values agree, and what their difference costs (matching.md §3). */
import type { CompareEntry, Condition, DateWithin, Pass, Plan, Within } from "@recon/core";
import type { OracleRecord } from "./oracle-types.ts";
import { similarity } from "./similarity.ts";
import { ONE, absolute, dayOf, decimalUnits, exactUnits, identity, textOf, type Value } from "./values.ts";

/** One pass on its way: the plan and the records that were open when the pass began. */
export interface PassScope {
  readonly plan: Plan;
  readonly pass: Pass;
  readonly left: readonly OracleRecord[];
  readonly right: readonly OracleRecord[];
}

export type Test = CompareEntry | Condition;

const weekdays = ["thu", "fri", "sat", "sun", "mon", "tue", "wed"] as const; // day 0 was a Thursday

export function isWithin(l: bigint, r: bigint, within: Within): boolean {
  if ("absolute" in within) return absolute(l - r) <= exactUnits(within.absolute, 18);
  const larger = absolute(l) > absolute(r) ? absolute(l) : absolute(r);
  return absolute(l - r) * ONE <= exactUnits(within.relative, 18) * larger;
}

/** Calendar days apart, or the business days d with min < d <= max. */
export function daysApart(l: number, r: number, { calendar }: DateWithin, plan: Plan): number {
  if (calendar === undefined || calendar === "calendar") return Math.abs(l - r);
  const { weekend = ["sat", "sun"], holidays = [] } = plan.calendars?.[calendar] ?? {};
  let count = 0;
  for (let day = Math.min(l, r) + 1; day <= Math.max(l, r); day++) {
    const isFree = weekend.includes(weekdays[((day % 7) + 7) % 7]!);
    const isHoliday = holidays.includes(new Date(day * 86_400_000).toISOString().slice(0, 10));
    if (!isFree && !isHoliday) count++;
  }
  return count;
}

/** Difference of a pair in units of 10^-18 when it satisfies the test's tolerance, else null. NULL satisfies none. */
export function differenceWithin(test: Test, l: Value, r: Value, scope: PassScope): bigint | null {
  if ("within" in test) {
    const [a, b] = [decimalUnits(l), decimalUnits(r)];
    return a !== null && b !== null && isWithin(a, b, test.within) ? absolute(a - b) : null;
  }
  if ("dateWithin" in test) {
    const [a, b] = [dayOf(l), dayOf(r)];
    if (a === null || b === null) return null;
    const days = daysApart(a, b, test.dateWithin, scope.plan);
    return days <= test.dateWithin.days ? BigInt(days) * ONE : null;
  }
  if ("similar" in test) return dissimilarity(test, [l, r], scope);
  return l !== null && identity(l) === identity(r) ? 0n : null;
}

function dissimilarity(test: Test & { similar: unknown }, pair: [Value, Value], scope: PassScope): bigint | null {
  const { measure, atLeast } = test.similar as { measure: "jaroWinkler"; atLeast?: number };
  const [a, b] = pair.map(textOf) as [string | null, string | null];
  if (a === null || b === null || atLeast === undefined) return null;
  const units = similarity(measure, a, b, corpusOf(test.field, scope)) * 10n ** 12n;
  return units >= exactUnits(atLeast, 18) ? ONE - units : null;
}

function corpusOf(field: string, { left, right }: PassScope): string[] {
  return [...left, ...right].flatMap((record) => textOf(record.values.get(field) ?? null) ?? []);
}

/** Whether a compared field agrees: equal (NULL equals NULL), or both values there and within the tolerance. */
export function agrees(entry: CompareEntry, l: Value, r: Value, scope: PassScope): boolean {
  return identity(l) === identity(r) || differenceWithin(entry, l, r, scope) !== null;
}

/** Fields whose equality or nearness the pass itself demands. */
export function judgedFields(pass: Pass): Set<string> {
  switch (pass.kind) {
    case "keyed":
      return new Set(pass.on);
    case "tolerant":
    case "similar":
      return new Set([...pass.block, ...pass.conditions.map(({ field }) => field)]);
    case "grouped":
    case "netted":
      return new Set([...pass.on, pass.sum.field]);
    default:
      throw new Error(`no oracle for ${pass.kind} passes`);
  }
}

/** What a match of the pass is compared on: `compare`, or all fields, without the judged ones. */
export function comparedEntries({ plan, pass }: PassScope): CompareEntry[] {
  const judged = judgedFields(pass);
  const entries = plan.compare ?? Object.keys(plan.fields).map((field) => ({ field }));
  return entries.filter(({ field }) => !judged.has(field));
}

/** Names of the compared fields of a pair that differ beyond their tolerance, in the order of the entries. */
export function differingFields(l: OracleRecord, r: OracleRecord, scope: PassScope): string[] {
  const value = (record: OracleRecord, field: string): Value => record.values.get(field) ?? null;
  return comparedEntries(scope)
    .filter((entry) => !agrees(entry, value(l, entry.field), value(r, entry.field), scope))
    .map(({ field }) => field);
}
