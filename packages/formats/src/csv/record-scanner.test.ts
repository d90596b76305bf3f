import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FAULT_MARK } from "./chunk-decoder.ts";
import { RecordScanner } from "./record-scanner.ts";
import { type OracleOptions, type OracleRow, scanByOracle } from "./scanner-oracle.test-support.ts";

const usual: OracleOptions = { delimiter: ",", quote: '"', maxRecordBytes: 1 << 20 };

/** Feeds pieces of the given sizes in turn; a rewind goes on from the place it names, as the file reader does. */
function scan(text: string, options: OracleOptions = usual, sizes: readonly number[] = [1 << 30]): OracleRow[] {
  const scanner = new RecordScanner({ encoding: "utf-8", ...options });
  const rows: OracleRow[] = [];
  let rewinds = 0;
  for (let from: number | undefined = 0; from !== undefined; from = scanner.rewindTo) {
    expect(rewinds++).toBeLessThan(2);
    for (let at = from, piece = 0; at < text.length; piece++) {
      const end = Math.min(text.length, at + sizes[piece % sizes.length]!);
      for (const row of scanner.feed({ text: text.slice(at, end), endByte: end })) rows.push(plain(row));
      at = end;
    }
    for (const row of scanner.end()) rows.push(plain(row));
  }
  return rows;
}

function plain(row: ReturnType<RecordScanner["feed"]>[number]): OracleRow {
  const { kind, line, ordinal } = row;
  return row.kind === "record"
    ? { kind, line, ordinal, text: row.text(), cells: row.cells }
    : { kind, line, ordinal, text: row.text, reason: row.reason };
}

const cells = (text: string, options = usual) => scan(text, options).map((row) => row.cells ?? row.reason);

describe("the rules of CSV", () => {
  it("1: takes LF, CRLF and CR, mixed, and no end at the last line", () => {
    expect(cells("a,b\nc,d\r\ne,f\rg,h")).toEqual([
      ["a", "b"],
      ["c", "d"],
      ["e", "f"],
      ["g", "h"],
    ]);
    expect(scan("a\r\n\rb\n").map(({ line }) => line)).toEqual([1, 3]);
  });

  it("2: passes over blank lines but not over white space", () => {
    expect(cells('\n\na\n\r\n \n""\n\n')).toEqual([["a"], [" "], [null]]);
  });

  it("3: takes a field as quoted only if the quote is its first character", () => {
    expect(cells('"a", "b"\n')).toEqual([["a", ' "b"']]);
  });

  it("4: keeps quotes, delimiters and line ends inside quotes", () => {
    expect(cells('"a ""x"" b","c,d","e\r\nf\n\rg"\n"""",""""""')).toEqual([
      ['a "x" b', "c,d", "e\r\nf\n\rg"],
      ['"', '""'],
    ]);
    expect(scan('a,"b\n\r\nc\rd"\ne').map(({ line }) => line)).toEqual([1, 5]);
  });

  it("5: rejects to the end of the line what has text after a closing quote", () => {
    expect(scan('1,"a"b,c\n2,d\n')).toMatchObject([
      { kind: "reject", text: '1,"a"b,c', reason: "text follows a closing quote" },
      { kind: "record", cells: ["2", "d"], line: 2 },
    ]);
    expect(scan('1,"a\nb"c,"d\n2,e')).toMatchObject([
      { text: '1,"a\nb"c,"d', line: 1 },
      { cells: ["2", "e"], line: 3 },
    ]);
  });

  it("6: rejects only the first line of a record whose quote is never closed", () => {
    expect(scan('a,b\n1,"x\n2,y\n3,"",""""\n')).toMatchObject([
      { cells: ["a", "b"] },
      { kind: "reject", text: '1,"x', reason: "a quote is opened and never closed", line: 2 },
      { cells: ["2", "y"], line: 3 },
      { cells: ["3", null, '"'], line: 4 },
    ]);
  });

  it("6: reads the lines up to that quote by themselves", () => {
    expect(scan('"a\nb","c\nd,""\n')).toMatchObject([
      { kind: "reject", text: '"a', line: 1 },
      { kind: "reject", text: 'b","c', reason: "a quote is opened and never closed", line: 2 },
      { kind: "record", cells: ["d", null], line: 3 },
    ]);
    expect(scan('"x\ny",z,"open\nw,v')).toMatchObject([{ text: '"x' }, { text: 'y",z,"open' }, { cells: ["w", "v"] }]);
  });

  it("7: keeps quotes inside unquoted fields", () => {
    expect(cells('5" pipe,it"s "so"\n')).toEqual([['5" pipe', 'it"s "so"']]);
  });

  it("8: makes empty cells NULL", () => {
    expect(cells(',"",a,\n')).toEqual([[null, null, "a", null]]);
  });

  it("9: rejects faulty encoding and NUL, and only these records", () => {
    expect(scan(`a,${FAULT_MARK}b\nc,\ufffd\nd,\0\ne,f`)).toMatchObject([
      { kind: "reject", text: "a,\ufffdb", reason: "not valid UTF-8" },
      { kind: "record", cells: ["c", "\ufffd"] },
      { kind: "reject", text: "d,\0", reason: "holds a NUL character" },
      { kind: "record", cells: ["e", "f"] },
    ]);
  });

  it("10: keeps the beginning of a record beyond the bound and goes on after it", () => {
    const options = { ...usual, maxRecordBytes: 6 };
    const reason = "larger than 6 bytes; only the first 6 are kept";
    expect(scan("1234567\n123456\r\nééé\néééé\na", options)).toMatchObject([
      { text: "123456", reason },
      { cells: ["123456"] },
      { cells: ["ééé"] },
      { text: "ééé", reason },
      { cells: ["a"] },
    ]);
  });

  it("reads without quoting when the quote is empty", () => {
    expect(cells('"a","b\n', { ...usual, quote: "" })).toEqual([['"a"', '"b']]);
  });
});

describe("chunks", () => {
  const alphabet = [
    "a",
    "b",
    ",",
    ",",
    '"',
    '"',
    '"',
    "\n",
    "\r",
    "\r\n",
    "é",
    "€",
    "😀",
    "\0",
    FAULT_MARK,
    "\ufffd",
    "'",
  ];
  // Few letters make coincidences frequent, many make them varied.
  const letters = fc.oneof(fc.constant(alphabet), fc.constant(['"', '"', "\n", "\r", "a", ","]));
  const texts = letters
    .chain((some) => fc.array(fc.constantFrom(...some), { maxLength: 60 }))
    .map((parts) => parts.join(""));
  const options = fc.record({
    delimiter: fc.constantFrom(",", ";", "a"),
    quote: fc.constantFrom('"', '"', "'", ""),
    maxRecordBytes: fc.constantFrom(1, 3, 7, 20, 1 << 20),
  });

  it("do not matter, and the rows are those of the plain reading", () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(texts, options, sizes, (text, dialect, pieces) => {
        const expected = scanByOracle(text, dialect);
        expect(scan(text, dialect)).toEqual(expected);
        expect(scan(text, dialect, pieces)).toEqual(expected);
      }),
      { numRuns: 10_000 },
    );
  });

  it("leave the time linear where a quote is never closed", () => {
    const text = `id,note\n1,"open\n${'2,"a ""b"" c"\n'.replaceAll('"', '""').repeat(200_000)}`;
    const started = performance.now();
    const rows = scan(text, { ...usual, maxRecordBytes: 1 << 26 }, [1 << 16]);
    expect(rows.length).toBe(200_002);
    expect(performance.now() - started).toBeLessThan(10_000);
  });

  it("leave the time linear where many lines lead to a quote that is never closed", () => {
    const text = `${'"1\n2",'.repeat(300_000)}"open`;
    const started = performance.now();
    for (const maxRecordBytes of [1 << 16, 1 << 26]) {
      expect(scan(text, { ...usual, maxRecordBytes }, [1 << 14]).length).toBe(300_001);
    }
    expect(performance.now() - started).toBeLessThan(20_000);
  });

  it("leave the time linear in one large field", () => {
    const field = "x,\n".repeat(10_000_000);
    const started = performance.now();
    const rows = scan(`id,"${field}"\n2,b`, { ...usual, maxRecordBytes: 1 << 26 }, [1 << 18]);
    expect(rows.map((row) => row.cells?.[1]?.length)).toEqual([field.length, 1]);
    expect(performance.now() - started).toBeLessThan(10_000);
  });
});
