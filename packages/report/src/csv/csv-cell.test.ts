import { describe, expect, it } from "vitest";
import { csvCell } from "./csv-cell.ts";

/** What a CSV reader makes of the cell. */
const read = (cell: string): string => (cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell);

describe("csvCell", () => {
  const formulas = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", " =1", "\t=1", "\r=1", "\n=1", `"=1`, `'=1`, ` \t"'=1`, "＝1", "＋1", "－1", "＠A1", "\u00a0=1", "\ufeff=1", "\u200b=1", "\u0000=1", "-", "=", "-12,50", "+49 170 1234", "-1e5", "--1", "\ttext", "\rtext"]; // prettier-ignore
  it.each(formulas)("disarms %j", (text) => {
    expect(read(csvCell(text))).toBe(`'${text}`);
  });

  const harmless = ["-12.50", "+5", "-0.00", "12345678901234567890.12", "a=1", "a-b", "1-2", "'quoted", '"quoted"', "x\t=1", "", " text", "2026-01-01", "#1", "é"]; // prettier-ignore
  it.each(harmless)("leaves %j", (text) => {
    expect(read(csvCell(text))).toBe(text);
  });

  it("quotes by RFC 4180", () => {
    expect(csvCell('a,"b"')).toBe('"a,""b"""');
    expect(csvCell("a\r\nb")).toBe('"a\r\nb"');
    expect(csvCell("a;b")).toBe('"a;b"');
    expect(csvCell("plain")).toBe("plain");
    expect(csvCell(null)).toBe("");
    expect(csvCell(-3)).toBe("-3");
  });
});
