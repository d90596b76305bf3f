/** Which encoding a text file is in, and whether it is a text at all. */
import { isAscii } from "node:buffer";
import { type TextEncoding, utf8Sequence } from "../csv/chunk-decoder.ts";

/** Whether a file is text, and in wide characters, its beginning shows. */
const ENOUGH_BYTES = 64 * 1024;

export interface DetectedEncoding {
  readonly encoding: TextEncoding;
  readonly bom: boolean;
}

/** The encoding that a byte-order mark names. */
export function markedEncoding(head: Uint8Array): DetectedEncoding | undefined {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return { encoding: "utf-8", bom: true };
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: "utf-16le", bom: true };
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: "utf-16be", bom: true };
  return undefined;
}

/** UTF-16 without a mark: Latin letters, digits and separators leave every other byte zero. */
export function unmarkedUtf16(head: Uint8Array): TextEncoding | undefined {
  const units = Math.min(head.length, ENOUGH_BYTES) >> 1;
  let evenZeros = 0;
  let oddZeros = 0;
  for (let i = 0; i < units * 2; i += 2) {
    if (head[i] === 0) evenZeros++;
    if (head[i + 1] === 0) oddZeros++;
  }
  if (oddZeros > units * 0.2 && evenZeros < units * 0.02) return "utf-16le";
  if (evenZeros > units * 0.2 && oddZeros < units * 0.02) return "utf-16be";
  return undefined;
}

/**
 * Whether the bytes are no text in an ASCII-compatible encoding, by their share of control bytes. A few are borne:
 * files of old systems have NULs sprinkled in, and their records become rejects.
 */
export function isBinary(head: Uint8Array): boolean {
  const looked = head.subarray(0, ENOUGH_BYTES);
  let controls = 0;
  for (const byte of looked) {
    if (byte < 0x20 ? !isTextControl(byte) : byte === 0x7f) controls++;
  }
  return controls > looked.length * 0.3 || (controls >= 8 && controls > looked.length * 0.05);
}

/** Tab, line ends, vertical tab, form feed; SUB ends a file in CP/M's tradition; ESC. */
function isTextControl(byte: number): boolean {
  return (byte >= 0x09 && byte <= 0x0d) || byte === 0x1a || byte === 0x1b;
}

/**
 * UTF-8 or windows-1252. Valid multi-byte sequences hardly ever arise by chance: where they are at least as many as
 * the faulty ones, the text is UTF-8, and the faulty records become rejects rather than silently wrong letters.
 */
export function eightBitEncoding(stretches: readonly Buffer[]): TextEncoding {
  let valid = 0;
  let faulty = 0;
  for (const stretch of stretches) {
    if (isAscii(stretch)) continue;
    const counts = countSequences(stretch);
    valid += counts.valid;
    faulty += counts.faulty;
  }
  return faulty <= valid ? "utf-8" : "windows-1252";
}

/** Characters cut in two at the edges of a stretch count as neither. */
function countSequences(bytes: Buffer): { valid: number; faulty: number } {
  let valid = 0;
  let faulty = 0;
  let start = 0;
  while (start < 3 && start < bytes.length && bytes[start]! >= 0x80 && bytes[start]! < 0xc0) start++;
  for (let i = start; i < bytes.length;) {
    if (bytes[i]! < 0x80) {
      i++;
      continue;
    }
    const sequence = utf8Sequence(bytes, i);
    i += sequence.length;
    if (sequence.valid) valid++;
    else if (i < bytes.length) faulty++;
  }
  return { valid, faulty };
}
