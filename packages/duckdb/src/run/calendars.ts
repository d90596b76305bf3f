import { BIGINT, DATE, DuckDBDateValue } from "@duckdb/node-api";
import { calendarTable, recordView, type Calendar, type Layout, type Plan } from "@recon/core";
import { quoteName } from "@recon/core/dialect";
import type { Session } from "../engine/session.ts";

const MS_PER_DAY = 86_400_000;
const weekdays = ["thu", "fri", "sat", "sun", "mon", "tue", "wed"] as const; // 1970-01-01 was a Thursday

/** Tables of the business-day ordinals of the dates that occur: the days between two dates are the difference of their ordinals. */
export async function createCalendars(session: Session, plan: Plan, layout: Layout): Promise<void> {
  const calendars = Object.entries(plan.calendars ?? {});
  if (calendars.length === 0) return;
  const days = await occurringDays(session, layout);
  for (const [name, calendar] of calendars) await createCalendar(session, calendarTable(name), calendar, days);
}

/** Days since 1970-01-01, ascending. Only those that occur: a sentinel such as 9999-12-31 must not make a table of a million days. */
async function occurringDays(session: Session, layout: Layout): Promise<number[]> {
  const dates = layout.fields.filter((field) => field.type === "date");
  if (dates.length === 0) return [];
  const parts = dates.flatMap((field) =>
    (["left", "right"] as const).map((side) => `SELECT f${field.index} AS day FROM ${quoteName(recordView(side))}`),
  );
  const rows = await session.rows(
    `SELECT DISTINCT datediff('day', DATE '1970-01-01', day) AS day FROM (${parts.join(" UNION ALL ")}) WHERE day IS NOT NULL ORDER BY 1`,
  );
  return rows.map((row) => Number(row["day"]));
}

async function createCalendar(
  session: Session,
  table: string,
  calendar: Calendar,
  days: readonly number[],
): Promise<void> {
  await session.execute(`CREATE TABLE ${quoteName(table)} (day DATE, ordinal BIGINT)`);
  const appender = await session.connection.createAppender(table);
  const ordinalOf = businessOrdinals(calendar);
  for (const day of days) {
    appender.appendValue(new DuckDBDateValue(day), DATE);
    appender.appendValue(BigInt(ordinalOf(day)), BIGINT);
    appender.endRow();
  }
  appender.closeSync();
}

/** Business days since 1970-01-01, that day excluded and the asked one included; negative before. Days have to be asked in ascending order. */
function businessOrdinals(calendar: Calendar): (day: number) => number {
  const weekend = new Set<string>(calendar.weekend ?? ["sat", "sun"]);
  const worksOn = (day: number): boolean => !weekend.has(weekdays[((day % 7) + 7) % 7]!);
  const perWeek = weekdays.length - weekend.size;
  const holidays = [...new Set((calendar.holidays ?? []).map((day) => Date.parse(day) / MS_PER_DAY))]
    .filter(worksOn)
    .sort((a, b) => a - b);
  let passed = 0;
  return (day) => {
    while (passed < holidays.length && holidays[passed]! <= day) passed++;
    const weeks = Math.floor(day / 7);
    let ordinal = weeks * perWeek - passed;
    for (let rest = weeks * 7 + 1; rest <= day; rest++) if (worksOn(rest)) ordinal++;
    return ordinal;
  };
}
