import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type DateOrder, parseDate } from "./parse-date.ts";

describe("parseDate", () => {
  const cases: [string, DateOrder | undefined, string | undefined][] = [
    ["2026-1-5", undefined, "2026-01-05"],
    ["2026/01/05", undefined, "2026-01-05"],
    ["2026.01.05", undefined, "2026-01-05"],
    ["2026-01/05", undefined, undefined],
    ["20260105", undefined, "2026-01-05"],
    ["2026-02-29", undefined, undefined],
    ["2024-02-29", undefined, "2024-02-29"],
    ["1900-02-29", undefined, undefined],
    ["0000-01-01", undefined, undefined],
    ["0001-01-01", undefined, "0001-01-01"],
    ["2026-13-01", undefined, undefined],
    ["2026-00-10", undefined, undefined],
    ["03/04/2026", "dmy", "2026-04-03"],
    ["03/04/2026", "mdy", "2026-03-04"],
    ["3.4.26", "dmy", "2026-04-03"],
    ["03/04/2026", undefined, undefined],
    ["04-04-70", undefined, "1970-04-04"],
    ["04-04-69", undefined, "2069-04-04"],
    ["13/02/2026", "mdy", undefined],
    ["26/01/05", "ymd", "2026-01-05"],
    ["05/01/2026", "ymd", undefined],
    ["03/04-2026", "dmy", undefined],
    ["03/04/026", "dmy", undefined],
    ["5 Jan 2026", undefined, "2026-01-05"],
    ["05-JANUARY-26", undefined, "2026-01-05"],
    ["Sept 5, 2026", undefined, "2026-09-05"],
    ["Sep 5,26", undefined, "2026-09-05"],
    ["5 Ja 2026", undefined, undefined],
    ["5 Janx 2026", undefined, undefined],
    ["2026-01-05T10:00", undefined, "2026-01-05"],
    ["2026-01-05 23:59:59.123456789Z", undefined, "2026-01-05"],
    ["2026-01-05\u00a0 10:00:00+0100", undefined, "2026-01-05"],
    ["03.04.2026 10:00", "dmy", "2026-04-03"],
    ["2026-01-05T24:00", undefined, undefined],
    ["2026-01-05T10:60", undefined, undefined],
    ["2026-01-05T1:00", undefined, undefined],
    ["2026-01-05x", undefined, undefined],
    ["\u30002026-01-05\u0085", undefined, "2026-01-05"],
    ["", undefined, undefined],
  ];
  it.each(cases)("reads %j as %s: %s", (text, order, expected) => {
    expect(parseDate(text, order)).toBe(expected);
  });

  it("takes an instant's date in the zone, and leaves others as written", () => {
    expect(parseDate("2026-06-30T22:30:00Z", undefined, "Europe/Berlin")).toBe("2026-07-01");
    expect(parseDate("2026-07-01 00:30:00.1234567+02:00", undefined, "UTC")).toBe("2026-06-30");
    expect(parseDate("2026-07-01 00:30+0200", undefined, "America/New_York")).toBe("2026-06-30");
    expect(parseDate("2026-06-30T22:30:00", undefined, "Europe/Berlin")).toBe("2026-06-30");
    expect(parseDate("0001-01-01T00:30Z", undefined, "Asia/Tokyo")).toBe("0001-01-01");
  });

  it("reads back every day in every writing", () => {
    const days = fc.date({ min: new Date("0001-01-01"), max: new Date("9999-12-31"), noInvalidDate: true });
    fc.assert(
      fc.property(days, fc.constantFrom("-", "/", "."), fc.boolean(), (instant, separator, padded) => {
        const iso = instant.toISOString().slice(0, 10);
        const [year = "", month = "", day = ""] = iso.split("-");
        const [m, d] = padded ? [month, day] : [String(Number(month)), String(Number(day))];
        const name = instant.toLocaleString("en", { month: "short", timeZone: "UTC" });
        expect(parseDate([year, m, d].join(separator))).toBe(iso);
        expect(parseDate(year + month + day)).toBe(iso);
        expect(parseDate([d, m, year].join(separator), "dmy")).toBe(iso);
        expect(parseDate([m, d, year].join(separator), "mdy")).toBe(iso);
        expect(parseDate(`${d} ${name} ${year}`)).toBe(iso);
        expect(parseDate(`${name} ${d}, ${year} 08:15`)).toBe(iso);
      }),
    );
  });

  it("takes no day that the calendar lacks", () => {
    const part = fc.integer({ min: 0, max: 99 });
    fc.assert(
      fc.property(part, part, fc.integer({ min: 0, max: 9999 }), (month, day, year) => {
        const text = `${String(year).padStart(4, "0")}-${month}-${day}`;
        const date = new Date(0);
        date.setUTCFullYear(year, month - 1, day);
        const exists = year > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day && month > 0;
        expect(parseDate(text) !== undefined).toBe(exists);
      }),
      { numRuns: 5000 },
    );
  });
});
