import { type FileHandle, open } from "node:fs/promises";
import { ReconError } from "@recon/core";
import type { Cell } from "./source.ts";

const QUOTE = 0x22;
const COMMA = 0x2c;
const LF = 0x0a;
const FLUSH_BYTES = 1024 * 1024;
/** Cells up to this length are copied by hand, which is faster than a call. */
const SHORT = 64;
/** Room for a comma, a row_id or a short cell with its quotes, and a line end. */
const CELL_BYTES = SHORT + 8;

/** Writes lines of the spool (see spool.ts) through one large buffer. */
export class SpoolWriter implements AsyncDisposable {
  maxLineBytes = 0;
  hasLineBreaks = false;
  readonly #path: string;
  readonly #file: FileHandle;
  #buffer = Buffer.allocUnsafeSlow(2 * FLUSH_BYTES);
  #used = 0;

  private constructor(path: string, file: FileHandle) {
    this.#path = path;
    this.#file = file;
  }

  static async create(path: string): Promise<SpoolWriter> {
    return new SpoolWriter(path, await open(path, "w"));
  }

  addLine(rowId: number, cells: readonly Cell[]): void {
    const start = this.#used;
    this.#reserve(CELL_BYTES);
    this.#used = writeDigits(this.#buffer, this.#used, rowId);
    for (let i = 0; i < cells.length; i++) {
      const cell = cells[i]!;
      this.#reserve(CELL_BYTES);
      this.#buffer[this.#used++] = COMMA;
      if (cell === null) this.#addNull();
      else this.#addText(cell);
    }
    this.#endLine(start);
  }

  addTexts(texts: readonly string[]): void {
    const start = this.#used;
    for (const [index, text] of texts.entries()) {
      this.#reserve(CELL_BYTES);
      if (index > 0) this.#buffer[this.#used++] = COMMA;
      this.#addText(text);
    }
    this.#endLine(start);
  }

  /** Writes what has gathered, once that is worth it. */
  async drain(): Promise<void> {
    if (this.#used >= FLUSH_BYTES) await this.#flush();
  }

  /** Writes the rest and sees it safely closed. */
  async finish(): Promise<void> {
    await this.#flush();
    try {
      await this.#file.close();
    } catch (error) {
      throw writeFault(error, this.#path);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // Closing twice does nothing; after a failure the first error is the one that counts.
    await this.#file.close().catch(() => undefined);
  }

  async #flush(): Promise<void> {
    try {
      for (let written = 0; written < this.#used;) {
        written += (await this.#file.write(this.#buffer, written, this.#used - written)).bytesWritten;
      }
    } catch (error) {
      throw writeFault(error, this.#path);
    }
    this.#used = 0;
    if (this.#buffer.length > 16 * FLUSH_BYTES) this.#buffer = Buffer.allocUnsafeSlow(2 * FLUSH_BYTES);
  }

  #addNull(): void {
    this.#buffer[this.#used++] = 0x5c;
    this.#buffer[this.#used++] = 0x4e;
  }

  /** Expects CELL_BYTES to be reserved. */
  #addText(text: string): void {
    const end = text.length > SHORT ? -1 : copyShort(text, this.#buffer, this.#used);
    if (end >= 0) this.#used = end;
    else this.#addLongText(text);
  }

  #addLongText(text: string): void {
    if (!this.hasLineBreaks && /[\n\r]/.test(text)) this.hasLineBreaks = true;
    const escaped = text.includes('"') ? text.replaceAll('"', '""') : text;
    this.#reserve((escaped.length < 4096 ? escaped.length * 3 : Buffer.byteLength(escaped)) + 2);
    this.#buffer[this.#used++] = QUOTE;
    this.#used += this.#buffer.write(escaped, this.#used, "utf8");
    this.#buffer[this.#used++] = QUOTE;
  }

  #endLine(start: number): void {
    this.#buffer[this.#used++] = LF;
    if (this.#used - start > this.maxLineBytes) this.maxLineBytes = this.#used - start;
  }

  #reserve(bytes: number): void {
    const needed = this.#used + bytes + 1;
    if (needed <= this.#buffer.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(needed, this.#buffer.length * 2));
    this.#buffer.copy(grown, 0, 0, this.#used);
    this.#buffer = grown;
  }
}

/** Writes a quoted text of plain ASCII and returns the position after it; -1 when the text is not such. */
function copyShort(text: string, buffer: Buffer, start: number): number {
  buffer[start] = QUOTE;
  let used = start + 1;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0x80 || code < 0x20 || code === QUOTE) return -1;
    buffer[used++] = code;
  }
  buffer[used] = QUOTE;
  return used + 1;
}

/** Writes a whole number that is not negative and returns the position after it. */
function writeDigits(buffer: Buffer, start: number, value: number): number {
  let end = start + 1;
  for (let rest = value; rest >= 10; rest = Math.floor(rest / 10)) end++;
  let rest = value;
  for (let at = end - 1; at >= start; at--) {
    buffer[at] = 0x30 + (rest % 10);
    rest = Math.floor(rest / 10);
  }
  return end;
}

/** `LIMIT_DISK` for a full disk; every other failure to write is the caller's to explain and stays as it is. */
function writeFault(error: unknown, path: string): unknown {
  const code = (error as { code?: unknown } | null)?.code;
  if (code !== "ENOSPC" && code !== "EDQUOT" && code !== "EFBIG") return error;
  const message = `The disk is full while writing ${path}: free some space or use another folder.`;
  return new ReconError("LIMIT_DISK", message, { at: { file: path }, cause: error });
}
