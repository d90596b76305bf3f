/**
 * A tolerance as an equality: values within t of each other lie in the same or in neighbouring buckets of width t. Joining on the bucket is
 * two orders of magnitude faster than a range inside coarse blocks. Buckets only choose whom to look at; the condition itself decides.
 */
import type { Calendar, Condition } from "../plan/schema.ts";
import type { Expr } from "../dialect/nodes.ts";
import { call, decimal, integer } from "../dialect/build.ts";
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
    if (!("absolute" in condition.within)) return undefined;
    // A width far above the tolerance's unit keeps the buckets few; below the smallest unit it would never hold two values.
    const width = Number(condition.within.absolute) > 0 ? condition.within.absolute : smallestUnit(field);
    // A hair wider than the tolerance, so that no rounding of the quotient separates neighbours by two buckets.
    return { exact: (alias) => call("floorDivide", value(field, alias), decimal(twice(width))) };
  }
  if ("dateWithin" in condition) {
    const days = calendarDays(condition.dateWithin.days, condition.dateWithin.calendar, calendars);
    return { exact: (alias) => call("floorDivide", call("dayNumber", value(field, alias)), integer(days * 2)) };
  }
  return undefined;
}

function smallestUnit(field: FieldLayout): string {
  const scale = field.decimal?.scale ?? 0;
  return scale === 0 ? "1" : `0.${"0".repeat(scale - 1)}1`;
}

/** Doubles a plain decimal text exactly. */
function twice(text: string): string {
  const scale = (text.split(".")[1] ?? "").length;
  const digits = (BigInt(text.replace(".", "")) * 2n).toString().padStart(scale + 1, "0");
  return scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
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
