import fc from "fast-check";
import { expect, test } from "vitest";
import { daysOf, formatDay } from "./calendar-day.ts";
import { compileDateParser, type DateStyle } from "./parse-date.ts";

const base: DateStyle = { dateOrder: undefined, timeZone: undefined };

function show(text: string, style: Partial<DateStyle> = {}): string | null {
  const converted = compileDateParser({ ...base, ...style })(text);
  return converted.ok ? (converted.value === null ? null : formatDay(converted.value)) : "fault";
}

test.each([
  ["2026-1-2", "2026-01-02"],
  ["2026/01/02", "2026-01-02"],
  ["2026.1.2", "2026-01-02"],
  ["20260102", "2026-01-02"],
  ["2 Jan 2026", "2026-01-02"],
  ["02-JAN-26", "2026-01-02"],
  ["Sept 3, 1970", "1970-09-03"],
  ["2026-01-02T23:59:59.999Z", "2026-01-02"],
  ["2026-01-02 10:00", "2026-01-02"],
  ["20260102 10:00+0200", "2026-01-02"],
  ["25/12/70", "1970-12-25"],
  ["25.12.69", "2069-12-25"],
  ["5/5/2026", "2026-05-05"],
  ["0001-01-01", "0001-01-01"],
  ["", null],
  ["0000-01-01", "fault"],
  ["2026-02-29", "fault"],
  ["2024-02-29", "2024-02-29"],
  ["1900-02-29", "fault"],
  ["2026-1-2/3", "fault"],
  ["2026-1/2", "fault"],
  ["1.2/2026", "fault"],
  ["2 Ja 2026", "fault"],
  ["2 Junk 2026", "fault"],
  ["2026-01-02 25:00", "fault"],
  ["1/2/2026", "fault"],
])("%j is %s", (text, expected) => expect(show(text)).toBe(expected));

test("the order of day and month is the plan's", () => {
  expect(show("1/2/2026", { dateOrder: "dmy" })).toBe("2026-02-01");
  expect(show("1/2/2026", { dateOrder: "mdy" })).toBe("2026-01-02");
  expect(show("26/2/03", { dateOrder: "ymd" })).toBe("2026-02-03");
  expect(show("13/13/2026", { dateOrder: "dmy" })).toBe("fault");
});

test("an instant becomes the date of its zone only when it names an offset", () => {
  const berlin = { timeZone: "Europe/Berlin" };
  expect(show("2026-07-01T22:30:00Z", berlin)).toBe("2026-07-02");
  expect(show("2026-01-01T22:30:00Z", berlin)).toBe("2026-01-01");
  expect(show("2026-07-01T22:30:00", berlin)).toBe("2026-07-01");
  expect(show("2026-07-01 00:30 +02:00".replace(" +", "+"), { timeZone: "UTC" })).toBe("2026-06-30");
});

test("days agree with the platform's calendar for every day of years 1 to 9999", () => {
  const day = fc.integer({ min: daysOf(1, 1, 1)!, max: daysOf(9999, 12, 31)! });
  fc.assert(
    fc.property(day, (days) => {
      const date = new Date(days * 86_400_000);
      return daysOf(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()) === days;
    }),
    { numRuns: 2000 },
  );
});
