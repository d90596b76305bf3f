import { readFile } from "node:fs/promises";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Cell, SourceFile, SourceRow } from "./source.ts";
import { spoolSources } from "./spool.ts";
import { useTestFolder } from "./test-folder.test-support.ts";

const folder = useTestFolder();

function fileOf(header: readonly string[], rows: readonly (readonly Cell[] | string)[], path = "a.csv"): SourceFile {
  const sourceRows = rows.map((row, i): SourceRow =>
    typeof row === "string"
      ? { kind: "reject", line: i + 2, text: row, reason: "why" }
      : { kind: "record", line: i + 2, cells: row, text: () => "" },
  );
  return {
    path,
    sizeBytes: 1,
    resolved: { format: "csv", compression: "none", options: {}, bom: false },
    header,
    rows: async function* () {
      for (let i = 0; i < sourceRows.length; i += 100) yield sourceRows.slice(i, i + 100);
    },
  };
}

/** The spool by its definition: quoted texts, unquoted `\\N` for NULL, unquoted digits for a row_id; LF ends a line. */
async function readSpool(path: string): Promise<Cell[][]> {
  const text = await readFile(path, "utf8");
  const rows: Cell[][] = [];
  let row: Cell[] = [];
  const cell = /"((?:[^"]|"")*)"([,\n])|(\\N|\d+)([,\n])/gy;
  for (let match = cell.exec(text); match !== null; match = cell.exec(text)) {
    row.push(match[3] === undefined ? match[1]!.replaceAll('""', '"') : match[3] === "\\N" ? null : match[3]);
    if ((match[2] ?? match[4]) === "\n") rows.push(row.splice(0));
    if (cell.lastIndex === text.length) return rows;
  }
  expect(text).toBe("");
  return rows;
}

describe("spoolSources", () => {
  it("writes rows and rejects over several files, in the first file's column order", async () => {
    const files = [
      fileOf(["id", "name"], [["1", 'a "b"'], '2,"x', [null, "\\N"]]),
      fileOf(["name", "id"], [["", "9"]], "b.csv"),
    ];
    const seen: number[] = [];
    const result = await spoolSources(files, folder.path("spool"), {
      firstRowId: 11,
      onProgress: ({ rows }) => seen.push(rows),
    });
    expect(await readFile(result.path, "utf8")).toBe('11,"1","a ""b"""\n12,\\N,\\N\n13,\\N,"\\N"\n14,"9",""\n');
    expect(await readFile(result.rejectsPath, "utf8")).toBe('"a.csv","3","12","2,""x","why"\n');
    expect(result).toMatchObject({
      rows: 4,
      rejects: 1,
      header: ["id", "name"],
      hasLineBreaks: false,
      maxRecordBytes: 31,
      files: [
        { path: "a.csv", rows: 3, rejects: 1 },
        { path: "b.csv", rows: 1, rejects: 0 },
      ],
    });
    expect(seen).toEqual([3, 4]);
  });

  it("tells whether a cell holds a line end", async () => {
    for (const cell of ["a\nb", "a\rb", `${"x".repeat(100)}\n`]) {
      expect(await spoolSources([fileOf(["id"], [[cell]])], folder.path("x"))).toMatchObject({ hasLineBreaks: true });
    }
  });

  it("writes two empty files for no rows", async () => {
    const result = await spoolSources([fileOf(["id"], [])], folder.path("none"));
    expect(result).toMatchObject({ rows: 0, rejects: 0, maxRecordBytes: 0 });
    expect((await readFile(result.path)).length + (await readFile(result.rejectsPath)).length).toBe(0);
  });

  it("names the columns in which the files differ", async () => {
    const files = [fileOf(["id", "name"], []), fileOf(["id", "names"], [], "b.csv")];
    await expect(spoolSources(files, folder.path("x"))).rejects.toMatchObject({
      code: "INPUT_FORMAT",
      message: expect.stringMatching(/b\.csv.*"name" is missing, "names" is added/),
    });
    const twice = [fileOf(["id", "id", "a"], []), fileOf(["id", "a", "id"], [], "b.csv")];
    await expect(spoolSources(twice, folder.path("x"))).rejects.toMatchObject({ code: "INPUT_FORMAT" });
  });

  it.skipIf(process.platform !== "linux")("says LIMIT_DISK when the disk is full", async () => {
    const files = [
      fileOf(
        ["id"],
        Array.from({ length: 1000 }, () => ["x".repeat(3000)]),
      ),
    ];
    await expect(spoolSources(files, "/dev/full", { rejectsPath: folder.path("r") })).rejects.toMatchObject({
      code: "LIMIT_DISK",
    });
    await expect(
      spoolSources([fileOf(["id"], [["1"]])], "/dev/full", { rejectsPath: folder.path("r") }),
    ).rejects.toMatchObject({ code: "LIMIT_DISK" });
  });

  it("stops when told to", async () => {
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(spoolSources([fileOf(["id"], [["1"]])], folder.path("x"), { signal })).rejects.toThrow("enough");
  });

  it("is read back as it was, whatever the cells hold", async () => {
    const piece = fc.constantFrom(
      "a",
      "ä",
      "€",
      "😀",
      '"',
      ",",
      "\n",
      "\r",
      "\\N",
      "\\",
      "'",
      "\t",
      " ",
      '\n7,"x",',
      "0",
      "\0",
      "\ufeff",
      "NULL",
    );
    const long = fc.integer({ min: 60, max: 5000 }).map((length) => "xä".repeat(length));
    const cell = fc.oneof(
      { weight: 1, arbitrary: fc.constant(null) },
      { weight: 8, arbitrary: fc.array(piece, { maxLength: 8 }).map((parts) => parts.join("")) },
      { weight: 1, arbitrary: long },
    );
    const rows = fc.array(
      fc.oneof(
        { weight: 6, arbitrary: fc.tuple(cell, cell, cell) },
        { weight: 1, arbitrary: fc.array(piece).map((parts) => parts.join("")) },
      ),
      { minLength: 1, maxLength: 300 },
    );
    await fc.assert(
      fc.asyncProperty(rows, async (table) => {
        const result = await spoolSources([fileOf(["a", "b", "c"], table)], folder.path("spool"));
        const expected = table.map((row, i) => [
          String(i + 1),
          ...(typeof row === "string" ? [null, null, null] : row),
        ]);
        expect(await readSpool(result.path)).toEqual(expected);
        const rejects = table.flatMap((row, i) =>
          typeof row === "string" ? [["a.csv", String(i + 2), String(i + 1), row, "why"]] : [],
        );
        expect(await readSpool(result.rejectsPath)).toEqual(rejects);
        const texts = table.flat().filter((cell) => cell !== null);
        expect(result.hasLineBreaks).toBe(texts.some((cell) => /[\n\r]/.test(cell)));
      }),
      { numRuns: 60 },
    );
  });
});
