import { mkdtemp, open, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { crc32 } from "node:zlib";
import { detectSource, openSource } from "@recon/formats";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openPromise } from "yauzl";
import { exportResultSet } from "../export-result-set.ts";
import { OutputFile } from "../output/output-file.ts";
import { csvLine, hostileTexts, ledgerPlan, ResultFolder } from "../result-folder.test-support.ts";
import { cellXml, columnLetters } from "./cell-xml.ts";
import { xmlText } from "./xml-text.ts";
import { ZipWriter } from "./zip-writer.ts";

let folder: ResultFolder;
beforeAll(async () => {
  folder = await ResultFolder.create();
});
afterAll(() => folder.remove());

const header = "id,note,amount,booked\n";

/** A sheet as our own reader understands it: the header, and each row as a list of texts. */
async function sheet(path: string, name: string): Promise<{ header: readonly string[]; rows: (string | null)[][] }> {
  const resolved = await detectSource(path, { format: "xlsx", options: { sheet: name } });
  const source = await openSource(path, resolved);
  const rows = [];
  for await (const batch of source.rows())
    rows.push(...batch.map((row) => (row.kind === "record" ? [...row.cells] : [row.reason])));
  return { header: source.header, rows };
}

async function xlsx(name: string, left: string, right: string, maxRowsPerSheet?: number): Promise<string> {
  const set = await folder.reconcile(ledgerPlan, left, right);
  const path = folder.file(name);
  await exportResultSet(set, path, maxRowsPerSheet === undefined ? {} : { maxRowsPerSheet });
  return path;
}

/** The text of one part, as another program unpacks it. */
async function part(path: string, name: string): Promise<string | undefined> {
  const archive = await openPromise(path);
  for await (const entry of archive.eachEntry()) {
    if (entry.fileName !== name) continue;
    const bytes = await buffer(await archive.openReadStreamPromise(entry));
    // Some programs do not look at the checksum; Excel does.
    expect(crc32(bytes)).toBe(entry.crc32);
    return bytes.toString();
  }
  return undefined;
}

describe("XLSX", () => {
  it("reads back the numbers, dates and texts of the result set", async () => {
    const line = (mark: string) => (text: string, i: number) =>
      csvLine(String(i), text + mark, `-${i}.25`, `2026-02-${10 + i}`);
    const path = await xlsx(
      "hostile.xlsx",
      header + hostileTexts.map(line("")).join("\n"),
      header + hostileTexts.map(line("~")).join("\n"),
    );
    const breaks = await sheet(path, "Breaks");
    const at = (name: string): number => breaks.header.indexOf(name);
    expect(breaks.rows.map((row) => row[at("left.note")])).toEqual(hostileTexts);
    expect(breaks.rows.map((row) => row[at("right.note")])).toEqual(hostileTexts.map((text) => `${text}~`));
    expect(breaks.rows.map((row) => row[at("left.amount")])).toEqual(hostileTexts.map((_, i) => `-${i}.25`));
    expect(breaks.rows.map((row) => row[at("date")])).toEqual(hostileTexts.map((_, i) => `2026-02-${10 + i}`));
    expect((await sheet(path, "Matched")).rows.map((row) => row[2])).toEqual(hostileTexts.map(() => "differs"));
    const differences = await sheet(path, "Differences");
    expect(differences.rows[0]).toEqual(["1", "note", hostileTexts[0], `${hostileTexts[0]}~`, null]);
    const summary = await part(path, "xl/worksheets/sheet1.xml");
    const counts = `<v>${hostileTexts.length}</v>`;
    expect(summary).toMatch(new RegExp(`>all records</t></is></c><c [^>]*>${counts}</c><c [^>]*>${counts}</c></row>`));
  });

  it("keeps every digit of a long number, as text, and says so", async () => {
    const path = await xlsx("long.xlsx", `${header}1,a,12345678901234567.89,2026-01-01\n2,b,0.10,1899-12-31\n`, header);
    const breaks = await sheet(path, "Breaks");
    const at = (name: string): number => breaks.header.indexOf(name);
    expect(breaks.rows.map((row) => row[at("amount")])).toEqual(["12345678901234567.89", "0.1"]);
    expect(breaks.rows[1]![at("date")]).toBe("1899-12-31");
    const notes = (await sheet(path, "Summary")).rows.map(([first]) => first ?? "");
    expect(notes.some((note) => note.includes("more than the 15 digits"))).toBe(true);
    expect(notes.some((note) => note.includes("before March 1900"))).toBe(true);
  });

  it("ends a sheet at its row limit and says so", async () => {
    const left = Array.from({ length: 300 }, (_, i) => `${i},n,${i}.25,2026-01-01`).join("\n");
    for (const most of [2, 10, 202, 250, 301]) {
      const breaks = await sheet(await xlsx(`cut-${most}.xlsx`, header + left, header, most), "Breaks");
      expect(breaks.rows).toHaveLength(most - 1);
      expect(breaks.rows.at(-1)![0]).toContain(`first ${most - 2} rows`);
    }
    const whole = await sheet(await xlsx("whole.xlsx", header + left, header, 302), "Breaks");
    expect(whole.rows).toHaveLength(300);
    expect(whole.rows.at(-1)![0]).toMatch(/^\d+$/);
  });
});

describe("cells", () => {
  const notes = () => ({ longNumbers: 0, cutTexts: 0, earlyDates: 0 });
  it("never writes a formula, and keeps a text a text when it is edited", () => {
    for (const text of ["=1+1", "+1", "-x", "@A1", "\t=1", "\r=1"]) {
      const xml = cellXml("A1", "text", text, notes());
      expect(xml).not.toContain("<f");
      expect(xml).toContain('s="6" t="inlineStr"');
    }
  });

  it("writes decimals as numbers up to 15 digits", () => {
    expect(cellXml("A1", "decimal", "-1234567890123.45", notes())).toBe(
      '<c r="A1" s="13"><v>-1234567890123.45</v></c>',
    );
    expect(cellXml("A1", "decimal", "0.000000000000001", notes())).toContain("<v>0.000000000000001</v>");
    expect(cellXml("A1", "decimal", "12345678901234.56", notes())).toContain("inlineStr");
    expect(cellXml("A1", "decimal", "nine", notes())).toContain("inlineStr");
    expect(cellXml("A1", "decimal", null, notes())).toBe("");
  });

  it("writes dates as serial numbers of the day", () => {
    expect(cellXml("A1", "date", "1900-03-01", notes())).toContain("<v>61</v>");
    expect(cellXml("A1", "date", "2026-10-02", notes())).toContain("<v>46297</v>");
    expect(cellXml("A1", "date", "9999-12-31", notes())).toContain("<v>2958465</v>");
  });

  it("cuts a text that no cell can hold, never inside a character", () => {
    const counted = notes();
    expect(cellXml("A1", "text", "😀".repeat(20_000), counted)).toContain("😀…</t>");
    expect(counted.cutTexts).toBe(1);
  });

  it("escapes markup and what XML cannot hold", () => {
    expect(xmlText(`<a b="c">&`)).toBe("&lt;a b=&quot;c&quot;&gt;&amp;");
    expect(xmlText("a\u0001\r\ufffe\u0000\ud800")).toBe("a_x0001__x000D__xFFFE_\ufffd\ufffd");
    expect(xmlText("_x0041_ _x _y")).toBe("_x005F_x0041_ _x _y");
    expect(xmlText("Grüße 😀 שלום\n")).toBe("Grüße 😀 שלום\n");
  });

  it("names columns as spreadsheets do", () => {
    expect([0, 25, 26, 701, 702, 16_383].map(columnLetters)).toEqual(["A", "Z", "AA", "ZZ", "AAA", "XFD"]);
  });
});

describe("ZipWriter", () => {
  it("packs an entry in many blocks into one stream", async () => {
    const dir = await mkdtemp(join(tmpdir(), "recon-zip-"));
    const handle = await open(join(dir, "a.zip"), "w+");
    const zip = new ZipWriter(new OutputFile(handle));
    const line = "0123456789 the quick brown fox\n";
    await zip.entry("a.txt", async (out) => {
      for (let i = 0; i < 100_000; i++) await out.write(line);
    });
    await zip.entry("empty.txt", async () => undefined);
    await zip.finish();
    await handle.close();
    expect(await part(join(dir, "a.zip"), "a.txt")).toBe(line.repeat(100_000));
    expect(await part(join(dir, "a.zip"), "empty.txt")).toBe("");
    await rm(dir, { recursive: true });
  });
});
