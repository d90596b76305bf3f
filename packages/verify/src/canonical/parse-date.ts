/** Dates as sources write them (docs/matching.md section 2), to days since 1970-01-01. */
import { daysOf } from "./calendar-day.ts";
import { convertedNull, fault, type Converted } from "./converted.ts";
import { trimWhiteSpace, whiteSpacePattern } from "./white-space.ts";
import { compileZone } from "./zone-date.ts";

export interface DateStyle {
  readonly dateOrder: "dmy" | "mdy" | "ymd" | undefined;
  readonly timeZone: string | undefined;
}

const months = "january february march april may june july august september october november december".split(" ");
const space = whiteSpacePattern;
const timePart = `(?:T|${space}+)(\\d{2}):(\\d{2})(?::(\\d{2})(?:\\.\\d+)?)?(?:(Z)|([+-])(\\d{2}):?(\\d{2}))?`;
const withTime = new RegExp(`^(.*?\\d)${timePart}$`, "su");
const yearFirst = /^(\d{4})(?:-(\d{1,2})-|\/(\d{1,2})\/|\.(\d{1,2})\.)(\d{1,2})$/;
const compact = /^(\d{4})(\d{2})(\d{2})$/;
const threeNumbers = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})$/;
const dayMonthName = new RegExp(
  `^(\\d{1,2})(?:-([A-Za-z]{3,})-|${space}+([A-Za-z]{3,})${space}+)(\\d{4}|\\d{2})$`,
  "u",
);
const monthNameDay = new RegExp(`^([A-Za-z]{3,})${space}+(\\d{1,2}),${space}*(\\d{4}|\\d{2})$`, "u");

export function compileDateParser(style: DateStyle): (text: string | null) => Converted<number> {
  const zoned = style.timeZone === undefined ? undefined : compileZone(style.timeZone);
  return (cell) => {
    if (cell === null) return convertedNull;
    const text = trimWhiteSpace(cell);
    if (text === "") return convertedNull;
    const days = readDay(text, style.dateOrder);
    if (days !== null) return { ok: true, value: days };
    const timed = withTime.exec(text);
    const datePart = timed && readDay(timed[1]!, style.dateOrder);
    if (!timed || datePart === null) return fault("a date");
    const time = readTime(timed);
    if (time === null) return fault("a date");
    if (zoned === undefined || time.offsetMinutes === null) return { ok: true, value: datePart };
    return { ok: true, value: zoned(datePart * 86_400 + time.seconds - time.offsetMinutes * 60) };
  };
}

function readDay(text: string, order: DateStyle["dateOrder"]): number | null {
  const iso = yearFirst.exec(text);
  if (iso) return daysOf(Number(iso[1]), Number(iso[2] ?? iso[3] ?? iso[4]), Number(iso[5]));
  const dense = compact.exec(text);
  if (dense) return daysOf(Number(dense[1]), Number(dense[2]), Number(dense[3]));
  const numbers = threeNumbers.exec(text);
  if (numbers) return readOrdered([numbers[1]!, numbers[3]!, numbers[4]!], order);
  const named = dayMonthName.exec(text);
  if (named) return readNamed(named[1]!, (named[2] ?? named[3])!, named[4]!);
  const american = monthNameDay.exec(text);
  return american ? readNamed(american[2]!, american[1]!, american[3]!) : null;
}

function readOrdered([a, b, c]: [string, string, string], order: DateStyle["dateOrder"]): number | null {
  if (order === "ymd") return a.length === 2 && c.length === 2 ? daysOf(fullYear(a), Number(b), Number(c)) : null;
  const dayFirst = daysOf(fullYear(c), Number(b), Number(a));
  const monthFirst = daysOf(fullYear(c), Number(a), Number(b));
  if (order === "dmy") return dayFirst;
  if (order === "mdy") return monthFirst;
  // The effective plan names the order wherever it matters; without one, only a single reading counts.
  if (dayFirst !== null && monthFirst !== null && dayFirst !== monthFirst) return null;
  return dayFirst ?? monthFirst;
}

function readNamed(day: string, monthName: string, year: string): number | null {
  const wanted = monthName.toLowerCase();
  const month = months.findIndex((candidate) => candidate.startsWith(wanted));
  return month < 0 ? null : daysOf(fullYear(year), month + 1, Number(day));
}

function fullYear(digits: string): number {
  const year = Number(digits);
  return digits.length === 4 ? year : year + (year < 70 ? 2000 : 1900);
}

function readTime(match: RegExpExecArray): { seconds: number; offsetMinutes: number | null } | null {
  const [hour, minute, second] = [Number(match[2]), Number(match[3]), Number(match[4] ?? 0)];
  if (hour > 23 || minute > 59 || second > 59) return null;
  const seconds = hour * 3600 + minute * 60 + second;
  if (match[5] === "Z") return { seconds, offsetMinutes: 0 };
  if (match[6] === undefined) return { seconds, offsetMinutes: null };
  const offset = Number(match[7]) * 60 + Number(match[8]);
  return { seconds, offsetMinutes: match[6] === "-" ? -offset : offset };
}
