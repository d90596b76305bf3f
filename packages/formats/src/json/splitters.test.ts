import fc from "fast-check";
import { expect, test } from "vitest";
import { DocumentSplitter } from "./document-splitter.ts";
import { LineSplitter } from "./line-splitter.ts";
import { parseRecord } from "./parse-record.ts";
import { transcoder } from "./transcoder.ts";

const space = fc.constantFrom("", " ", "\n", "\t\r\n", "  ");
const records = fc.array(fc.dictionary(fc.string({ unit: "grapheme" }), fc.jsonValue({ maxDepth: 3 })), {
  maxLength: 8,
});
const sizes = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1 });

function* chunksOf(bytes: Buffer, lengths: readonly number[]): Generator<Buffer> {
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const length = lengths[turn % lengths.length]!;
    yield bytes.subarray(at, at + length);
    at += length;
  }
}

/** The values that come out again, names and cells put together by hand. */
function valueOf(bytes: Buffer): Record<string, unknown> {
  const parsed = parseRecord(bytes.toString());
  if (parsed.kind === "fault") throw new Error(parsed.reason);
  return Object.fromEntries(parsed.names.map((name, at) => [name, parsed.cells[at]]));
}

const asCells = (record: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(record).map(([name, value]) => [
      name,
      value === null || typeof value === "string" ? value : JSON.stringify(value),
    ]),
  );

test("a document's records come back with any white space, in chunks of 1 to 7 bytes", () => {
  fc.assert(
    fc.property(
      records,
      fc.array(space, { minLength: 1 }),
      sizes,
      fc.boolean(),
      (values, spaces, lengths, isNested) => {
        let turn = 0;
        const gap = () => spaces[turn++ % spaces.length]!;
        const lines: number[] = [];
        let text = `${gap()}${isNested ? `{${gap()}"a"${gap()}:${gap()}[1,{"b":"]"}],"rows":` : ""}[`;
        for (const [at, value] of values.entries()) {
          text += (at > 0 ? "," : "") + gap();
          lines.push(text.split("\n").length);
          text += JSON.stringify(value, null, gap().length) + gap();
        }
        text += `]${gap()}${isNested ? `,"z":"x\\"}"}${gap()}` : ""}`;
        const splitter = new DocumentSplitter("file", isNested ? "rows" : undefined, 1e6);
        const found = [...chunksOf(Buffer.from(text), lengths)].flatMap((chunk) => splitter.push(chunk));
        splitter.end();
        expect(found.map(({ bytes }) => valueOf(bytes))).toEqual(values.map(asCells));
        expect(found.map(({ line }) => line)).toEqual(lines);
      },
    ),
    { numRuns: 500 },
  );
});

test("a file's lines come back, whatever the chunks", () => {
  fc.assert(
    fc.property(records, sizes, fc.constantFrom("\n", "\r\n", "\n \n"), (values, lengths, lineEnd) => {
      const text = values.map((value) => JSON.stringify(value)).join(lineEnd);
      const splitter = new LineSplitter(1e6);
      const found = [...chunksOf(Buffer.from(text), lengths)].flatMap((chunk) => splitter.push(chunk));
      found.push(...splitter.end());
      expect(found.map(({ bytes }) => valueOf(bytes))).toEqual(values.map(asCells));
      const step = lineEnd.split("\n").length - 1;
      expect(found.map(({ line }) => line)).toEqual(values.map((_, at) => 1 + at * step));
    }),
  );
});

test("UTF-16 becomes UTF-8, whatever the chunks", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), sizes, fc.boolean(), (text, lengths, isBigEndian) => {
      const bytes = Buffer.from(text, "utf16le");
      if (isBigEndian) bytes.swap16();
      const transcode = transcoder(isBigEndian ? "utf-16be" : "utf-16le");
      const parts = [...chunksOf(bytes, lengths)].map((chunk) => transcode(Buffer.from(chunk), false));
      expect(Buffer.concat([...parts, transcode(Buffer.alloc(0), true)]).toString()).toBe(text);
    }),
  );
});
