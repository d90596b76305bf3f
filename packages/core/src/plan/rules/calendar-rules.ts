import type { Finding } from "../finding.ts";
import type { PlanParts } from "../plan-parts.ts";
import { CALENDAR_DAYS, weekdays } from "../vocabulary.ts";

/** Calendars have a name of their own, and a business day in the week. */
export function calendarsFit({ calendarNames, calendars }: PlanParts): Finding[] {
  const endless = [...calendars].filter(([, { weekend }]) => new Set(weekend).size === weekdays.length);
  return [
    ...(calendarNames.includes(CALENDAR_DAYS) ? [reservedName] : []),
    ...endless.map(([name]) => {
      return { path: ["calendars", name, "weekend"], message: "this leaves no business day in the week" };
    }),
  ];
}

const reservedName: Finding = {
  path: ["calendars", CALENDAR_DAYS],
  message: `"${CALENDAR_DAYS}" means calendar days; name the calendar otherwise`,
  atKey: true,
};
