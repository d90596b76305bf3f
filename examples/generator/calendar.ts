/** A calendar day as the number of days since 1970-01-01: no time zone can shift it. */
export type Day = number;

const msPerDay = 86_400_000;

/** The day of a date. */
export function day(year: number, month: number, dayOfMonth: number): Day {
  return Date.UTC(year, month - 1, dayOfMonth) / msPerDay;
}

/** `2026-10-05`. */
export function isoDate(value: Day): string {
  return new Date(value * msPerDay).toISOString().slice(0, 10);
}

/** `05.10.2026`. */
export function germanDate(value: Day): string {
  const [year, month, dayOfMonth] = isoDate(value).split("-");
  return `${dayOfMonth}.${month}.${year}`;
}

/** Monday to Friday; the examples' months hold no holiday on such a day. */
export function isBusinessDay(value: Day): boolean {
  const weekday = (value + 4) % 7; // 1970-01-01 was a Thursday
  return weekday !== 0 && weekday !== 6;
}

/** The business day that lies `count` business days after (or, when negative, before) a business day. */
export function addBusinessDays(from: Day, count: number): Day {
  const step = count < 0 ? -1 : 1;
  let at = from;
  for (let left = Math.abs(count); left > 0;) {
    at += step;
    if (isBusinessDay(at)) left--;
  }
  return at;
}

/** The business days from `first` to `last`, both included. */
export function businessDays(first: Day, last: Day): Day[] {
  const days: Day[] = [];
  for (let at = first; at <= last; at++) if (isBusinessDay(at)) days.push(at);
  return days;
}
