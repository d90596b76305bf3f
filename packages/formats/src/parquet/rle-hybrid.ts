/** Raised where bytes do not follow the format; the reader turns it into `INPUT_TRUNCATED`. */
export class CorruptPage extends Error {
  override readonly name = "CorruptPage";
}

/**
 * Decodes run-length and bit-packed runs (levels, dictionary indices, booleans) into `output`, filling all of it.
 * Unlike hyparquet's own it never writes past the end, whatever a run claims.
 * https://parquet.apache.org/docs/file-format/data-pages/encodings/#RLE
 */
export function readRleHybrid(bytes: Uint8Array, width: number, output: Uint8Array | Uint32Array): void {
  if (width > 32) throw new CorruptPage(`bit width ${width}`);
  let offset = 0;
  let filled = 0;
  while (filled < output.length) {
    const header = readVarint(bytes, offset);
    offset = header.next;
    const isPacked = (header.value & 1) === 1;
    const claimed = isPacked ? (header.value >>> 1) * 8 : header.value >>> 1;
    const count = Math.min(claimed, output.length - filled);
    if (count === 0) throw new CorruptPage("an empty run");
    if (isPacked) unpack({ bytes, offset, width, output, filled, count });
    else output.fill(littleEndian(bytes, offset, (width + 7) >> 3), filled, filled + count);
    offset += isPacked ? (claimed / 8) * width : (width + 7) >> 3;
    filled += count;
  }
}

interface PackedRun {
  readonly bytes: Uint8Array;
  readonly offset: number;
  readonly width: number;
  readonly output: Uint8Array | Uint32Array;
  readonly filled: number;
  readonly count: number;
}

function unpack({ bytes, offset, width, output, filled, count }: PackedRun): void {
  // The last run may lack the padding bytes of its last group of eight, never bits of a value that counts.
  if (offset + Math.ceil((count * width) / 8) > bytes.length) throw new CorruptPage("a bit-packed run ends early");
  if (width > 24) return unpackWide({ bytes, offset, width, output, filled, count });
  const mask = (1 << width) - 1;
  let buffered = 0;
  let bits = 0;
  let next = offset;
  for (let index = 0; index < count; index++) {
    while (bits < width) {
      buffered |= bytes[next++]! << bits;
      bits += 8;
    }
    output[filled + index] = buffered & mask;
    buffered >>>= width;
    bits -= width;
  }
}

/** Values wider than 24 bits do not fit the 32-bit buffer of the fast path; dictionaries of that size are rare. */
function unpackWide({ bytes, offset, width, output, filled, count }: PackedRun): void {
  for (let index = 0; index < count; index++) {
    let value = 0;
    for (let bit = 0; bit < width; bit++) {
      const position = index * width + bit;
      if ((bytes[offset + (position >> 3)]! >> (position & 7)) & 1) value += 2 ** bit;
    }
    output[filled + index] = value;
  }
}

function littleEndian(bytes: Uint8Array, offset: number, length: number): number {
  if (offset + length > bytes.length) throw new CorruptPage("a run ends early");
  let value = 0;
  for (let index = length - 1; index >= 0; index--) value = value * 256 + bytes[offset + index]!;
  return value;
}

function readVarint(bytes: Uint8Array, offset: number): { value: number; next: number } {
  let value = 0;
  for (let index = 0; index < 5; index++) {
    const byte = bytes[offset + index];
    if (byte === undefined) break;
    value += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return { value: value >>> 0, next: offset + index + 1 };
  }
  throw new CorruptPage("a run header ends early");
}
