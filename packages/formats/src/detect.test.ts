import { chmod, mkdir } from "node:fs/promises";
import { execFileSync } from "node:child_process";
import { gzipSync } from "node:zlib";
import iconv from "iconv-lite";
import { describe, expect, it } from "vitest";
import { detectSource } from "./detect.ts";
import { ReconError } from "@recon/core";
import type { SourceSpec } from "./source.ts";
import { useTestFolder } from "./test-folder.test-support.ts";

const folder = useTestFolder();

async function detect(content: string | Uint8Array, spec: SourceSpec = {}, name = "source.csv") {
  return detectSource(await folder.write(name, content), spec);
}

async function faultOf(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => "none",
    (thrown: unknown) => thrown,
  );
  return error instanceof ReconError ? error.code : String(error);
}

/** A zip file of empty entries. */
function zipOf(...names: string[]): Buffer {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const name of names) {
    const text = Buffer.from(name);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(text.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(text.length, 28);
    central.writeUInt32LE(offset, 42);
    locals.push(local, text);
    centrals.push(central, text);
    offset += 30 + text.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(names.length, 8);
  end.writeUInt16LE(names.length, 10);
  end.writeUInt32LE(Buffer.concat(centrals).length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, ...centrals, end]);
}

describe("what cannot be read", () => {
  it("says so by its kind", async () => {
    await mkdir(folder.path("sub"));
    expect(await faultOf(detectSource(folder.path("none.csv")))).toBe("INPUT_MISSING");
    expect(await faultOf(detectSource(folder.path("sub")))).toBe("INPUT_IS_FOLDER");
    expect(await faultOf(detect(""))).toBe("INPUT_EMPTY");
    expect(await faultOf(detect("\ufeff"))).toBe("INPUT_EMPTY");
    expect(await faultOf(detect(gzipSync("")))).toBe("INPUT_EMPTY");
    expect(await faultOf(detect(gzipSync("id,name\n1,a\n").subarray(0, 15)))).toBe("INPUT_TRUNCATED");
  });

  it.skipIf(process.getuid?.() === 0)("is INPUT_UNREADABLE without permission", async () => {
    const path = await folder.write("secret.csv", "a,b\n");
    await chmod(path, 0);
    expect(await faultOf(detectSource(path))).toBe("INPUT_UNREADABLE");
  });

  it.skipIf(process.platform === "win32")("is INPUT_UNREADABLE as a pipe, without waiting for it", async () => {
    execFileSync("mkfifo", [folder.path("pipe")]);
    expect(await faultOf(detectSource(folder.path("pipe")))).toBe("INPUT_UNREADABLE");
  });

  const pdf = Buffer.from("%PDF-1.7\n1 0 obj\n");
  const every = Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 167) % 256));
  it.each([
    ["an old workbook", Buffer.concat([Buffer.from("d0cf11e0a1b11ae1", "hex"), Buffer.alloc(512)])],
    ["a PDF", pdf],
    ["a PNG", Buffer.from("89504e470d0a1a0a0000000d", "hex")],
    ["a JPEG", Buffer.from("ffd8ffe000104a464946", "hex")],
    ["any bytes", every],
    ["zeros", Buffer.alloc(100)],
    ["gzip of binary", gzipSync(every)],
    ["RTF", Buffer.from("{\\rtf1\\ansi x}")],
    ["a Word file", zipOf("[Content_Types].xml", "word/document.xml")],
    ["a zip of CSV", zipOf("a.csv", "b.csv")],
    ["a compressed workbook", gzipSync(zipOf("xl/workbook.xml"))],
  ])("is INPUT_BINARY as %s, also where the plan calls it CSV", async (_, content) => {
    expect(await faultOf(detect(content))).toBe("INPUT_BINARY");
    expect(await faultOf(detect(content, { format: "csv" }))).toBe("INPUT_BINARY");
  });

  it("is INPUT_BINARY as a workbook or Parquet that the plan calls CSV", async () => {
    expect(await faultOf(detect(zipOf("xl/workbook.xml"), { format: "csv" }))).toBe("INPUT_BINARY");
    expect(await faultOf(detect("PAR1\x15\x04\x00PAR1", { format: "csv" }))).toBe("INPUT_BINARY");
  });

  it("is INPUT_FORMAT as markup, a bank's own format, or a text that the plan calls a workbook", async () => {
    expect(await faultOf(detect("<html><table><tr><td>1</td></tr></table>", {}, "export.xls"))).toBe("INPUT_FORMAT");
    expect(await faultOf(detect('<?xml version="1.0"?>\n<Document/>'))).toBe("INPUT_FORMAT");
    expect(await faultOf(detect(":20:STARTUMS\r\n:25:12345/678\r\n"))).toBe("INPUT_FORMAT");
    expect(await faultOf(detect("!Type:Bank\nD01/02/03\n"))).toBe("INPUT_FORMAT");
    expect(await faultOf(detect("a,b\n1,2\n", { format: "xlsx" }))).toBe("INPUT_FORMAT");
    expect(await faultOf(detect("a,b\n1,2\n", { format: "parquet" }))).toBe("INPUT_FORMAT");
  });

  it("is INPUT_TRUNCATED as a zip without its end", async () => {
    expect(await faultOf(detect(zipOf("xl/workbook.xml").subarray(0, 40)))).toBe("INPUT_TRUNCATED");
  });
});

describe("formats", () => {
  it("are told by content, not by name", async () => {
    expect(await detect(zipOf("[Content_Types].xml", "xl/workbook.xml"))).toMatchObject({ format: "xlsx" });
    expect(await detect("PAR1\x15\x04\x00PAR1")).toMatchObject({ format: "parquet" });
    expect(await detect("PAR1,PAR2\n1,2\n")).toMatchObject({ format: "csv" });
    expect(await detect(gzipSync("a;b\n1;2\n"), {}, "x.csv")).toMatchObject({
      format: "csv",
      compression: "gzip",
      options: { delimiter: ";" },
    });
    expect(await detect("a\tb\n1\t2\n")).toMatchObject({ format: "tsv", options: { delimiter: "\t" } });
  });

  it.each([
    ['[{"a":1},\n{"a":2}]', "x.csv", "json"],
    [' \n{"a":[1,"}"]}', "x.csv", "json"],
    ['{"a":1}\n', "x.ndjson", "ndjson"],
    ['{"a":1}\n{"a":2}\n', "x.json", "ndjson"],
    ['{"a":"]}"}\r\n\r\n{"a":2}', "x.txt", "ndjson"],
    ["[1,2]\n[3,4]\n", "x.txt", "ndjson"],
    ["[]", "x.txt", "json"],
    ['[{"a":', "x.txt", "json"],
    ['{"a":', "x.jsonl", "ndjson"],
    ["[id],[name]\n1,a\n", "x.json", "csv"],
    ["{id},{name}\n1,a\n", "x.json", "csv"],
    ["[1],[2]\n3,4\n", "x.csv", "csv"],
  ])("%j is %s: %s", async (content, name, format) => {
    expect(await detect(content, {}, name)).toMatchObject({ format, compression: "none" });
    expect(await detect(gzipSync(content), {}, `${name}.gz`)).toMatchObject({ format, compression: "gzip" });
    expect(await detect(`\ufeff${content}`, {}, name)).toMatchObject({ format, bom: true });
  });

  it("are what the plan says", async () => {
    expect(await detect('[{"a":1}]', { format: "csv" })).toMatchObject({ format: "csv" });
    expect(await detect("a,b\tc\n1,2\t3\n", { format: "tsv" })).toMatchObject({
      format: "tsv",
      options: { delimiter: "\t" },
    });
    const options = { delimiter: "|", quote: "'", encoding: "iso-8859-1", headerRow: 2, decimal: "," } as const;
    expect(await detect("a,b\n1,2\n", { options })).toMatchObject({ format: "csv", options });
  });
});

describe("encodings", () => {
  const text = "id;name;betrag\n1;Müller;5 €\n2;Žižek;6\n";
  it.each([
    ["utf-8", false, "utf-8"],
    ["utf-8", true, "utf-8"],
    ["utf-16le", false, "utf-16le"],
    ["utf-16le", true, "utf-16le"],
    ["utf-16be", false, "utf-16be"],
    ["utf-16be", true, "utf-16be"],
    ["windows-1252", false, "windows-1252"],
  ])("%s (mark: %s) is %s", async (encoding, bom, expected) => {
    const resolved = await detect(iconv.encode(text, encoding, { addBOM: bom }));
    expect(resolved).toMatchObject({ format: "csv", bom, options: { encoding: expected, delimiter: ";" } });
  });

  it("stay UTF-8 with a few faulty bytes among valid characters, or a character cut at the end of the sample", async () => {
    const mixed = Buffer.concat([Buffer.from("a,b\nä,ö\nü,ß\n"), Buffer.from([0xe4, 0x2c, 0x31, 0x0a])]);
    expect(await detect(mixed)).toMatchObject({ options: { encoding: "utf-8" } });
    for (const pad of ["", "x", "xx", "xxx"]) {
      const long = `a,b\n${pad},1\n${"€😀é,1\n".repeat(200_000)}`;
      expect(await detect(long)).toMatchObject({ options: { encoding: "utf-8" } });
    }
  });

  it("show in the rest of the file where the beginning has only ASCII", async () => {
    const long = Buffer.concat([
      Buffer.from(`id,name\n${"1,abc\n".repeat(300_000)}`),
      Buffer.from("2,M\xfcller\n".repeat(200_000), "latin1"),
    ]);
    expect(await detect(long)).toMatchObject({ options: { encoding: "windows-1252" } });
  });

  it("do not take sprinkled NULs for binary or UTF-16", async () => {
    expect(await detect("id,name\n1,a\0b\n2,c\n")).toMatchObject({ format: "csv", options: { encoding: "utf-8" } });
    expect(await detect(`id,name\n${"1,abc\0\n2,some longer text,\n".repeat(5000)}`)).toMatchObject({
      options: { encoding: "utf-8" },
    });
  });
});

describe("delimiters and quotes", () => {
  it.each([
    ["a,b,c\n1,2,3\n", ",", '"'],
    ["a;b\n1,5;2,5\n3,0;4,0\n", ";", '"'],
    ["Datum;Betrag, EUR\n2026;1,50\n2026;2,50\n", ";", '"'],
    ["a|b|c\n1|x, y|3\n", "|", '"'],
    ["a:b\n1:2\n3:4\n", ":", '"'],
    ["time,note\n10:00,a: b\n11:00,c: d\n", ",", '"'],
    ['a,b\n"x;y;z",1\n"x;y;z",2\n', ",", '"'],
    ['a;b\n"x\n,,,\n",1;2\n', ";", '"'],
    ["'a','b'\n'x, y','1'\n'it''s','2'\n", ",", "'"],
    ["a,b\n'tis,1\n'twas,2\n", ",", '"'],
    ["a,b\n1,2,\n3,4,\n", ",", '"'],
    ["a,b", ",", '"'],
    ["only\n1\n2\n", ",", '"'],
    ["a;b;c\n", ";", '"'],
  ])("of %j are %s and %s", async (content, delimiter, quote) => {
    expect(await detect(content)).toMatchObject({ options: { delimiter, quote, headerRow: 1 } });
  });

  it("leave sentences in one column alone", async () => {
    const { options } = await detect("remark\nyes, no, maybe\nwell, yes\nno\n");
    expect(options.delimiter).not.toBe(",");
  });

  it("are judged from the header row on", async () => {
    const content = "Statement, of, account\n\nid;name\n1;a\n2;b\n";
    expect(await detect(content, { options: { headerRow: 3 } })).toMatchObject({ options: { delimiter: ";" } });
  });
});
