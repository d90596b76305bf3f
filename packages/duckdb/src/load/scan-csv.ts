import { open, type FileHandle } from "node:fs/promises";

const CHUNK_BYTES = 1 << 20;
const [NUL, LF, CR, SPACE, QUOTE] = [0x00, 0x0a, 0x0d, 0x20, 0x22];

/** Where in its record a byte stands. */
const [CELL_START, BLANKS, UNQUOTED, QUOTED, AFTER_QUOTE] = [0, 1, 2, 3, 4];

/**
 * The number of records behind the header of a CSV file; undefined where the file holds what DuckDB's reader silently takes otherwise than
 * ours: NUL characters, which it keeps; blanks between a quote and an end of its cell, which it drops (`a, "b"`, `"a" ,b`); an empty cell too
 * many, which it drops too (`a,b,` under two names); a CR without LF, after which it loses characters if the file also has CRLF. Errs on the
 * side of undefined. What else is wrong with a file makes DuckDB fail. Pieces without quotes are looked at line by line only.
 */
export async function countPlainCsv(
  path: string,
  form: { readonly delimiter: string; readonly width: number },
): Promise<number | undefined> {
  const file = await open(path);
  try {
    const scan = new PlainScan(form.delimiter.charCodeAt(0), form.width);
    const buffer = Buffer.allocUnsafe(CHUNK_BYTES);
    if (await startsBlank(file)) return undefined;
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, CHUNK_BYTES);
      if (bytesRead === 0) return scan.end() ? scan.records - 1 : undefined;
      if (!scan.feed(buffer.subarray(0, bytesRead))) return undefined;
    }
  } finally {
    await file.close();
  }
}

/** Whether the first line is blank: DuckDB takes it for the header, and the header for a record. */
async function startsBlank(file: FileHandle): Promise<boolean> {
  const start = Buffer.alloc(4);
  await file.read(start, 0, 4, 0);
  const first = start.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])) ? start[3] : start[0];
  return first === LF || first === CR;
}

class PlainScan {
  readonly #delimiter: number;
  readonly #width: number;
  #state = CELL_START;
  /** Delimiters of the record so far. */
  #delimiters = 0;
  #afterReturn = false;
  /** Records that have ended, the header included. */
  records = 0;

  constructor(delimiter: number, width: number) {
    this.#delimiter = delimiter;
    this.#width = width;
  }

  /** False as soon as the file is not plain. */
  feed(bytes: Buffer): boolean {
    if (bytes.includes(NUL)) return false;
    const isQuick = this.#state !== QUOTED && this.#state !== AFTER_QUOTE && !bytes.includes(QUOTE);
    return isQuick ? this.#lines(bytes) : this.#bytes(bytes, 0, bytes.length);
  }

  end(): boolean {
    return !this.#afterReturn && this.#state !== QUOTED && this.#endRecord();
  }

  /** Bytes without quotes: only lines that end with a delimiter have to be counted out. */
  #lines(bytes: Buffer): boolean {
    const first = bytes.indexOf(LF);
    if (first < 0) return this.#bytes(bytes, 0, bytes.length);
    if (!this.#bytes(bytes, 0, first + 1) || hasLoneReturn(bytes)) return false;
    let start = first + 1;
    for (let end = bytes.indexOf(LF, start); end >= 0; end = bytes.indexOf(LF, start)) {
      const last = bytes[end - 1] === CR ? end - 2 : end - 1;
      if (last >= start && bytes[last] === this.#delimiter) {
        if (!this.#bytes(bytes, start, end + 1)) return false;
      } else if (last >= start) this.records++;
      start = end + 1;
    }
    return this.#bytes(bytes, start, bytes.length);
  }

  #bytes(bytes: Buffer, start: number, end: number): boolean {
    for (let at = start; at < end; at++) {
      const byte = bytes[at]!;
      if (this.#afterReturn && byte !== LF) return false;
      this.#afterReturn = byte === CR;
      if (byte === CR) continue;
      if (this.#state === QUOTED) {
        if (byte === QUOTE) this.#state = AFTER_QUOTE;
      } else if (byte === LF) {
        if (!this.#endRecord()) return false;
      } else if (!this.#step(byte)) return false;
    }
    return true;
  }

  /** A byte outside quotes that is no line end. */
  #step(byte: number): boolean {
    if (byte === this.#delimiter) {
      this.#delimiters++;
      this.#state = CELL_START;
    } else if (byte === QUOTE) {
      if (this.#state === BLANKS) return false;
      if (this.#state !== UNQUOTED) this.#state = QUOTED;
    } else {
      if (this.#state === AFTER_QUOTE) return false;
      this.#state = byte === SPACE && this.#state !== UNQUOTED ? BLANKS : UNQUOTED;
    }
    return true;
  }

  #endRecord(): boolean {
    const isBlankLine = this.#state === CELL_START && this.#delimiters === 0;
    const isWhole = this.#delimiters === this.#width - 1;
    if (!isBlankLine) this.records++;
    this.#state = CELL_START;
    this.#delimiters = 0;
    return isBlankLine || isWhole;
  }
}

function hasLoneReturn(bytes: Buffer): boolean {
  for (let at = bytes.indexOf(CR); at >= 0 && at < bytes.length - 1; at = bytes.indexOf(CR, at + 1))
    if (bytes[at + 1] !== LF) return true;
  return false;
}
