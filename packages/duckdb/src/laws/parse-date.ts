/** Dates (matching.md §2). The oracle wants `dateOrder` wherever it matters and knows no `timeZone`. */
import type { SourceOptions } from "@recon/core";

const months = "january february march april may june july august september october november december".split(" ");
const time = /(?:T|[\s\u0085]+)(\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?$/u;

/** Days since 1970-01-01 of a trimmed, non-empty text, or undefined when it is not a date. */
export function parseDate(text: string, options: SourceOptions): number | undefined {
  if (options.timeZone !== undefined) throw new Error("the oracle does not know timeZone");
  const clock = time.exec(text);
  if (clock !== null && (Number(clock[1]) > 23 || Number(clock[2]) > 59 || Number(clock[3] ?? 0) > 59))
    return undefined;
  const parts = readParts(text.replace(time, ""), options);
  return parts === undefined ? undefined : dayNumber(parts);
}

type Parts = readonly [year: number, month: number, day: number];

function readParts(text: string, options: SourceOptions): Parts | undefined {
  const iso = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/.exec(text);
  if (iso !== null) return [Number(iso[1]), Number(iso[3]), Number(iso[4])];
  const compact = /^(\d{4})(\d{2})(\d{2})$/.exec(text);
  if (compact !== null) return [Number(compact[1]), Number(compact[2]), Number(compact[3])];
  const dayFirst = /^(\d{1,2})([ -])([a-z]{3,})\2(\d{4}|\d{2})$/i.exec(text);
  if (dayFirst !== null) return [year(dayFirst[4]), monthNumber(dayFirst[3]), Number(dayFirst[1])];
  const monthFirst = /^([a-z]{3,}) (\d{1,2}), ?(\d{4}|\d{2})$/i.exec(text);
  if (monthFirst !== null) return [year(monthFirst[3]), monthNumber(monthFirst[1]), Number(monthFirst[2])];
  return readNumbers(text, options);
}

function readNumbers(text: string, options: SourceOptions): Parts | undefined {
  const match = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})$/.exec(text);
  if (match === null) return undefined;
  const [, a = "", , b = "", c = ""] = match;
  switch (options.dateOrder) {
    case "dmy":
      return [year(c), Number(b), Number(a)];
    case "mdy":
      return [year(c), Number(a), Number(b)];
    case "ymd":
      return a.length === 2 && c.length === 2 ? [year(a), Number(b), Number(c)] : undefined;
    case undefined:
      throw new Error(`the oracle wants a dateOrder to read ${text}`);
  }
}

function year(text = ""): number {
  if (text.length === 4) return Number(text);
  return Number(text) < 70 ? 2000 + Number(text) : 1900 + Number(text);
}

/** 0, which is no month, for a name that is none. */
function monthNumber(name = ""): number {
  return months.findIndex((month) => month.startsWith(name.toLowerCase())) + 1;
}

function dayNumber([y, m, d]: Parts): number | undefined {
  const date = new Date(0);
  date.setUTCFullYear(y, m - 1, d);
  const exists = y >= 1 && date.getUTCFullYear() === y && date.getUTCMonth() === m - 1 && date.getUTCDate() === d;
  return exists ? date.getTime() / 86_400_000 : undefined;
}
