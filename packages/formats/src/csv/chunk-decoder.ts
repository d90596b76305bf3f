/**
 * Bytes to text, chunk by chunk, for the encodings a plan can name.
 *
 * Bytes that the encoding does not allow become lone surrogates, which no valid text holds. So a faulty record can be
 * told from one that really contains U+FFFD by `isWellFormed`, and `toWellFormed` gives the text with replacement
 * characters, as many as the WHATWG decoder gives.
 */
import { isAscii, isUtf8 } from "node:buffer";
import type { SourceOptions } from "@recon/core";

export type TextEncoding = NonNullable<SourceOptions["encoding"]>;

export interface ChunkDecoder {
  /** The text of these bytes, up to the last whole character. */
  write(bytes: Buffer): string;
  /** What an unfinished last character comes to. */
  end(): string;
  /** Bytes taken in that are not yet in any text. */
  readonly pendingBytes: number;
}

/** Stands for each faulty byte sequence in decoded text. */
export const FAULT_MARK = "\udc80";

const windows1252 = [..."€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ"];
const iso885915 = new Map([..."¤€¦Š¨š´Ž¸ž¼Œ½œ¾Ÿ"].flatMap((c, i, all) => (i % 2 === 0 ? [[c, all[i + 1]!]] : [])));

/** A decoder for one pass over one file; the byte-order mark is the caller's business. */
export function createChunkDecoder(encoding: TextEncoding): ChunkDecoder {
  switch (encoding) {
    case "utf-8":
      return new WholeCharacterDecoder(wholeUtf8Bytes, decodeUtf8);
    case "utf-16le":
      return new WholeCharacterDecoder(wholeUtf16Bytes(1), (bytes) => decodeUtf16(bytes));
    case "utf-16be":
      return new WholeCharacterDecoder(wholeUtf16Bytes(0), (bytes) => decodeUtf16(swapped(bytes)));
    case "windows-1252":
      return new WholeCharacterDecoder(allBytes, (bytes) =>
        bytes.toString("latin1").replace(/[\x80-\x9f]/g, (c) => windows1252[c.charCodeAt(0) - 0x80]!),
      );
    case "iso-8859-15":
      return new WholeCharacterDecoder(allBytes, (bytes) =>
        bytes.toString("latin1").replace(/[¤¦¨´¸¼½¾]/g, (c) => iso885915.get(c)!),
      );
    case "iso-8859-1":
      return new WholeCharacterDecoder(allBytes, (bytes) => bytes.toString("latin1"));
  }
}

class WholeCharacterDecoder implements ChunkDecoder {
  #carry: Buffer = Buffer.alloc(0);
  readonly #wholeBytes: (bytes: Buffer) => number;
  readonly #decode: (bytes: Buffer) => string;

  constructor(wholeBytes: (bytes: Buffer) => number, decode: (bytes: Buffer) => string) {
    this.#wholeBytes = wholeBytes;
    this.#decode = decode;
  }

  get pendingBytes(): number {
    return this.#carry.length;
  }

  write(bytes: Buffer): string {
    const joined = this.#carry.length === 0 ? bytes : Buffer.concat([this.#carry, bytes]);
    const whole = this.#wholeBytes(joined);
    this.#carry = joined.subarray(whole);
    return this.#decode(joined.subarray(0, whole));
  }

  end(): string {
    const rest = this.#carry;
    this.#carry = Buffer.alloc(0);
    return rest.length === 0 ? "" : this.#decode(rest);
  }
}

function allBytes(bytes: Buffer): number {
  return bytes.length;
}

/** Without the start of a character at the very end that more bytes may complete. */
function wholeUtf8Bytes(bytes: Buffer): number {
  const { length } = bytes;
  for (let back = 1; back <= 3 && back <= length; back++) {
    const byte = bytes[length - back]!;
    if (byte < 0x80) return length;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? length - back : length;
  }
  return length;
}

/** Without an odd byte and without a leading surrogate at the very end. */
function wholeUtf16Bytes(highByte: 0 | 1): (bytes: Buffer) => number {
  return (bytes) => {
    const even = bytes.length - (bytes.length % 2);
    const last = even >= 2 ? bytes[even - 2 + highByte]! : 0;
    return last >= 0xd8 && last <= 0xdb ? even - 2 : even;
  };
}

function swapped(bytes: Buffer): Buffer {
  const even = bytes.length - (bytes.length % 2);
  const turned = Buffer.from(bytes.subarray(0, even)).swap16();
  return even === bytes.length ? turned : Buffer.concat([turned, bytes.subarray(even)]);
}

function decodeUtf16(bytes: Buffer): string {
  return bytes.length % 2 === 0
    ? bytes.toString("utf16le")
    : bytes.toString("utf16le", 0, bytes.length - 1) + FAULT_MARK;
}

function decodeUtf8(bytes: Buffer): string {
  if (isAscii(bytes)) return bytes.toString("latin1");
  return isUtf8(bytes) ? bytes.toString("utf8") : decodeFaultyUtf8(bytes);
}

function decodeFaultyUtf8(bytes: Buffer): string {
  const parts: string[] = [];
  let start = 0;
  for (let i = 0; i < bytes.length;) {
    if (bytes[i]! < 0x80) {
      i++;
      continue;
    }
    const { length, valid } = utf8Sequence(bytes, i);
    if (!valid) {
      parts.push(bytes.toString("utf8", start, i), FAULT_MARK);
      start = i + length;
    }
    i += length;
  }
  parts.push(bytes.toString("utf8", start));
  return parts.join("");
}

/**
 * The sequence that starts at a byte >= 0x80. A faulty one is as long as the "maximal subpart" of the Unicode Standard
 * (chapter 3, "U+FFFD Substitution of Maximal Subparts"), which is what WHATWG decoders replace by one character.
 */
export function utf8Sequence(bytes: Uint8Array, start: number): { length: number; valid: boolean } {
  const lead = bytes[start]!;
  const wanted =
    lead >= 0xc2 && lead <= 0xdf ? 2 : lead >= 0xe0 && lead <= 0xef ? 3 : lead >= 0xf0 && lead <= 0xf4 ? 4 : 1;
  if (wanted === 1) return { length: 1, valid: false };
  let low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  let high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  for (let offset = 1; offset < wanted; offset++) {
    const byte = bytes[start + offset];
    if (byte === undefined || byte < low || byte > high) return { length: offset, valid: false };
    low = 0x80;
    high = 0xbf;
  }
  return { length: wanted, valid: true };
}
