import { createHash } from "node:crypto";
import type { Field, NormaliseStep, SourceOptions } from "@recon/core";
import { describe, expect, it } from "vitest";
import { loadSource } from "./load.ts";
import { planOf } from "./oracle-notation.ts";
import { canonicalText } from "./values.ts";

/** The canonical text of one cell, `NULL`, or `fault` for a reject. */
function convert(cell: string | null, field: Field, options: SourceOptions = {}): string {
  const left = { files: ["l"], options };
  const plan = planOf({
    columns: "ref",
    passes: [],
    plan: { fields: { f: { ...field, left: field.left ?? "c" } }, left },
  });
  const [record] = loadSource(plan, "left", { header: ["c", "d"], rows: [[cell, null]] });
  if (record!.rejectedField !== null) return "fault";
  return canonicalText(record!.values.get("f") ?? null) ?? "NULL";
}

describe("numbers and money", () => {
  it.each([
    ["10", "10"],
    ["010.00", "10"],
    [".5", "0.5"],
    ["5.", "5"],
    ["-5", "-5"],
    ["−5", "-5"],
    ["+5", "5"],
    ["5-", "-5"],
    ["(5)", "-5"],
    [" 5 ", "5"],
    ["", "NULL"],
    ["  ", "NULL"],
    [null, "NULL"],
    [".", "fault"],
    ["-", "fault"],
    ["--5", "fault"],
    ["-(5)", "fault"],
    ["-5-", "fault"],
    ["1e3", "fault"],
    ["1,000", "fault"],
    ["1 000", "fault"],
    ["99999999999999999999", "99999999999999999999"],
    ["100000000000000000000", "fault"],
    ["0000000000000000000001", "1"],
    ["0.1234567890123456780", "0.123456789012345678"],
    ["0.1234567890123456789", "fault"],
    ["-0", "0"],
  ])("%s is %s", (cell, expected) => {
    expect(convert(cell, { type: "money" })).toBe(expected);
    expect(convert(cell, { type: "number" })).toBe(expected);
  });

  it.each([
    ["$5", "5"],
    ["EUR 5", "5"],
    ["5 EUR", "5"],
    ["-$5", "-5"],
    ["$-5", "-5"],
    ["($5)", "-5"],
    ["€ (5)", "-5"],
    ["5-€", "-5"],
    ["$5$", "fault"],
    ["eur 5", "fault"],
    ["EUR", "fault"],
  ])("money %s is %s", (cell, expected) => {
    expect(convert(cell, { type: "money" })).toBe(expected);
    expect(convert(cell, { type: "number" })).toBe("fault");
  });

  it("reads separators and marks that the options name", () => {
    const german = { decimal: ",", thousands: "." } as const;
    expect(convert("1.234.567,50", { type: "money" }, german)).toBe("1234567.5");
    expect(convert("1234,5", { type: "money" }, german)).toBe("1234.5");
    expect(convert("12.34,5", { type: "money" }, german)).toBe("fault");
    expect(convert("1’234.5", { type: "money" }, { thousands: "'" })).toBe("1234.5");
    expect(convert("1\u00a0234", { type: "money" }, { thousands: " " })).toBe("1234");
  });

  it("reads minor units, debit and credit, and turned signs", () => {
    expect(convert("1005", { type: "money", left: { column: "c", minorUnits: 2 } })).toBe("10.05");
    expect(convert("1.5", { type: "money", left: { column: "c", minorUnits: 2 } })).toBe("fault");
    expect(convert("3", { type: "money", left: { debit: "c", credit: "d" } })).toBe("-3");
    expect(convert("3", { type: "money", left: { debit: "d", credit: "c" } })).toBe("3");
    expect(convert(null, { type: "money", left: { debit: "d", credit: "c" } })).toBe("NULL");
    expect(convert("3", { type: "money", negate: "left" })).toBe("-3");
    expect(convert("3", { type: "money", negate: "right" })).toBe("3");
  });
});

describe("dates and currencies", () => {
  it.each([
    ["2026-10-02", "2026-10-02"],
    ["2026/1/2", "2026-01-02"],
    ["2026.1.2", "2026-01-02"],
    ["20261002", "2026-10-02"],
    ["2/10/2026", "2026-10-02"],
    ["2.10.26", "2026-10-02"],
    ["2-10-70", "1970-10-02"],
    ["2-10-69", "2069-10-02"],
    ["2 Oct 2026", "2026-10-02"],
    ["02-OCTOBER-2026", "2026-10-02"],
    ["Oct 2, 26", "2026-10-02"],
    ["2 Oc 2026", "fault"],
    ["2026-02-29", "fault"],
    ["2024-02-29", "2024-02-29"],
    ["0000-01-01", "fault"],
    ["0001-01-01", "0001-01-01"],
    ["2026-10-02T23:59", "2026-10-02"],
    ["2026-10-02 23:59:59.123Z", "2026-10-02"],
    ["2026-10-02T23:59+02:00", "2026-10-02"],
    ["2026-10-02T25:00", "fault"],
    ["soon", "fault"],
    [null, "NULL"],
  ])("%s is %s", (cell, expected) => {
    expect(convert(cell, { type: "date" }, { dateOrder: "dmy" })).toBe(expected);
  });

  it("obeys the date order", () => {
    expect(convert("2/10/2026", { type: "date" }, { dateOrder: "mdy" })).toBe("2026-02-10");
    expect(convert("26/10/02", { type: "date" }, { dateOrder: "ymd" })).toBe("2026-10-02");
  });

  it.each([
    ["eur", "EUR"],
    [" Usd ", "USD"],
    ["EURO", "fault"],
    ["E1", "fault"],
    ["€", "fault"],
  ])("currency %s is %s", (cell, expected) => {
    expect(convert(cell, { type: "currency" })).toBe(expected);
  });
});

describe("texts", () => {
  it.each<[NormaliseStep[], string, string]>([
    [[], " a ", " a "],
    [["trim"], "\u00a0 a b\u3000", "a b"],
    [["squeeze"], " a \t b ", "a b"],
    [["trim"], " ", "NULL"],
    [["upper"], "straße ŉ", "STRAẞE ŉ"],
    [["lower"], "ÄB", "äb"],
    [["fold"], "Müller Straße ŒØŁ", "muller strasse oeol"],
    [["fold"], "각Á", "각a"],
    [["punctuation"], "a-b.c$ d", "abc d"],
    [["leadingZeros"], "0007", "7"],
    [["leadingZeros"], "000", "0"],
    [["digits"], "a1b2", "12"],
    [["digits"], "ab", "NULL"],
    [[{ extract: "PO-([0-9]+)" }], "x PO-12", "12"],
    [[{ extract: "[0-9]+" }], "x 12 13", "12"],
    [[{ extract: "[0-9]+" }, "upper"], "x", "NULL"],
    [[{ replace: ["(a)b", "$\\1"] }], "abab", "$a$a"],
    [[{ padLeft: [4, "0"] }], "12", "0012"],
    [[{ padLeft: [1, "0"] }], "12", "12"],
  ])("%j of %j is %j", (normalise, cell, expected) => {
    expect(convert(cell, { type: "text", normalise })).toBe(expected);
  });
});

describe("content hash", () => {
  it("length-prefixes UTF-8 bytes and keeps NULL apart from empty", () => {
    const plan = planOf({ columns: "ref", passes: [] });
    const [record] = loadSource(plan, "left", { header: ["ref", "x", "y"], rows: [["Ä", null, ""]] });
    expect(record?.contentHash).toBe(createHash("sha256").update("2:Ä-0:").digest("hex"));
  });

  it("is that of the raw text for a reject", () => {
    const plan = planOf({ columns: "amount", passes: [] });
    const sources = { header: ["amount", "b"], rows: [["x", 'a"b']] };
    const hash = (text: string) => createHash("sha256").update(text).digest("hex");
    expect(loadSource(plan, "left", sources)[0]?.contentHash).toBe(hash('x,"a""b"'));
    expect(loadSource(plan, "left", { ...sources, rawTexts: ["raw"] })[0]?.contentHash).toBe(hash("raw"));
  });
});
