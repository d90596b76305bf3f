import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import writeXlsxFile from "write-excel-file/node";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { defaultReadLimits } from "../read-limits.ts";
import type { ReadLimits, ResolvedSource, SourceRow } from "../source.ts";
import { makeWorkbook, makeZip, workbookParts, type WorkbookParts } from "./make-workbook.ts";
import { openXlsx } from "./open-xlsx.ts";

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), "recon-xlsx-"))));
afterAll(() => rm(folder, { recursive: true }));

let files = 0;
async function save(content: Buffer): Promise<string> {
  const path = join(folder, `${files++}.xlsx`);
  await writeFile(path, content);
  return path;
}

async function open(path: string, options: ResolvedSource["options"] = {}, limits: ReadLimits = {}) {
  return openXlsx(
    path,
    { format: "xlsx", compression: "none", options, bom: false },
    { ...defaultReadLimits, ...limits },
  );
}

async function read(content: Buffer | WorkbookParts, options: ResolvedSource["options"] = {}, limits: ReadLimits = {}) {
  const bytes = Buffer.isBuffer(content) ? content : makeWorkbook(content);
  const file = await open(await save(bytes), options, limits);
  const rows: SourceRow[] = [];
  for await (const batch of file.rows()) rows.push(...batch);
  return { file, rows };
}

/** What a row of one sheet comes out as: its cells, or the reason of the reject. */
function shown(rows: readonly SourceRow[]) {
  return rows.map((row) => (row.kind === "record" ? [row.line, ...row.cells] : [row.line, row.reason]));
}

const header = (...names: string[]) =>
  `<row r="1">${names.map((name) => `<c t="inlineStr"><is><t>${name}</t></is></c>`).join("")}</row>`;

describe("cells", () => {
  test("shared, inline and formula texts, booleans, numbers and empty cells", async () => {
    const { file, rows } = await read({
      strings: `<si><t xml:space="preserve"> a </t></si><si><r><t>ri</t></r><rPh sb="0" eb="1"><t>READ</t></rPh><r><t>ch</t></r></si><si><t/></si><si><t>x_x000D_y_x005F_x000D_</t></si>`,
      rows:
        header("s", "n", "b") +
        `<row r="2"><c r="A2" t="s"><v>0</v></c><c r="B2"><v>1234.5600000000001</v></c><c r="C2" t="b"><v>1</v></c></row>` +
        `<row r="3"><c r="A3" t="s"><v>1</v></c><c r="B3"><f>1+1</f><v>2</v></c><c r="C3" t="b"><v>0</v></c></row>` +
        `<row r="4"><c r="A4" t="s"><v>2</v></c><c r="B4" s="0"/><c r="C4" t="str"><f>"x"</f><v>x&amp;y</v></c></row>` +
        `<row r="5"><c r="A5" t="s"><v>3</v></c><c r="C5" t="str"><f>""</f><v></v></c></row>`,
    });
    expect(file.header).toEqual(["s", "n", "b"]);
    expect(shown(rows)).toEqual([
      [2, " a ", "1234.56", "true"],
      [3, "rich", "2", "false"],
      [4, null, null, "x&y"],
      [5, "x\ry_x000D_", null, null],
    ]);
    expect(rows[2]).toHaveProperty("kind", "record");
    expect(rows[1]?.kind === "record" && rows[1].text()).toBe("rich\t2\tfalse");
  });

  test("errors, uncomputed formulas and dangling references reject the record and name the cell", async () => {
    const { rows } = await read({
      rows:
        header("a", "b") +
        `<row r="2"><c r="A2"><v>1</v></c><c r="B2" t="e"><v>#N/A</v></c></row>` +
        `<row r="3"><c r="A3"><v>1</v></c><c r="B3"><f>SUM(A1)</f></c></row>` +
        `<row r="4"><c r="A4"><v>1</v></c><c r="B4" t="s"><v>7</v></c></row>` +
        `<row r="5"><c r="A5"><v>one</v></c></row>` +
        `<row r="6"><c r="B6"><v>1</v></c><c r="A6"><v>2</v></c></row>` +
        `<row r="7"><c r="A7"><v>1</v></c></row>`,
    });
    expect(shown(rows)).toEqual([
      [2, "cell B2 holds the error #N/A"],
      [3, "cell B3 holds a formula that was never computed"],
      [4, "cell B4 refers to a shared text that is not in the file"],
      [5, 'cell A5 holds "one" as a number'],
      [6, "cell A6 stands out of order"],
      [7, "1", null],
    ]);
    expect(rows[0]).toHaveProperty("text", "1\t#N/A");
  });

  const dated = (format: string, value: string, properties = "") =>
    read({
      properties,
      styles: `<numFmts><numFmt numFmtId="164" formatCode="${format}"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs>`,
      rows: `${header("d")}<row r="2"><c r="A2" s="1"><v>${value}</v></c></row>`,
    }).then(({ rows }) => shown(rows)[0]?.[1]);

  test("dates by the format of their style", async () => {
    expect(await dated("dd/mm/yyyy", "45000")).toBe("2023-03-15");
    expect(await dated("dd/mm/yyyy", "45000.5")).toBe("2023-03-15T12:00:00");
    expect(await dated("dd/mm/yyyy hh:mm", "45000")).toBe("2023-03-15T00:00:00");
    expect(await dated("hh:mm", "0.75")).toBe("18:00:00");
    expect(await dated("[h]:mm", "1.5")).toBe("36:00:00");
    expect(await dated("#,##0 &quot;days&quot;", "45000")).toBe("45000");
    expect(await dated("[Red]0.00\\d", "45000")).toBe("45000");
    expect(await dated("dd/mm/yyyy", "45000", '<workbookPr date1904="1"/>')).toBe("2027-03-16");
    expect(await dated("dd/mm/yyyy", "0", '<workbookPr date1904="true"/>')).toBe("1904-01-01");
    expect(await dated("dd/mm/yyyy", "-1")).toBe("cell A2 is formatted as a date, but -1 is none");
  });

  test("cells of type d", async () => {
    const { rows } = await read({
      rows: `${header("d", "e")}<row r="2"><c t="d"><v>2024-02-29T00:00:00.000</v></c><c t="d"><v>2024-02-29T08:30:00.250</v></c></row>`,
    });
    expect(shown(rows)).toEqual([[2, "2024-02-29", "2024-02-29T08:30:00.25"]]);
  });
});

describe("rows and columns", () => {
  test("header row, empty rows, missing names, short and long rows", async () => {
    const { file, rows } = await read(
      {
        rows:
          `<row r="1"><c r="A1"><v>99</v></c></row><row r="3"><c r="A3" t="inlineStr"><is><t> id </t></is></c><c r="C3" t="str"><v>name</v></c><c r="D3" s="0"/></row>` +
          `<row r="4"><c r="A4"><v>1</v></c></row><row r="5"><c r="A5" s="0"/><c r="XFD5" s="0"/></row>` +
          `<row r="9"><c r="A9"><v>2</v></c><c r="XFD9"><v>3</v></c></row>`,
      },
      { headerRow: 3 },
    );
    expect(file.header).toEqual(["id", "column 2", "name"]);
    expect(shown(rows)).toEqual([
      [4, "1", null, null],
      [9, "16384 cells instead of 3"],
    ]);
  });

  test("strict namespaces with prefixes, and rows without numbers", async () => {
    const rows = "<x:row><x:c><x:v>7</x:v></x:c></x:row><x:row><x:c><x:v>8</x:v></x:c></x:row>";
    const { file, rows: read1 } = await read({ rows, isStrict: true });
    expect(file.header).toEqual(["7"]);
    expect(shown(read1)).toEqual([[2, "8"]]);
  });

  test("sheets by name; the first visible one by default; names in the message, nearest first", async () => {
    const sheets = `<sheet name="Hidden" sheetId="2" state="hidden" r:id="rId4"/><sheet name="GL" sheetId="1" r:id="rId1"/>`;
    const parts = { sheets, rows: `${header("a")}<row><c><v>1</v></c></row>` };
    expect((await read(parts)).file.resolved.options).toEqual({ sheet: "GL", headerRow: 1 });
    await expect(read(parts, { sheet: "gl" })).rejects.toMatchObject({
      code: "INPUT_FORMAT",
      message: expect.stringContaining('"GL", "Hidden"'),
    });
    await expect(read(parts, { sheet: "Hidden" })).rejects.toMatchObject({ code: "INPUT_FORMAT" });
    await expect(read(parts, { headerRow: 7 })).rejects.toMatchObject({ code: "INPUT_FORMAT", at: { line: 7 } });
  });

  test("what a common writer writes", async () => {
    const path = join(folder, "written.xlsx");
    await writeXlsxFile(
      [
        [{ value: "ref" }, { value: "amount" }, { value: "day" }, { value: "ok" }],
        [
          { type: String, value: "INV-1 & <ü>" },
          { type: Number, value: 0.1 + 0.2 },
          { type: Date, value: new Date(Date.UTC(2026, 9, 31)), format: "dd.mm.yyyy" },
          { type: Boolean, value: true },
        ],
      ],
      { sheet: "Data" },
    ).toFile(path);
    const rows = [];
    for await (const batch of (await open(path)).rows()) rows.push(...batch);
    expect(shown(rows)).toEqual([[2, "INV-1 & <ü>", "0.3", "2026-10-31", "true"]]);
  });
});

describe("damaged and hostile files", () => {
  const good = () => ({ rows: `${header("a")}<row r="2"><c r="A2"><v>1</v></c></row>` });

  test("every cut-off is found", async () => {
    const bytes = makeWorkbook(good());
    for (let length = 1; length < bytes.length; length += 7) {
      await expect(read(bytes.subarray(0, length)), `cut at ${length}`).rejects.toMatchObject({
        code: "INPUT_TRUNCATED",
      });
    }
  });

  test("a changed byte in any part is found by its checksum", async () => {
    const parts = workbookParts(good()).map((part) =>
      part.name.endsWith("sheet1.xml") ? { ...part, claimedChecksum: 1 } : part,
    );
    await expect(read(makeZip(parts))).rejects.toMatchObject({ code: "INPUT_TRUNCATED" });
  });

  test("a bomb is stopped by what it really holds, whatever it claims", async () => {
    const rows = `${header("a")}<row r="2"><c r="A2"><v>1</v></c></row>${" ".repeat(2_000_000)}`;
    const parts = workbookParts({ rows }).map((part) =>
      part.name.endsWith("sheet1.xml") ? { ...part, claimedSize: 100 } : part,
    );
    await expect(read(makeZip(parts), {}, { maxExpandedBytes: 1_000_000 })).rejects.toMatchObject({
      code: "LIMIT_SIZE",
    });
  });

  test("a DOCTYPE is refused", async () => {
    const parts = workbookParts(good()).map((part) =>
      part.name.endsWith("sheet1.xml")
        ? { ...part, content: `<!DOCTYPE x [<!ENTITY a "b">]><worksheet><sheetData/></worksheet>` }
        : part,
    );
    await expect(read(makeZip(parts))).rejects.toMatchObject({
      code: "INPUT_FORMAT",
      message: expect.stringMatching(/DOCTYPE/),
    });
  });

  test("encrypted, binary and missing workbooks say what to do", async () => {
    const locked = workbookParts(good()).map((part) => ({ ...part, flags: 1 }));
    await expect(read(makeZip(locked))).rejects.toMatchObject({
      code: "INPUT_UNREADABLE",
      message: expect.stringMatching(/password/),
    });
    const ole = Buffer.concat([
      Buffer.from("d0cf11e0a1b11ae1", "hex"),
      Buffer.alloc(512),
      Buffer.from("EncryptedPackage", "utf16le"),
    ]);
    await expect(read(ole)).rejects.toMatchObject({
      code: "INPUT_UNREADABLE",
      message: expect.stringMatching(/password/),
    });
    await expect(read(makeZip([{ name: "xl/workbook.bin", content: "x" }]))).rejects.toMatchObject({
      code: "INPUT_FORMAT",
      message: expect.stringMatching(/xlsb/),
    });
    await expect(read(makeZip([{ name: "a.txt", content: "x" }]))).rejects.toMatchObject({ code: "INPUT_FORMAT" });
  });

  test("100,000 rows stream in bounded memory, and a reader may stop early", async () => {
    const lines = Array.from({ length: 100_000 }, (_, index) => {
      const row = index + 2;
      return `<row r="${row}"><c r="A${row}"><v>${index}</v></c><c r="B${row}" t="inlineStr"><is><t>text ${index}</t></is></c></row>`;
    });
    const path = await save(makeWorkbook({ rows: header("n", "t") + lines.join("") }));
    const file = await open(path);
    globalThis.gc?.();
    const before = process.memoryUsage().heapUsed;
    let count = 0;
    let peak = 0;
    for await (const batch of file.rows()) {
      count += batch.length;
      peak = Math.max(peak, process.memoryUsage().heapUsed);
    }
    expect(count).toBe(100_000);
    expect(peak - before).toBeLessThan(120 * 2 ** 20);
    for await (const batch of file.rows()) {
      expect(batch[0]).toMatchObject({ line: 2, cells: ["0", "text 0"] });
      break;
    }
  });
});
