import { open } from "node:fs/promises";

const CHUNK_BYTES = 1 << 20;
const [NUL, LF, CR, SPACE, QUOTE] = [0x00, 0x0a, 0x0d, 0x20, 0x22];

/**
 * Whether a CSV file is free of what DuckDB's reader silently takes otherwise than ours: NUL characters, which it keeps; spaces between a
 * quote and the cell's end, which it drops (`a, "b"` and `"a" ,b`); a CR without LF, after which it loses characters where the file also has
 * CRLF. Errs on the side of false. Costs little: only pieces with quotes are looked at byte by byte.
 */
export async function isPlainCsv(path: string, delimiter: string): Promise<boolean> {
  const file = await open(path);
  try {
    const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
    const cellEnd = delimiter.charCodeAt(0);
    let overlap = 0;
    for (;;) {
      const { bytesRead } = await file.read(buffer, overlap, CHUNK_BYTES - overlap);
      const piece = buffer.subarray(0, overlap + bytesRead);
      // A quote is judged by its neighbours: the last bytes wait for what follows them.
      overlap = bytesRead === 0 ? 0 : trailingDoubt(piece);
      const judged = piece.length - overlap;
      if (piece.includes(NUL) || hasLoneReturn(piece, judged) || (piece.includes(QUOTE) && !quotesTouchCellEnds(piece, judged, cellEnd))) return false;
      if (bytesRead === 0) return true;
      if (overlap > CHUNK_BYTES / 2) return false;
      piece.copy(buffer, 0, judged);
    }
  } finally {
    await file.close();
  }
}

function hasLoneReturn(bytes: Buffer, judged: number): boolean {
  for (let at = bytes.indexOf(CR); at >= 0 && at < judged; at = bytes.indexOf(CR, at + 1)) if (bytes[at + 1] !== LF) return true;
  return false;
}

/** Whether no spaces stand between a quote and an end of its cell, for the quotes among the first so many bytes. */
function quotesTouchCellEnds(bytes: Uint8Array, judged: number, cellEnd: number): boolean {
  for (let at = 0; at < judged; at++) {
    if (bytes[at] !== QUOTE) continue;
    if (bytes[at - 1] === SPACE && isCellEnd(bytes[beforeSpaces(bytes, at - 1)], cellEnd)) return false;
    if (bytes[at + 1] === SPACE && isCellEnd(bytes[afterSpaces(bytes, at + 1)], cellEnd)) return false;
  }
  return true;
}

function beforeSpaces(bytes: Uint8Array, from: number): number {
  let at = from;
  while (bytes[at] === SPACE) at--;
  return at;
}

function afterSpaces(bytes: Uint8Array, from: number): number {
  let at = from;
  while (bytes[at] === SPACE) at++;
  return at;
}

/** The start and the end of the file end cells too. */
const isCellEnd = (byte: number | undefined, cellEnd: number): boolean => byte === undefined || byte === cellEnd || byte === LF || byte === CR;

/** How many of the last bytes belong together with the next piece: a run of spaces and quotes, and the byte before it (perhaps a CR). */
function trailingDoubt(bytes: Uint8Array): number {
  let at = bytes.length;
  while (at > 0 && (bytes[at - 1] === SPACE || bytes[at - 1] === QUOTE)) at--;
  return Math.min(bytes.length, bytes.length - at + 1);
}
