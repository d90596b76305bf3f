import { expect, test } from "vitest";
import { formatOfCode, numberFormat } from "./number-format.ts";

const kindOf = (code: string) => {
  const format = formatOfCode(code);
  return format.kind === "date" ? `${format.hasDate ? "d" : ""}${format.hasTime ? "t" : ""}` : format.kind;
};

test("letters of a date count outside of quotes, brackets and escapes only", () => {
  for (const code of [
    "General",
    "0.00",
    '#,##0 "days"',
    "[Red]0;[Blue]-0",
    "0\\d",
    "_d0",
    "*y0",
    "[$kr-41D] 0",
    "0.00E+00",
    "@",
    "[>=100]0",
  ]) {
    expect(kindOf(code), code).toBe("number");
  }
  for (const code of ["yyyy-mm-dd", "d.m.yy", "mmm", "[$-409]d-mmm;@", "[Red]dd/mm/yyyy", 'yyyy"年"m"月"'])
    expect(kindOf(code), code).toBe("d");
  for (const code of ["hh:mm", "h:mm AM/PM", "mm:ss.0"]) expect(kindOf(code), code).toBe("t");
  expect(kindOf("dd/mm/yyyy hh:mm:ss")).toBe("dt");
  for (const code of ["[h]:mm", "[mm]:ss", "[SS]"]) expect(kindOf(code), code).toBe("duration");
});

test("ids that programs need not write out", () => {
  expect(numberFormat(14, undefined)).toMatchObject({ kind: "date", hasDate: true });
  expect(numberFormat(46, undefined)).toEqual({ kind: "duration" });
  expect(numberFormat(44, undefined)).toEqual({ kind: "number" });
  expect(numberFormat(14, "0.00")).toEqual({ kind: "number" });
});
