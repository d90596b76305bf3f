import type { Finding } from "../finding.ts";
import type { PlanParts } from "../plan-parts.ts";
import { CALENDAR_DAYS, weekdays } from "../vocabulary.ts";

/** Calendars have a name of their own that differs by more than case, which engines fold, and a business day in the week. */
export function calendarsFit({ calendarNames, calendars }: PlanParts): Finding[] {
  const endless = [...calendars].filter(([, { weekend }]) => new Set(weekend).size === weekdays.length);
  return [
    ...(calendarNames.includes(CALENDAR_DAYS) ? [reservedName] : []),
    ...differingInCase(calendarNames),
    ...endless.map(([name]) => {
      return { path: ["calendars", name, "weekend"], message: "this leaves no business day in the week" };
    }),
  ];
}

function differingInCase(calendarNames: readonly string[]): Finding[] {
  const first = new Map<string, string>();
  return calendarNames.flatMap((name) => {
    const other = first.get(name.toLowerCase());
    if (other === undefined) {
      first.set(name.toLowerCase(), name);
      return [];
    }
    const message = `the calendars ${JSON.stringify(other)} and ${JSON.stringify(name)} differ in case only`;
    return [{ path: ["calendars", name], message, atKey: true }];
  });
}

const reservedName: Finding = {
  path: ["calendars", CALENDAR_DAYS],
  message: `"${CALENDAR_DAYS}" means calendar days; name the calendar otherwise`,
  atKey: true,
};
