import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { defaultReadLimits } from "../read-limits.ts";
import type { ReadLimits, ResolvedSource, SourceRow } from "../source.ts";
import { openJson } from "./open-json.ts";

let folder: string;
beforeAll(async () => void (folder = await mkdtemp(join(tmpdir(), "recon-json-"))));
afterAll(() => rm(folder, { recursive: true }));

let files = 0;
async function read(content: string | Buffer, how: Partial<ResolvedSource> = {}, limits: ReadLimits = {}) {
  const path = join(folder, `${files++}.json`);
  await writeFile(path, content);
  const resolved: ResolvedSource = { format: "json", compression: "none", options: {}, bom: false, ...how };
  const file = await openJson(path, resolved, { ...defaultReadLimits, ...limits });
  const rows: SourceRow[] = [];
  for await (const batch of file.rows()) rows.push(...batch);
  return { file, rows };
}

const shown = (rows: readonly SourceRow[]) =>
  rows.map((row) => (row.kind === "record" ? [row.line, ...row.cells] : [row.line, row.reason, row.text]));
const ndjson = { format: "ndjson" } as const;

describe("where the records are", () => {
  test("an array at the top", async () => {
    const { file, rows } = await read('[\n {"a":1.10, " b":null},\n {"c":"x","a":{"z":[1.0]}}\n]\n');
    expect(file.header).toEqual(["a", "b", "c"]);
    expect(shown(rows)).toEqual([
      [2, "1.10", null, null],
      [3, '{"z":[1.0]}', null, "x"],
    ]);
    expect(rows[1]?.kind === "record" && rows[1].text()).toBe('{"c":"x","a":{"z":[1.0]}}');
  });

  test("the only array of objects of a document, written into what was resolved", async () => {
    const { file, rows } = await read('{"meta":{"n":[{"no":1}]},"tags":["a","b"],"my.items":[{"a":1},{"a":2}],"n":2}');
    expect(file.resolved.options).toEqual({ records: "my.items" });
    expect(shown(rows)).toEqual([
      [1, "1"],
      [1, "2"],
    ]);
    expect((await read('{"items":[]}')).rows).toEqual([]);
  });

  test("a dotted path", async () => {
    const text = '{"x":[{"q":1}],"data":{"e":{},"items":[{"a":1}],"more":[{"b":1}]},"y":1}';
    expect(shown((await read(text, { options: { records: "data.items" } })).rows)).toEqual([[1, "1"]]);
    expect((await read(text, { options: { records: "data.more" } })).file.header).toEqual(["b"]);
  });

  test.each([
    ['{"a":[{"x":1}],"b":[{"x":1}]}', {}, /several arrays of objects \(a, b\)/],
    ['{"a":1}', {}, /no array of objects/],
    ['{"a":[1,2]}', {}, /no array of objects/],
    ['{"a":[{}]}', { records: "b" }, /no property "b"/],
    ['{"a":{"b":1}}', { records: "a.b" }, /no array at "a\.b"/],
    ['[{"a":1}]', { records: "a" }, /Leave `records` out/],
    ['{"a":1}\n{"a":2}', {}, /format: ndjson/],
    ['{"a":[{}],"a":[{}]}', { records: "a" }, /two properties "a"/],
    ["  \n ", {}, /no JSON value/],
    ["12", {}, /neither \[ nor \{/],
  ])("%s is not certain", async (text, options, message) => {
    await expect(read(text, { options })).rejects.toMatchObject({
      code: "INPUT_FORMAT",
      message: expect.stringMatching(message),
    });
  });
});

describe("faults of a record", () => {
  test("in an array: what ends is a reject, and the rest goes on", async () => {
    const { rows } = await read('[{"a":1},\n{"a":},\n7,\n{"a":1,"a":2},,\n{"a":3},]');
    expect(rows.map((row) => [row.line, row.kind])).toEqual([
      [1, "record"],
      [2, "reject"],
      [3, "reject"],
      [4, "reject"],
      [4, "reject"],
      [5, "record"],
      [5, "reject"],
    ]);
    expect(rows[1]).toMatchObject({ text: '{"a":}', reason: expect.stringMatching("not JSON") });
  });

  test("in lines: a broken line is a reject, blank lines are nothing", async () => {
    const { file, rows } = await read('{"a":1}\r\n\n  \n{"a":\n{"b":2}', ndjson);
    expect(file.header).toEqual(["a", "b"]);
    expect(rows.map((row) => [row.line, row.kind])).toEqual([
      [1, "record"],
      [4, "reject"],
      [5, "record"],
    ]);
    expect(rows[0]?.kind === "record" && rows[0].text()).toBe('{"a":1}');
  });

  test("invalid UTF-8, NUL and too large records are rejects", async () => {
    const bytes = Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xff]), Buffer.from('"}\n{"a":"\0"}\n')]);
    const long = `{"a":"${"x".repeat(100)}"}\n{"a":1}`;
    const { rows } = await read(Buffer.concat([bytes, Buffer.from(long)]), ndjson, { maxRecordBytes: 50 });
    expect(rows.map((row) => (row.kind === "reject" ? row.reason : row.cells))).toEqual([
      "it is not valid text in its encoding",
      "a text holds a NUL character that is not escaped",
      "the record is larger than 50 bytes",
      ["1"],
    ]);
    expect(rows[2]).toHaveProperty("text", long.slice(0, 50));
  });

  test("50 MB of brackets are one reject, or a file that is cut off", async () => {
    const deep = Buffer.alloc(25_000_000, "[");
    const closed = Buffer.concat([Buffer.from("["), deep, Buffer.alloc(25_000_000, "]"), Buffer.from(',{"a":1}]')]);
    const { rows } = await read(closed);
    expect(rows.map((row) => row.kind)).toEqual(["reject", "record"]);
    await expect(read(deep)).rejects.toMatchObject({ code: "INPUT_TRUNCATED" });
  });
});

describe("bytes", () => {
  test("every cut-off of a document is found, with the line", async () => {
    const text = '{"n":1,\n"items":[\n{"a":"x\\"[",\n"b":[1]},\n{"a":2}],"z":{}}';
    for (let length = 1; length < text.length; length++) {
      await expect(read(text.slice(0, length)), text.slice(0, length)).rejects.toMatchObject({
        code: "INPUT_TRUNCATED",
      });
    }
    await expect(read(text.slice(0, 35))).rejects.toMatchObject({ at: { line: 3 } });
  });

  test("gzip, whole and cut off and beyond its bounds", async () => {
    const zipped = gzipSync('[{"a":1}]');
    expect((await read(zipped, { compression: "gzip" })).rows).toHaveLength(1);
    const cut = read(zipped.subarray(0, -9), { compression: "gzip" });
    await expect(cut).rejects.toMatchObject({ code: "INPUT_TRUNCATED" });
    const bomb = read(gzipSync(`[{"a":"${"x".repeat(1e6)}"}]`), { compression: "gzip" }, { maxExpandedBytes: 1e5 });
    await expect(bomb).rejects.toMatchObject({ code: "LIMIT_SIZE" });
  });

  test("encodings and byte-order marks", async () => {
    const text = '[{"ä":"日本😀"}]';
    const le = Buffer.from(`\ufeff${text}`, "utf16le");
    for (const [bytes, encoding] of [
      [Buffer.from(`\ufeff${text}`), "utf-8"],
      [le, "utf-16le"],
      [Buffer.from(le).swap16(), "utf-16be"],
      [le.subarray(2), "utf-16le"],
    ] as const) {
      const { file, rows } = await read(bytes, { options: { encoding } });
      expect(file.header).toEqual(["ä"]);
      expect(shown(rows)).toEqual([[1, "日本😀"]]);
    }
    const latin = await read(Buffer.from('[{"a":"é"}]', "latin1"), { options: { encoding: "windows-1252" } });
    expect(shown(latin.rows)).toEqual([[1, "é"]]);
  });

  test("half a surrogate pair in UTF-16 is a reject", async () => {
    const bytes = Buffer.from('[{"a":"\ud800"},{"a":"x"}]', "utf16le");
    const { rows } = await read(bytes, { options: { encoding: "utf-16le" } });
    expect(rows.map((row) => row.kind)).toEqual(["reject", "record"]);
  });
});
