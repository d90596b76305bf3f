/** The calendar day of an instant in a time zone. */
import { ReconError } from "@recon/core";
import { daysOf } from "./calendar-day.ts";

/** Takes seconds since 1970-01-01T00:00Z, yields the local day since 1970-01-01. */
export function compileZone(timeZone: string): (epochSeconds: number) => number {
  const format = openFormat(timeZone);
  // A zone's day is constant over an hour's quarter: offsets change and days begin only at multiples of 15 minutes,
  // except for local mean times before 1972, which are asked for one by one.
  const known = new Map<number, number>();
  return (epochSeconds) => {
    const quarter = Math.floor(epochSeconds / 900);
    const seen = epochSeconds > 63_072_000 ? known.get(quarter) : undefined;
    if (seen !== undefined) return seen;
    const day = localDay(format, epochSeconds);
    if (known.size < 100_000) known.set(quarter, day);
    return day;
  };
}

function openFormat(timeZone: string): Intl.DateTimeFormat {
  try {
    const parts = { year: "numeric", month: "2-digit", day: "2-digit", era: "short" } as const;
    return new Intl.DateTimeFormat("en-US", { timeZone, calendar: "gregory", ...parts });
  } catch (cause) {
    throw new ReconError("PLAN_INVALID", `unknown time zone ${JSON.stringify(timeZone)}`, { cause });
  }
}

function localDay(format: Intl.DateTimeFormat, epochSeconds: number): number {
  // Intl switches to the Julian calendar before 1582; there the day as written is shifted by at most one.
  if (epochSeconds < -12_219_292_800) return Math.floor(epochSeconds / 86_400);
  const parts = new Map(format.formatToParts(epochSeconds * 1000).map((part) => [part.type, part.value]));
  const days = daysOf(Number(parts.get("year")), Number(parts.get("month")), Number(parts.get("day")));
  return days ?? Math.floor(epochSeconds / 86_400);
}
