import { isAscii } from "node:buffer";
import type { Encoding, DecodedArray } from "hyparquet";
import { deltaBinaryUnpack, deltaByteArray, deltaLengthByteArray } from "hyparquet/src/delta.js";
import { byteStreamSplit } from "hyparquet/src/encoding.js";
import { readPlain } from "hyparquet/src/plain.js";
import type { Leaf } from "./column-schema.ts";
import { stringText, type LeafText, type TextAt } from "./leaf-format.ts";
import { CorruptPage, readRleHybrid } from "./rle-hybrid.ts";

/** The values part of a data page, levels already taken off. */
export interface EncodedValues {
  readonly bytes: Uint8Array;
  readonly encoding: Encoding;
  /** Values that are present; absent ones take no space. */
  readonly count: number;
}

/** The texts of a page's values. Throws where the bytes do not hold `count` values; undefined: encoding not supported. */
export function readValues(leaf: Leaf, page: EncodedValues, dictionary?: readonly LeafText[]): TextAt | undefined {
  if (page.count === 0) return noValue;
  switch (page.encoding) {
    case "PLAIN":
      return readPlainTexts(leaf, page.bytes, page.count);
    case "PLAIN_DICTIONARY":
    case "RLE_DICTIONARY":
      return readIndices(page, dictionary);
    default: {
      const values = readSpecial(leaf, page);
      return values === undefined ? undefined : leaf.format.read(values);
    }
  }
}

/** The texts of a dictionary page: converted once, however often the values repeat. */
export function readDictionary(leaf: Leaf, bytes: Uint8Array, count: number): readonly LeafText[] {
  const textAt = count === 0 ? noValue : readPlainTexts(leaf, bytes, count);
  return Array.from({ length: count }, (_, index) => textAt(index));
}

const noValue: TextAt = () => {
  throw new CorruptPage("a value that is not there");
};

function readPlainTexts(leaf: Leaf, bytes: Uint8Array, count: number): TextAt {
  const { element, format } = leaf;
  if (element.type === "BYTE_ARRAY" && format.isText === true) return readPlainStrings(bytes, count);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const needed = Math.ceil((count * (plainBits[element.type ?? "BYTE_ARRAY"] ?? 8 * (element.type_length ?? 0))) / 8);
  // Typed arrays over a page could reach beyond it into the next page of the same buffer.
  if (needed > bytes.byteLength) throw new CorruptPage(`${count} values in ${bytes.byteLength} bytes`);
  const values = readPlain({ view, offset: 0 }, element.type!, count, element.type_length);
  return format.read(values);
}

const plainBits: Partial<Record<string, number>> = {
  BOOLEAN: 1,
  INT32: 32,
  INT64: 64,
  INT96: 96,
  FLOAT: 32,
  DOUBLE: 64,
  BYTE_ARRAY: 32,
};

function readPlainStrings(bytes: Uint8Array, count: number): TextAt {
  const page = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const ends = new Uint32Array(count);
  let offset = 0;
  for (let index = 0; index < count; index++) {
    offset += 4 + page.readUInt32LE(offset);
    ends[index] = offset;
  }
  if (offset > page.length) throw new CorruptPage("a text ends beyond its page");
  const onlyAscii = isAscii(page);
  return (index) => {
    const start = index === 0 ? 4 : ends[index - 1]! + 4;
    return stringText(page, start, ends[index]!, onlyAscii);
  };
}

function readIndices(page: EncodedValues, dictionary: readonly LeafText[] | undefined): TextAt {
  if (dictionary === undefined) throw new CorruptPage("a dictionary is missing");
  const width = page.bytes[0];
  if (width === undefined) throw new CorruptPage("a page without a bit width");
  const indices = width <= 8 ? new Uint8Array(page.count) : new Uint32Array(page.count);
  // A dictionary of one entry needs no bits at all, and some writers then write none.
  if (width > 0) readRleHybrid(page.bytes.subarray(1), width, indices);
  return (index) => {
    const text = dictionary[indices[index]!];
    if (text === undefined) throw new CorruptPage("an index outside of its dictionary");
    return text;
  };
}

function readSpecial(leaf: Leaf, { bytes, encoding, count }: EncodedValues): DecodedArray | undefined {
  const { type, type_length: width } = leaf.element;
  const reader = { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), offset: 0 };
  if (encoding === "RLE" && type === "BOOLEAN") return readBooleans(bytes, count);
  if (encoding === "BYTE_STREAM_SPLIT") return byteStreamSplit(reader, count, type!, width);
  if (encoding === "DELTA_BINARY_PACKED") {
    const integers = new BigInt64Array(count);
    deltaBinaryUnpack(reader, count, integers);
    // DuckDB writes unsigned 32-bit values as wider integers, of which hyparquet's 32-bit reader loses the top bit.
    return type === "INT32" ? Int32Array.from(integers, (value) => Number(BigInt.asIntN(32, value))) : integers;
  }
  const arrays: Uint8Array[] = [];
  if (encoding === "DELTA_LENGTH_BYTE_ARRAY") deltaLengthByteArray(reader, count, arrays);
  else if (encoding === "DELTA_BYTE_ARRAY") deltaByteArray(reader, count, arrays);
  else return undefined;
  if (reader.offset > bytes.byteLength) throw new CorruptPage("a text ends beyond its page");
  return arrays;
}

/** Booleans as one run-length stream behind its length in bytes. */
function readBooleans(bytes: Uint8Array, count: number): boolean[] {
  const bits = new Uint8Array(count);
  readRleHybrid(bytes.subarray(4), 1, bits);
  return Array.from(bits, (bit) => bit === 1);
}
