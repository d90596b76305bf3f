import fc from "fast-check";
import iconv from "iconv-lite";
import { describe, expect, it } from "vitest";
import { createChunkDecoder, type TextEncoding } from "./chunk-decoder.ts";

const encodings: TextEncoding[] = ["utf-8", "utf-16le", "utf-16be", "windows-1252", "iso-8859-1", "iso-8859-15"];

function decode(bytes: Buffer, encoding: TextEncoding, size = Infinity): string {
  const decoder = createChunkDecoder(encoding);
  let text = "";
  for (let at = 0; at < bytes.length; at += size) {
    text += decoder.write(bytes.subarray(at, at + Math.min(size, bytes.length)));
  }
  return text + decoder.end();
}

/** Bytes that often come near valid UTF-8. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom(0x41, 0xc3, 0xa4, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x98, 0x80, 0xed, 0xa0, 0xf4, 0x90, 0xc0, 0xff),
      fc.nat(255),
    ),
  )
  .map((bytes) => Buffer.from(bytes));

describe("createChunkDecoder", () => {
  it("gives UTF-8 as the WHATWG decoder does, once its marks are replaced", () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 1, max: 5 }), (bytes, size) => {
        const expected = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
        const text = decode(bytes, "utf-8", size);
        expect(text.toWellFormed()).toBe(expected);
        expect(text).toBe(decode(bytes, "utf-8"));
      }),
      { numRuns: 2000 },
    );
  });

  it("marks faulty UTF-8 and nothing else", () => {
    fc.assert(
      fc.property(hostile, (bytes) => {
        let valid = true;
        try {
          new TextDecoder("utf-8", { fatal: true }).decode(bytes);
        } catch {
          valid = false;
        }
        expect(decode(bytes, "utf-8").isWellFormed()).toBe(valid);
      }),
      { numRuns: 2000 },
    );
  });

  it.each(encodings)("reads back what was written in %s, however it is cut", (encoding) => {
    const letters = encoding.startsWith("utf")
      ? "aä€ß😀\ufffd\u0000\u2028"
      : encoding === "iso-8859-1"
        ? "a\u00e4\u00a4"
        : "a\u00e4\u0160\u0153\u20ac";
    const texts = fc.array(fc.constantFrom(...letters)).map((parts) => parts.join(""));
    fc.assert(
      fc.property(texts, fc.integer({ min: 1, max: 7 }), (text, size) => {
        expect(decode(iconv.encode(text, encoding), encoding, size)).toBe(text);
      }),
    );
  });

  it("marks an odd byte at the end of UTF-16", () => {
    expect(decode(Buffer.from([0x41, 0x00, 0x42]), "utf-16le").isWellFormed()).toBe(false);
    expect(decode(Buffer.from([0x00, 0x41, 0x00]), "utf-16be").isWellFormed()).toBe(false);
    expect(decode(Buffer.from([0xd8, 0x3d]), "utf-16be").isWellFormed()).toBe(false);
  });
});
