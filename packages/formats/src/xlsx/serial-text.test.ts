import fc from "fast-check";
import { expect, test } from "vitest";
import { dateSerialText, durationText } from "./serial-text.ts";

const date = { kind: "date", hasDate: true, hasTime: false } as const;

test("the calendar of 1900 with its 29 February, and its ends", () => {
  expect(dateSerialText(1, date, false)).toBe("1900-01-01");
  expect(dateSerialText(59, date, false)).toBe("1900-02-28");
  expect(dateSerialText(60, date, false)).toBe("1900-02-29");
  expect(dateSerialText(61, date, false)).toBe("1900-03-01");
  expect(dateSerialText(2_958_465, date, false)).toBe("9999-12-31");
  expect(dateSerialText(2_958_466, date, false)).toBeUndefined();
  expect(dateSerialText(-0.5, date, false)).toBeUndefined();
});

test("times: carried into the next day, milliseconds kept", () => {
  expect(dateSerialText(45000.999999999, date, false)).toBe("2023-03-16");
  expect(dateSerialText(45000 + 1 / 3, date, false)).toBe("2023-03-15T08:00:00");
  expect(dateSerialText(0.5 + 0.25 / 86_400, date, false)).toBe("12:00:00.25");
  expect(durationText(1.5)).toBe("36:00:00");
  expect(durationText(-1 / 24)).toBe("-1:00:00");
});

test("both calendars agree with JavaScript's for every day after February 1900", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1462, max: 2_900_000 }), (serial) => {
      const expected = new Date(Date.UTC(1899, 11, 30) + serial * 86_400_000).toISOString().slice(0, 10);
      expect(dateSerialText(serial, date, false)).toBe(expected);
      expect(dateSerialText(serial - 1462, date, true)).toBe(expected);
    }),
  );
});
