import { gzipSync } from "node:zlib";
import fc from "fast-check";
import iconv from "iconv-lite";
import { describe, expect, it } from "vitest";
import { completeLimits } from "../read-limits.ts";
import type { Cell, ReadLimits, ResolvedSource } from "../source.ts";
import { cellsOrReasons, collectRows, useTestFolder } from "../test-folder.test-support.ts";
import { openCsv } from "./open-csv.ts";

const folder = useTestFolder();

interface Settings {
  options?: ResolvedSource["options"];
  compression?: "gzip";
  bom?: boolean;
  limits?: ReadLimits;
}

async function openContent(content: string | Uint8Array, settings: Settings = {}) {
  const path = await folder.write("source.csv", content);
  const { options = {}, compression = "none", bom = false } = settings;
  return openCsv(path, { format: "csv", compression, options, bom }, completeLimits(settings.limits));
}

describe("openCsv", () => {
  it("trims header names, names the empty ones and keeps doubles", async () => {
    const file = await openContent('\ufeffid , "x",,\u00a0id\n', { bom: true });
    expect(file.header).toEqual(["id", '"x"', "column 3", "id"]);
    expect(await collectRows(file)).toEqual([]);
  });

  it("gives its rows as often as asked, with line numbers and text", async () => {
    const file = await openContent('id,name\n\n1,a\n2,"b\nc"\n3\n4,d,e\n');
    for (let i = 0; i < 2; i++) {
      const rows = await collectRows(file);
      expect(cellsOrReasons(rows)).toEqual([["1", "a"], ["2", "b\nc"], "1 cells instead of 2", "3 cells instead of 2"]);
      expect(rows.map((row) => row.line)).toEqual([3, 4, 6, 7]);
      expect(rows.map((row) => (row.kind === "record" ? row.text() : row.text))).toEqual([
        "1,a",
        '2,"b\nc"',
        "3",
        "4,d,e",
      ]);
    }
  });

  it("finds the header where a spreadsheet program shows it", async () => {
    const file = await openContent('Statement\n\n"of\nmay",x\nid;name\n1;a\n', {
      options: { headerRow: 4, delimiter: ";" },
    });
    expect(file.header).toEqual(["id", "name"]);
    expect(cellsOrReasons(await collectRows(file))).toEqual([["1", "a"]]);
    expect((await openContent("\n\nid,name\n1,a\n")).header).toEqual(["id", "name"]);
  });

  it.each([
    ["id\n1\n", { headerRow: 3 }],
    ["\n\r\n", {}],
    ['"id"x,name\n1,a\n', {}],
  ])("says INPUT_FORMAT where there is no header (%j)", async (content, options) => {
    await expect(openContent(content, { options })).rejects.toMatchObject({ code: "INPUT_FORMAT" });
  });

  it("rejects the records that are not UTF-8 and no others", async () => {
    const file = await openContent(
      Buffer.concat([Buffer.from("id,n\n1,ä\n2,"), Buffer.from([0xe4]), Buffer.from("\n3,€\n4,\0\n")]),
    );
    expect(await collectRows(file)).toMatchObject([
      { kind: "record", cells: ["1", "ä"] },
      { kind: "reject", line: 3, text: "2,\ufffd", reason: "not valid UTF-8" },
      { kind: "record", cells: ["3", "€"] },
      { kind: "reject", line: 5, text: "4,\0", reason: "holds a NUL character" },
    ]);
  });

  it("loses one line to a stray quote in a file larger than the largest record", async () => {
    const lines = Array.from({ length: 60_000 }, (_, i) => (i === 1000 ? `${i},"open` : `${i},äääää""x`));
    let header = "id,name";
    // The chunk at whose end reading goes back shall end within a character.
    const encode = () => Buffer.from(`${header}\n${lines.join("\n")}\n`);
    while ((encode()[512 * 1024]! & 0xc0) !== 0x80) header += "x";
    for (const compression of [undefined, "gzip"] as const) {
      const file = await openContent(compression === undefined ? encode() : gzipSync(encode()), {
        limits: { maxRecordBytes: 100_000 },
        ...(compression === undefined ? {} : { compression }),
      });
      const rows = await collectRows(file);
      expect(rows.length).toBe(60_000);
      expect(rows.filter((row) => row.kind === "reject")).toMatchObject([{ line: 1002, text: '1000,"open' }]);
      expect(rows.at(-1)).toMatchObject({ line: 60_001, cells: ["59999", 'äääää""x'] });
    }
  });

  it("keeps the beginning of a record beyond the bound", async () => {
    const file = await openContent(`id,name\n1,"${"x".repeat(2_000_000)}"\n2,b\n`, {
      limits: { maxRecordBytes: 1000 },
    });
    const [first, second] = await collectRows(file);
    expect(first).toMatchObject({ kind: "reject", reason: "larger than 1000 bytes; only the first 1000 are kept" });
    expect(first).toHaveProperty("text", `1,"${"x".repeat(997)}`);
    expect(second).toMatchObject({ cells: ["2", "b"], line: 3 });
  });

  it("reads a field of 50 MB", async () => {
    const file = await openContent(`id,name\n1,"${"x\n".repeat(25_000_000)}"\n2,b\n`);
    const rows = await collectRows(file);
    expect(rows.map((row) => row.kind === "record" && row.cells[1]?.length)).toEqual([50_000_000, 1]);
    expect(rows[1]?.line).toBe(25_000_003);
  });
});

describe("gzip", () => {
  const content = `id,name\n${Array.from({ length: 50_000 }, (_, i) => `${i},name ${(i * 7919) % 1000}`).join("\n")}`;

  it("is read, also in several members", async () => {
    const packed = Buffer.concat([gzipSync(content), gzipSync("\nlast,one")]);
    const rows = await collectRows(await openContent(packed, { compression: "gzip" }));
    expect(rows.length).toBe(50_001);
    expect(rows.at(-1)).toMatchObject({ cells: ["last", "one"] });
  });

  it("that is cut off or damaged is INPUT_TRUNCATED", async () => {
    const packed = gzipSync(content);
    const cut = await openContent(packed.subarray(0, packed.length - 10), { compression: "gzip" })
      .then(collectRows)
      .catch((error: unknown) => error);
    expect(cut).toMatchObject({ code: "INPUT_TRUNCATED" });
    packed.fill(0x55, 1000, 1100);
    const damaged = await openContent(packed, { compression: "gzip" })
      .then(collectRows)
      .catch((error: unknown) => error);
    expect(damaged).toMatchObject({ code: "INPUT_TRUNCATED" });
  });

  it("that expands beyond its bounds is LIMIT_SIZE", async () => {
    const bomb = gzipSync(
      Buffer.concat([Buffer.from("id,name\n"), Buffer.alloc(80_000_000, `1,${"a".repeat(10_000)}\n`)]),
    );
    const read = async (limits: ReadLimits) => {
      const file = await openContent(bomb, { compression: "gzip", limits });
      let rows = 0;
      for await (const batch of file.rows()) rows += batch.length;
      return rows;
    };
    await expect(read({ maxExpandedBytes: 1_000_000 })).rejects.toMatchObject({ code: "LIMIT_SIZE" });
    await expect(read({ maxExpansionRatio: 10 })).rejects.toMatchObject({ code: "LIMIT_SIZE" });
  });
});

describe("any table", () => {
  const encodings = ["utf-8", "utf-16le", "utf-16be", "windows-1252", "iso-8859-15"] as const;
  const lineEnds = fc.constantFrom("\n", "\r\n", "\r");
  const cell = fc
    .array(fc.constantFrom("a", "ä", "€", " ", ",", ";", '"', "'", "\n", "\r", "\t", "0"))
    .map((parts) => parts.join(""));
  const tables = fc
    .integer({ min: 1, max: 5 })
    .chain((width) =>
      fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 12 }),
    );
  const dialects = fc.record({
    delimiter: fc.constantFrom(",", ";", "\t", "|"),
    quote: fc.constantFrom('"', "'"),
    encoding: fc.constantFrom(...encodings),
    bom: fc.boolean(),
    gzip: fc.boolean(),
    // Drawn upon for each choice of quoting and line end.
    choices: fc.infiniteStream(fc.boolean()),
    ends: fc.infiniteStream(lineEnds),
  });
  type Dialect = typeof dialects extends fc.Arbitrary<infer T> ? T : never;

  function encodeTable(table: readonly (readonly string[])[], dialect: Dialect): string {
    const { delimiter, quote } = dialect;
    const quoted = (text: string) => quote + text.replaceAll(quote, quote + quote) + quote;
    return table
      .map(
        (row) =>
          row
            .map((text) => {
              const must =
                text.startsWith(quote) ||
                text.includes(delimiter) ||
                /[\n\r]/.test(text) ||
                (row.length === 1 && text === "");
              return must || dialect.choices.next().value ? quoted(text) : text;
            })
            .join(delimiter) + dialect.ends.next().value!,
      )
      .join("");
  }

  it("is read back as it was written", async () => {
    await fc.assert(
      fc.asyncProperty(tables, dialects, async (table, dialect) => {
        const header = table[0]!.map((_, i) => `c${i}`);
        const bom = dialect.bom && dialect.encoding.startsWith("utf");
        const text = encodeTable([header, ...table], dialect);
        const bytes = iconv.encode(text, dialect.encoding, { addBOM: bom });
        const { delimiter, quote, encoding } = dialect;
        const file = await openContent(dialect.gzip ? gzipSync(bytes) : bytes, {
          options: { delimiter, quote, encoding },
          bom,
          ...(dialect.gzip ? { compression: "gzip" } : {}),
        });
        const expected: Cell[][] = table.map((row) => row.map((text) => text || null));
        expect(file.header).toEqual(header);
        expect(cellsOrReasons(await collectRows(file))).toEqual(expected);
      }),
      { numRuns: 150 },
    );
  });
});
