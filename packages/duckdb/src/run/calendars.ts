import { BIGINT, DATE, DuckDBDateValue } from "@duckdb/node-api";
import { calendarTable, recordView, type Calendar, type Layout, type Plan } from "@recon/core";
import { quoteName } from "@recon/core/dialect";
import type { Session } from "../engine/session.ts";

const MS_PER_DAY = 86_400_000;
const weekdays = ["thu", "fri", "sat", "sun", "mon", "tue", "wed"] as const; // 1970-01-01 was a Thursday
/** A wrong year must not make a table of a million days; dates outside have no ordinal and satisfy no business-day tolerance. */
const MAX_DAYS = 1_000_000;

/** Tables of business-day ordinals over the span of the data: the days between two dates are the difference of their ordinals. */
export async function createCalendars(session: Session, plan: Plan, layout: Layout): Promise<void> {
  const calendars = Object.entries(plan.calendars ?? {});
  if (calendars.length === 0) return;
  const span = await dateSpan(session, layout);
  for (const [name, calendar] of calendars) await createCalendar(session, calendarTable(name), calendar, span);
}

async function dateSpan(session: Session, layout: Layout): Promise<{ first: number; last: number }> {
  const dates = layout.fields.filter((field) => field.type === "date");
  if (dates.length === 0) return { first: 0, last: -1 };
  const parts = dates.flatMap((field) =>
    (["left", "right"] as const).map(
      (side) => `SELECT min(f${field.index}) AS a, max(f${field.index}) AS b FROM ${quoteName(recordView(side))}`,
    ),
  );
  const row = await session.single(
    `SELECT datediff('day', DATE '1970-01-01', min(a)) AS first, datediff('day', DATE '1970-01-01', max(b)) AS last FROM (${parts.join(" UNION ALL ")})`,
  );
  if (row["first"] === null) return { first: 0, last: -1 };
  const first = Number(row["first"]);
  return { first, last: Math.min(Number(row["last"]), first + MAX_DAYS) };
}

async function createCalendar(
  session: Session,
  table: string,
  calendar: Calendar,
  span: { first: number; last: number },
): Promise<void> {
  await session.execute(`CREATE TABLE ${quoteName(table)} (day DATE, ordinal BIGINT)`);
  const appender = await session.connection.createAppender(table);
  const weekend = new Set<string>(calendar.weekend ?? ["sat", "sun"]);
  const holidays = new Set((calendar.holidays ?? []).map((day) => Date.parse(day) / MS_PER_DAY));
  let ordinal = 0;
  for (let day = span.first; day <= span.last; day++) {
    const weekday = weekdays[((day % 7) + 7) % 7]!;
    if (!weekend.has(weekday) && !holidays.has(day)) ordinal++;
    appender.appendValue(new DuckDBDateValue(day), DATE);
    appender.appendValue(BigInt(ordinal), BIGINT);
    appender.endRow();
  }
  appender.closeSync();
}
