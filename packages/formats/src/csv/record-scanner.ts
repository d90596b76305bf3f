/**
 * Cuts the text of a CSV file into records and cells. The rules, which the tests cite by number:
 *
 * 1. A line ends with LF, CRLF or CR; a file may mix them. The last line needs no end.
 * 2. A line with nothing in it, not even white space, is no record. This holds for files of one column too: an empty
 *    cell there must be written `""`.
 * 3. A field is quoted if its first character is the quote; white space before it makes it an unquoted field.
 * 4. In a quoted field two quotes are one, and delimiters and line ends are data.
 * 5. A closing quote is followed by a delimiter, a line end or the end of the file. Otherwise the record is a reject that
 *    runs to the end of that physical line; reading goes on with the next line.
 * 6. A quote that is never closed rejects the one line on which its record begins. From there on each line is read by
 *    itself, as if the file ended with it. (Beyond the line of that quote this changes nothing: it was not closed because
 *    all further runs of quotes are even, so every quoted field there ends where it begins.)
 * 7. A quote inside an unquoted field is data.
 * 8. An empty cell is NULL, quoted or not.
 * 9. A record holding bytes that its encoding does not allow, or a NUL character, is a reject. Its text holds U+FFFD for
 *    each faulty sequence.
 * 10. A record larger than `maxRecordBytes` bytes of UTF-8 is a reject that keeps its first so many bytes.
 *
 * The scanner is fed text in chunks of any size; what it yields does not depend on how the text was cut, and takes linear
 * time: a file is searched to its end for a closing quote at most once.
 */
import type { Cell } from "../source.ts";
import { CsvRecord, type CsvRow } from "./csv-row.ts";
import { readField, splitPlainRecord } from "./field-reader.ts";
import { LongRecord } from "./long-record.ts";
import { TextWindow } from "./text-window.ts";

export interface ScannerOptions {
  readonly delimiter: string;
  /** Empty: no quoting. */
  readonly quote: string;
  readonly maxRecordBytes: number;
  /** Named in the reason of rule 9. */
  readonly encoding: string;
}

export interface TextChunk {
  readonly text: string;
  /** Offset in the expanded file of the first byte that is in no chunk so far. */
  readonly endByte: number;
}

export class RecordScanner {
  /** Set by `end` when it found a quote of a huge record never closed: go on feeding from this byte, then end again. */
  rewindTo: number | undefined;

  readonly #options: ScannerOptions;
  readonly #window: TextWindow;
  #rows: CsvRow[] = [];
  #line = 1;
  #ordinal = 0;
  /** Where in the window the next record starts. */
  #position = 0;
  /** Whether a quote was found that is never closed (6). */
  #isLineWise = false;
  /** Whether the window holds a NUL or a fault of encoding anywhere. */
  #isSuspect = false;
  /** Text held back until there is enough of it to be worth another attempt at an unfinished record. */
  #heldBack: string[] = [];
  #heldBackLength = 0;
  #attemptAt = 0;
  /** A record beyond the bound: what of it is kept, and the byte after that. */
  #long: { readonly record: LongRecord; readonly start: string; readonly endByte: number } | undefined;

  constructor(options: ScannerOptions) {
    this.#options = options;
    this.#window = new TextWindow(options.delimiter, options.quote);
  }

  /** The rows that this text completes. */
  feed(chunk: TextChunk): CsvRow[] {
    return this.#advance(chunk, false);
  }

  /** The last rows, unless `rewindTo` is set afterwards. */
  end(): CsvRow[] {
    return this.#advance({ text: "", endByte: 0 }, true);
  }

  #advance(chunk: TextChunk, isFinal: boolean): CsvRow[] {
    this.#rows = [];
    this.rewindTo = undefined;
    const following = this.#long === undefined ? chunk : this.#followLong(chunk, isFinal);
    if (following === undefined) return this.#rows;
    this.#window.isFinal = isFinal && this.rewindTo === undefined;
    this.#heldBack.push(following.text);
    this.#heldBackLength += following.text.length;
    if (isFinal || this.#heldBackLength >= this.#attemptAt) this.#scan(following.endByte);
    return this.#rows;
  }

  #scan(endByte: number): void {
    this.#fillWindow();
    const { text, isFinal } = this.#window;
    while (this.#position < text.length) {
      if (!this.#readRow()) break;
    }
    const rest = text.length - this.#position;
    const bound = this.#options.maxRecordBytes;
    // One more than the bound may be a record of just that size and a CR that still waits for its LF.
    if (rest > bound + 1 && !isFinal) this.#beginLong(endByte);
    // Doubling keeps the repeated attempts at one large record linear.
    else this.#attemptAt = Math.min(rest, bound + 2 - rest);
  }

  #fillWindow(): void {
    const added = this.#heldBack.length === 1 ? this.#heldBack[0]! : this.#heldBack.join("");
    this.#heldBack = [];
    this.#heldBackLength = 0;
    const rest = this.#window.text.slice(this.#position);
    this.#isSuspect = (rest !== "" && this.#isSuspect) || !added.isWellFormed() || added.includes("\0");
    this.#window.show(rest + added);
    this.#position = 0;
  }

  /** Reads the row at #position. False: it is not complete in the window. */
  #readRow(): boolean {
    const start = this.#position;
    const end = this.#window.lineEndFrom(start);
    if (this.#window.quoteFrom(start) < end)
      return this.#isLineWise ? this.#readSingleLine() : this.#readQuotedRow(start);
    const next = this.#window.afterLine(end);
    if (next < 0) return false;
    if (end === start) this.#ordinal++;
    else this.#accept(splitPlainRecord(this.#window, start, end), end);
    this.#line++;
    this.#position = next;
    return true;
  }

  #readQuotedRow(start: number): boolean {
    const { delimiter, quote } = this.#options;
    const cells: Cell[] = [];
    for (let position = start; ;) {
      const end = readField(this.#window, quote, position, cells);
      if (end === "incomplete") return false;
      if (end === "unclosed") {
        this.#isLineWise = true;
        this.#window.goBack();
        return this.#readSingleLine();
      }
      if (!this.#window.text.startsWith(delimiter, end)) return this.#finishRow(cells, end);
      position = end + 1;
    }
  }

  /** Reads the line at #position as if the file ended with it. */
  #readSingleLine(): boolean {
    const end = this.#window.lineEndFrom(this.#position);
    const next = this.#window.afterLine(end);
    if (next < 0) return false;
    const text = this.#window.text.slice(this.#position, end);
    const outcome = readLine(text, this.#options);
    if (typeof outcome === "string") this.#reject(text, outcome);
    else this.#accept(outcome, end);
    this.#line++;
    this.#position = next;
    return true;
  }

  #finishRow(cells: Cell[], end: number): boolean {
    if (!this.#window.isLineEnd(end)) return this.#rejectLine(end, BROKEN);
    const next = this.#window.afterLine(end);
    if (next < 0) return false;
    this.#accept(cells, end);
    this.#line += 1 + countLineBreaks(this.#window.text.slice(this.#position, end));
    this.#position = next;
    return true;
  }

  /** Rejects the record at #position together with the rest of the line on which its fault lies. */
  #rejectLine(fault: number, reason: string): boolean {
    const end = this.#window.lineEndFrom(fault);
    const next = this.#window.afterLine(end);
    if (next < 0) return false;
    const text = this.#window.text.slice(this.#position, end);
    this.#reject(text, reason);
    this.#line += 1 + countLineBreaks(text);
    this.#position = next;
    return true;
  }

  #accept(cells: Cell[], end: number): void {
    const start = this.#position;
    // A UTF-16 unit is at most three bytes of UTF-8: shorter records need no second look.
    if (this.#isSuspect || end - start > this.#options.maxRecordBytes / 3) {
      const text = this.#window.text.slice(start, end);
      const reason = this.#objection(text);
      if (reason !== undefined) return this.#reject(text, reason);
    }
    const place = { line: this.#line, ordinal: ++this.#ordinal };
    this.#rows.push(new CsvRecord(cells, place, { text: this.#window.text, start, end }));
  }

  #objection(text: string): string | undefined {
    if (Buffer.byteLength(text) > this.#options.maxRecordBytes) return this.#tooLarge();
    if (!text.isWellFormed()) return `not valid ${this.#options.encoding.toUpperCase()}`;
    return text.includes("\0") ? "holds a NUL character" : undefined;
  }

  #tooLarge(): string {
    const bound = this.#options.maxRecordBytes;
    return `larger than ${bound} bytes; only the first ${bound} are kept`;
  }

  #reject(whole: string, reason: string): void {
    const text = firstBytes(whole.toWellFormed(), this.#options.maxRecordBytes);
    const place = { line: this.#line, ordinal: ++this.#ordinal };
    this.#rows.push({ kind: "reject", ...place, text, reason: text.length < whole.length ? this.#tooLarge() : reason });
  }

  #beginLong(endByte: number): void {
    const start = this.#window.text.slice(this.#position);
    const record = new LongRecord(this.#options.delimiter, this.#options.quote, this.#isLineWise);
    // The scan has just found no end in it.
    record.follow(start);
    this.#long = { record, start, endByte };
    this.#window.show("");
    this.#position = 0;
    this.#attemptAt = 0;
  }

  /** The text after the long record, or undefined while it goes on. */
  #followLong(chunk: TextChunk, isFinal: boolean): TextChunk | undefined {
    const { record, start, endByte } = this.#long!;
    const end = record.follow(chunk.text);
    if (end === undefined && !isFinal) return undefined;
    this.#long = undefined;
    if (end === undefined && record.isUnclosed) {
      this.#isLineWise = true;
      this.rewindTo = endByte;
      return { text: start, endByte };
    }
    this.#reject(start, this.#tooLarge());
    this.#line += 1 + record.lineBreaks;
    return { text: end === undefined ? "" : chunk.text.slice(end), endByte: chunk.endByte };
  }
}

const BROKEN = "text follows a closing quote";

/** The cells of a line that is read by itself, or why it is a reject. */
function readLine(line: string, { delimiter, quote }: ScannerOptions): Cell[] | string {
  const window = new TextWindow(delimiter, quote);
  window.show(line);
  window.isFinal = true;
  const cells: Cell[] = [];
  for (let position = 0; ;) {
    const end = readField(window, quote, position, cells);
    if (typeof end !== "number") return "a quote is opened and never closed";
    if (end === line.length) return cells;
    if (!line.startsWith(delimiter, end)) return BROKEN;
    position = end + 1;
  }
}

/** The text's first characters that fit into so many bytes of UTF-8. */
function firstBytes(text: string, bytes: number): string {
  if (text.length * 3 <= bytes || Buffer.byteLength(text) <= bytes) return text;
  const encoded = Buffer.from(text.slice(0, bytes));
  let end = Math.min(bytes, encoded.length);
  while (end < encoded.length && (encoded[end]! & 0xc0) === 0x80) end--;
  return encoded.toString("utf8", 0, end);
}

function countLineBreaks(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) count++;
  if (text.includes("\r")) count += text.match(/\r(?!\n)/g)?.length ?? 0;
  return count;
}
