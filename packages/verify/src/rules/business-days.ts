/** Working days between two dates: d with earlier < d <= later, neither weekend nor holiday. */
import type { Calendar } from "@recon/core";
import { daysOf } from "../canonical/calendar-day.ts";

const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;

/** Days apart as a calendar counts them; without one, calendar days. */
export function compileDayDistance(calendar: Calendar | undefined): (left: number, right: number) => number {
  if (calendar === undefined) return (left, right) => Math.abs(left - right);
  const weekend = new Set((calendar.weekend ?? ["sat", "sun"]).map((day) => weekdays.indexOf(day)));
  const holidays = [...new Set((calendar.holidays ?? []).map(readHoliday))]
    .filter((day) => !weekend.has(weekdayOf(day)))
    .sort((a, b) => a - b);
  return (left, right) => {
    const earlier = Math.min(left, right);
    const later = Math.max(left, right);
    const off = countUpTo(holidays, later) - countUpTo(holidays, earlier);
    return workdaysUpTo(later, weekend) - workdaysUpTo(earlier, weekend) - off;
  };
}

/** 0 is Monday; 1970-01-01 was a Thursday. */
function weekdayOf(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}

/** Non-weekend days d with Monday 1969-12-29 <= d <= day, negative before. */
function workdaysUpTo(day: number, weekend: ReadonlySet<number>): number {
  const sinceMonday = day + 3;
  const weeks = Math.floor(sinceMonday / 7);
  let count = weeks * (7 - weekend.size);
  for (let weekday = 0; weekday <= sinceMonday - weeks * 7; weekday++) if (!weekend.has(weekday)) count++;
  return count;
}

function countUpTo(sorted: readonly number[], day: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! <= day) low = middle + 1;
    else high = middle;
  }
  return low;
}

function readHoliday(text: string): number {
  const [year, month, day] = text.split("-").map(Number);
  return daysOf(year!, month!, day!) ?? Number.MIN_SAFE_INTEGER;
}
