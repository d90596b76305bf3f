/** Dates as docs/matching.md section 2 reads them. */
import type { SourceOptions } from "@recon/core";
import { trimWhiteSpace } from "../white-space.ts";

export type DateOrder = NonNullable<SourceOptions["dateOrder"]>;

/** How a date is written; `numeric` is `a/b/c`, which only a date order reads. */
export type DateShape = "iso" | "compact" | "named" | "numeric";

export interface WrittenDate {
  readonly shape: DateShape;
  /** year, month, day; for `numeric` the three texts in their order. */
  readonly parts: readonly [string, string, string];
  readonly time: string;
  /** `Z` or `±HH[:]MM`; empty without. */
  readonly offset: string;
}

/**
 * The date in a text as `YYYY-MM-DD`, or undefined. Without an order, `a/b/c` counts only where day and month are the
 * same either way. With a time zone, a value that names an offset is the date of that instant in that zone.
 */
export function parseDate(text: string, order?: DateOrder, timeZone?: string): string | undefined {
  const written = splitDate(text);
  if (written === undefined) return undefined;
  const date = dateOf(written, order);
  if (date === undefined || timeZone === undefined || written.offset === "") return date;
  return dateInZone(date, written, timeZone);
}

/** The date's parts by its writing, not yet checked against the calendar; undefined when it is not written as a date. */
export function splitDate(text: string): WrittenDate | undefined {
  const trimmed = trimWhiteSpace(text);
  // The shortest is 1/1/26, the longest has a long month, a fraction of a second and an offset.
  if (trimmed.length < 6 || trimmed.length > 100) return undefined;
  const clock = trimmed.includes(":") ? timePattern.exec(trimmed) : null;
  if (clock !== null && !isTime(clock)) return undefined;
  const parts = splitDay(clock === null ? trimmed : trimmed.slice(0, clock.index));
  return parts && { ...parts, time: clock?.[1] ?? "", offset: clock?.[5] ?? "" };
}

const whiteSpace = "[\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";
const timePattern = new RegExp(
  `(?:T|${whiteSpace}+)((\\d{2}):(\\d{2})(?::(\\d{2})(?:\\.\\d+)?)?)(Z|[+-]\\d{2}:?\\d{2})?$`,
);
const isoPattern = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/;
const compactPattern = /^(\d{4})(\d{2})(\d{2})$/;
const numericPattern = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})$/;
const dayFirstPattern = /^(\d{1,2})([ -])([A-Za-z]{3,9})\2(\d{4}|\d{2})$/;
const monthFirstPattern = /^([A-Za-z]{3,9}) (\d{1,2}), ?(\d{4}|\d{2})$/;

function isTime([, , hours, minutes, seconds = "0"]: RegExpExecArray): boolean {
  return Number(hours) <= 23 && Number(minutes) <= 59 && Number(seconds) <= 59;
}

function splitDay(text: string): Pick<WrittenDate, "shape" | "parts"> | undefined {
  if (text.charCodeAt(0) > 0x39) {
    const monthFirst = monthFirstPattern.exec(text);
    return monthFirst === null ? undefined : named(monthFirst[3]!, monthFirst[1]!, monthFirst[2]!);
  }
  const iso = isoPattern.exec(text);
  if (iso !== null) return { shape: "iso", parts: [iso[1]!, iso[3]!, iso[4]!] };
  const compact = text.length === 8 ? compactPattern.exec(text) : null;
  if (compact !== null) return { shape: "compact", parts: [compact[1]!, compact[2]!, compact[3]!] };
  const numeric = numericPattern.exec(text);
  if (numeric !== null) return { shape: "numeric", parts: [numeric[1]!, numeric[3]!, numeric[4]!] };
  const dayFirst = dayFirstPattern.exec(text);
  return dayFirst === null ? undefined : named(dayFirst[4]!, dayFirst[3]!, dayFirst[1]!);
}

const months = "january february march april may june july august september october november december".split(" ");

function named(year: string, name: string, day: string): Pick<WrittenDate, "shape" | "parts"> | undefined {
  const month = months.findIndex((whole) => whole.startsWith(name.toLowerCase())) + 1;
  return month === 0 ? undefined : { shape: "named", parts: [year, String(month), day] };
}

/** The date of the written parts, if there is such a day; undefined for a `numeric` one that needs an order. */
export function dateOf({ shape, parts }: WrittenDate, order: DateOrder | undefined): string | undefined {
  if (shape !== "numeric") return calendarDate(...parts);
  const [a, b, c] = parts;
  switch (order) {
    case "dmy":
      return calendarDate(c, b, a);
    case "mdy":
      return calendarDate(c, a, b);
    case "ymd":
      return a.length === 2 && c.length === 2 ? calendarDate(a, b, c) : undefined;
    case undefined:
      return Number(a) === Number(b) ? calendarDate(c, b, a) : undefined;
  }
}

const monthDays = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function calendarDate(yearText: string, monthText: string, dayText: string): string | undefined {
  const [month, day] = [Number(monthText), Number(dayText)];
  const year = yearText.length === 2 ? Number(yearText) + (Number(yearText) < 70 ? 2000 : 1900) : Number(yearText);
  const last = month === 2 && !isLeap(year) ? 28 : monthDays[month - 1];
  if (year < 1 || last === undefined || day < 1 || day > last) return undefined;
  return `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

const zoneFormats = new Map<string, Intl.DateTimeFormat>();

function dateInZone(date: string, { time, offset }: WrittenDate, timeZone: string): string | undefined {
  const zone = offset === "Z" || offset.includes(":") ? offset : `${offset.slice(0, 3)}:${offset.slice(3)}`;
  const instant = new Date(`${date}T${time.replace(/(\.\d{3})\d+$/, "$1")}${zone}`);
  if (Number.isNaN(instant.getTime())) return undefined;
  let format = zoneFormats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-u-ca-iso8601", {
      timeZone,
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
    });
    zoneFormats.set(timeZone, format);
  }
  const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, value]));
  return `${parts.get("year")!.padStart(4, "0")}-${parts.get("month")}-${parts.get("day")}`;
}
