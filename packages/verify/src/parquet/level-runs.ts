/** Definition levels and dictionary indexes: the run-length / bit-packed hybrid of Parquet. */
import { ParquetFault } from "./parquet-fault.ts";

interface Cursor {
  readonly bytes: Uint8Array;
  at: number;
  readonly end: number;
}

/**
 * Decodes exactly `output.length` values of `bitWidth` bits. A run that claims more is cut, a run that ends early is a
 * fault: a crafted run length can neither grow memory nor leave values undefined.
 * https://parquet.apache.org/docs/file-format/data-pages/encodings/
 */
export function readLevelRuns(
  source: { bytes: Uint8Array; start: number; end: number },
  bitWidth: number,
  output: Uint8Array | Int32Array,
): void {
  if (bitWidth === 0) return void output.fill(0);
  if (bitWidth > 31 || source.end > source.bytes.length) throw new ParquetFault("run of impossible width or length");
  const cursor: Cursor = { bytes: source.bytes, at: source.start, end: source.end };
  let seen = 0;
  while (seen < output.length) {
    const header = readVarInt(cursor);
    const count = header & 1 ? (header >>> 1) * 8 : header >>> 1;
    if (count === 0 && cursor.at >= cursor.end) throw new ParquetFault("runs end before their values");
    const take = Math.min(count, output.length - seen);
    if (header & 1) readBitPacked(cursor, { bitWidth, groups: header >>> 1, take }, output.subarray(seen));
    else output.fill(readRepeated(cursor, bitWidth), seen, seen + take);
    seen += take;
  }
}

function readVarInt(cursor: Cursor): number {
  let value = 0;
  for (let shift = 0; shift < 35; shift += 7) {
    if (cursor.at >= cursor.end) throw new ParquetFault("runs end before their values");
    const byte = cursor.bytes[cursor.at++]!;
    value |= (byte & 127) << shift;
    if (byte < 128) return value >>> 0;
  }
  throw new ParquetFault("run length of too many bytes");
}

function readRepeated(cursor: Cursor, bitWidth: number): number {
  let value = 0;
  for (let shift = 0; shift < bitWidth; shift += 8) {
    if (cursor.at >= cursor.end) throw new ParquetFault("runs end before their values");
    value |= cursor.bytes[cursor.at++]! << shift;
  }
  return value;
}

function readBitPacked(
  cursor: Cursor,
  run: { bitWidth: number; groups: number; take: number },
  output: Uint8Array | Int32Array,
): void {
  const { bytes, at } = cursor;
  // The last run may be cut short after the values that are really there.
  if (at + Math.ceil((run.take * run.bitWidth) / 8) > cursor.end) throw new ParquetFault("packed run is cut off");
  const mask = 2 ** run.bitWidth - 1;
  let bit = 0;
  for (let index = 0; index < run.take; index++) {
    const byte = at + (bit >>> 3);
    // Five bytes hold any 31 bits at any offset; arithmetic instead of shifts keeps bit 32 and above.
    const low = bytes[byte]! | ((bytes[byte + 1] ?? 0) << 8) | ((bytes[byte + 2] ?? 0) << 16);
    const wide = low + (bytes[byte + 3] ?? 0) * 0x1000000 + (bytes[byte + 4] ?? 0) * 0x100000000;
    output[index] = run.bitWidth <= 17 ? (low >>> (bit & 7)) & mask : Math.floor(wide / 2 ** (bit & 7)) % (mask + 1);
    bit += run.bitWidth;
  }
  cursor.at = Math.min(cursor.end, at + run.groups * run.bitWidth);
}
