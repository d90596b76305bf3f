import type { DateWithin } from "./schema.ts";
import { CALENDAR_DAYS } from "./vocabulary.ts";

/** The same entry with the calendar of its date tolerance, if it has one, written out. */
export function completeDates<T extends object>(entry: T & { dateWithin?: DateWithin | undefined }): T {
  if (entry.dateWithin === undefined) return entry;
  return { ...entry, dateWithin: { ...entry.dateWithin, calendar: entry.dateWithin.calendar ?? CALENDAR_DAYS } };
}
