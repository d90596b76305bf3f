/** Values of one page: PLAIN decoded here without an object per value, the rarer encodings by hyparquet. */
import type { DecodedArray, ParquetType } from "hyparquet";
import { ParquetFault } from "./parquet-fault.ts";

/** Values without NULLs, in page order. */
export type PageValues =
  | { readonly kind: "bytes"; readonly heap: Uint8Array; readonly starts: Uint32Array; readonly lengths: Uint32Array }
  | { readonly kind: "number"; readonly values: Int32Array | BigInt64Array | Float64Array };

export interface PlainInput {
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly count: number;
  readonly type: ParquetType;
  readonly fixedLength: number | undefined;
}

export function readPlainValues(input: PlainInput): PageValues {
  switch (input.type) {
    case "INT32":
      return { kind: "number", values: new Int32Array(copyOf(input, 4)) };
    case "INT64":
      return { kind: "number", values: new BigInt64Array(copyOf(input, 8)) };
    case "DOUBLE":
      return { kind: "number", values: new Float64Array(copyOf(input, 8)) };
    case "BYTE_ARRAY":
      return readPlainTexts(input);
    case "FIXED_LEN_BYTE_ARRAY":
      return readFixedTexts(input);
    default:
      throw new ParquetFault(`values of type ${input.type}`);
  }
}

/** A copy, because the page may start at any byte and typed arrays want alignment. */
function copyOf({ bytes, start, count }: PlainInput, width: number): ArrayBuffer {
  if (start + count * width > bytes.length) throw new ParquetFault("page ends before its values");
  const copy = new Uint8Array(count * width);
  copy.set(bytes.subarray(start, start + count * width));
  return copy.buffer;
}

function readPlainTexts({ bytes, start, count }: PlainInput): PageValues {
  const starts = new Uint32Array(count);
  const lengths = new Uint32Array(count);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = start;
  for (let index = 0; index < count; index++) {
    if (at + 4 > bytes.length) throw new ParquetFault("page ends before its values");
    const length = view.getUint32(at, true);
    at += 4;
    if (at + length > bytes.length) throw new ParquetFault("page ends inside a text");
    starts[index] = at;
    lengths[index] = length;
    at += length;
  }
  return { kind: "bytes", heap: bytes, starts, lengths };
}

function readFixedTexts({ bytes, start, count, fixedLength }: PlainInput): PageValues {
  const width = fixedLength ?? 0;
  if (width < 1 || start + count * width > bytes.length) throw new ParquetFault("page ends before its values");
  const starts = Uint32Array.from({ length: count }, (_, index) => start + index * width);
  return { kind: "bytes", heap: bytes, starts, lengths: new Uint32Array(count).fill(width) };
}

/** What hyparquet decoded (delta and byte-stream-split encodings) in the shape used here. */
export function fromDecoded(decoded: DecodedArray): PageValues {
  if (decoded instanceof Int32Array || decoded instanceof BigInt64Array || decoded instanceof Float64Array) {
    return { kind: "number", values: decoded };
  }
  const parts = Array.from(decoded as ArrayLike<unknown>, (part) => {
    if (part instanceof Uint8Array) return part;
    throw new ParquetFault("values of an unexpected kind");
  });
  const starts = new Uint32Array(parts.length);
  const lengths = new Uint32Array(parts.length);
  let at = 0;
  for (const [index, part] of parts.entries()) {
    starts[index] = at;
    lengths[index] = part.length;
    at += part.length;
  }
  return { kind: "bytes", heap: Buffer.concat(parts), starts, lengths };
}

/** The dictionary's values at the given indexes. */
export function pickValues(dictionary: PageValues, indexes: Int32Array): PageValues {
  const size = dictionary.kind === "bytes" ? dictionary.starts.length : dictionary.values.length;
  for (const index of indexes) if (index >= size) throw new ParquetFault("index outside the dictionary");
  if (dictionary.kind === "bytes") {
    const { heap, starts, lengths } = dictionary;
    return { kind: "bytes", heap, starts: pick(starts, indexes), lengths: pick(lengths, indexes) };
  }
  const { values } = dictionary;
  if (values instanceof BigInt64Array) {
    return { kind: "number", values: BigInt64Array.from(indexes, (index) => values[index]!) };
  }
  const picked = values instanceof Int32Array ? new Int32Array(indexes.length) : new Float64Array(indexes.length);
  for (let at = 0; at < indexes.length; at++) picked[at] = values[indexes[at]!]!;
  return { kind: "number", values: picked };
}

function pick(values: Uint32Array, indexes: Int32Array): Uint32Array {
  const picked = new Uint32Array(indexes.length);
  for (let at = 0; at < indexes.length; at++) picked[at] = values[indexes[at]!]!;
  return picked;
}
