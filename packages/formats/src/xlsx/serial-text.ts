import type { NumberFormat } from "./number-format.ts";

const millisPerDay = 86_400_000;
/** 1899-12-30 and 1904-01-01, as milliseconds since 1970. */
const start1900 = Date.UTC(1899, 11, 30);
const start1904 = Date.UTC(1904, 0, 1);
/** First serial of the year 10000. */
const end1900 = 2_958_466;
const days1900To1904 = 1_462;

/**
 * The text of a number of days that is meant as a date: `YYYY-MM-DD`, `YYYY-MM-DDTHH:MM:SS` where the format or the
 * value has a time, `HH:MM:SS` for a time alone. Undefined for what no calendar has (negative, beyond 9999).
 * Times are exact to the millisecond, which is printed where it is not zero.
 */
export function dateSerialText(
  serial: number,
  format: NumberFormat & { kind: "date" },
  counts1904: boolean,
): string | undefined {
  const millis = Math.round(serial * millisPerDay);
  const days = Math.floor(millis / millisPerDay);
  const time = millis - days * millisPerDay;
  if (serial < 0 || days >= (counts1904 ? end1900 - days1900To1904 : end1900)) return undefined;
  // The count of 1904 has a day 0, so there a format with a date and no time is a date even below 1.
  const isTimeAlone = days === 0 && !(counts1904 && format.hasDate && time === 0);
  if (isTimeAlone) return clockText(time);
  const date = counts1904 ? isoDate(start1904 + days * millisPerDay) : date1900(days);
  return format.hasTime || time > 0 ? `${date}T${clockText(time)}` : date;
}

/** `H:MM:SS` of a number of days that is meant as a duration. */
export function durationText(serial: number): string {
  const millis = Math.round(Math.abs(serial) * millisPerDay);
  const hours = Math.floor(millis / 3_600_000);
  const sign = serial < 0 && millis > 0 ? "-" : "";
  return `${sign}${hours}${clockText(millis % 3_600_000).slice(2)}`;
}

function date1900(days: number): string {
  // Lotus 1-2-3 took 1900 for a leap year and every program since counts its 29 February.
  if (days === 60) return "1900-02-29";
  return isoDate(start1900 + (days < 60 ? days + 1 : days) * millisPerDay);
}

const dateCache = new Map<number, string>();

/** Dates repeat: most columns have few different days. */
function isoDate(millis: number): string {
  const known = dateCache.get(millis);
  if (known !== undefined) return known;
  const text = new Date(millis).toISOString().slice(0, 10);
  if (dateCache.size >= 65_536) dateCache.clear();
  dateCache.set(millis, text);
  return text;
}

function clockText(millis: number): string {
  const text = new Date(millis).toISOString().slice(11, 23);
  return text.endsWith(".000") ? text.slice(0, 8) : text.replace(/0+$/, "");
}
