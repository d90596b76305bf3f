/**
 * A tolerance as an equality: values within t of each other lie in the same or in neighbouring buckets of width t. Joining on the bucket is
 * two orders of magnitude faster than a range inside coarse blocks. Buckets only choose whom to look at; the condition itself decides.
 */
import type { Calendar, Condition } from "../plan/schema.ts";
import type { Expr } from "../dialect/nodes.ts";
import { bigintType, call, cast, integer } from "../dialect/build.ts";
import { value, type FieldLayout } from "./layout.ts";

export interface Bucket {
  readonly exact: (alias: string) => Expr;
}

export function bucketOf(
  condition: Condition,
  field: FieldLayout,
  calendars: Readonly<Record<string, Calendar>>,
): Bucket | undefined {
  if ("within" in condition) {
    const scale = field.decimal?.scale ?? 0;
    // Wide decimals would overflow the integers that buckets are counted in; for them the condition alone must do.
    if (!("absolute" in condition.within) || field.decimal?.width !== 18) return undefined;
    const width = bucketUnits(condition.within.absolute, scale);
    const units = (alias: string): Expr =>
      cast(call("multiply", value(field, alias), integer(10n ** BigInt(scale))), bigintType);
    return { exact: (alias) => call("integerDivide", units(alias), integer(width)) };
  }
  if ("dateWithin" in condition) {
    const days = calendarDays(condition.dateWithin.days, condition.dateWithin.calendar, calendars);
    return { exact: (alias) => call("integerDivide", call("dayNumber", value(field, alias)), integer(days * 2)) };
  }
  return undefined;
}

/** Twice the tolerance in units of the field's scale, rounded up and at least one: exact, so that no rounding parts what is near. */
function bucketUnits(tolerance: string, scale: number): bigint {
  const [whole = "0", fraction = ""] = tolerance.split(".");
  const kept = BigInt(whole + fraction.slice(0, scale).padEnd(scale, "0"));
  const roundedUp = /[1-9]/.test(fraction.slice(scale)) ? kept + 1n : kept;
  return roundedUp === 0n ? 1n : roundedUp * 2n;
}

/** Calendar days that `days` business days can span at most. */
function calendarDays(
  days: number,
  calendar: string | undefined,
  calendars: Readonly<Record<string, Calendar>>,
): number {
  if (calendar === undefined || calendar === "calendar") return Math.max(1, days);
  const weekend = calendars[calendar]?.weekend?.length ?? 2;
  const holidays = calendars[calendar]?.holidays?.length ?? 0;
  const working = Math.max(1, 7 - weekend);
  return (Math.ceil((days + 1) / working) + 1) * 7 + holidays;
}
