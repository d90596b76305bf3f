/** The rules of record-scanner.ts, written for plainness: one pass over the whole text, character by character. */
import type { Cell } from "../source.ts";

export interface OracleRow {
  readonly kind: "record" | "reject";
  readonly line: number;
  readonly ordinal: number;
  readonly text: string;
  readonly cells?: readonly Cell[];
  readonly reason?: string;
}

export interface OracleOptions {
  readonly delimiter: string;
  readonly quote: string;
  readonly maxRecordBytes: number;
}

interface Reading {
  readonly end: number;
  readonly cells: Cell[];
  readonly fault?: string;
  /** Where the quote stands that is never closed. */
  readonly unclosedAt?: number;
}

export function scanByOracle(text: string, options: OracleOptions): OracleRow[] {
  const rows: OracleRow[] = [];
  let ordinal = 0;
  let singleLinesUntil = -1;
  for (let start = 0; start < text.length;) {
    const whole = readRecord(text, start, options);
    singleLinesUntil = Math.max(singleLinesUntil, whole.unclosedAt ?? -1);
    const reading = start <= singleLinesUntil ? readRecord(text.slice(0, lineEnd(text, start)), start, options) : whole;
    const line = lineBreaks(text.slice(0, start)) + 1;
    ordinal++;
    if (reading.end > start) rows.push({ line, ordinal, ...judge(text.slice(start, reading.end), reading, options) });
    start = afterLine(text, reading.end);
  }
  return rows;
}

function judge(whole: string, reading: Reading, options: OracleOptions): Omit<OracleRow, "line" | "ordinal"> {
  const bound = options.maxRecordBytes;
  if (Buffer.byteLength(whole) > bound) {
    let text = "";
    for (const character of whole.toWellFormed()) {
      if (Buffer.byteLength(text + character) > bound) break;
      text += character;
    }
    return { kind: "reject", text, reason: `larger than ${bound} bytes; only the first ${bound} are kept` };
  }
  const text = whole.toWellFormed();
  if (reading.fault !== undefined) return { kind: "reject", text, reason: reading.fault };
  if (text !== whole) return { kind: "reject", text, reason: "not valid UTF-8" };
  if (text.includes("\0")) return { kind: "reject", text, reason: "holds a NUL character" };
  return { kind: "record", text, cells: reading.cells };
}

function readRecord(text: string, start: number, { delimiter, quote }: OracleOptions): Reading {
  const cells: Cell[] = [];
  let at = start;
  for (;;) {
    let cell = "";
    if (quote !== "" && text[at] === quote) {
      const opened = at++;
      while (at < text.length && (text[at] !== quote || text[at + 1] === quote)) {
        cell += text[at];
        at += text[at] === quote ? 2 : 1;
      }
      if (at >= text.length) {
        return { end: lineEnd(text, start), cells, fault: "a quote is opened and never closed", unclosedAt: opened };
      }
      at++;
      if (at < text.length && text[at] !== delimiter && text[at] !== "\n" && text[at] !== "\r") {
        return { end: lineEnd(text, at), cells, fault: "text follows a closing quote" };
      }
    } else {
      while (at < text.length && text[at] !== delimiter && text[at] !== "\n" && text[at] !== "\r") cell += text[at++];
    }
    cells.push(cell === "" ? null : cell);
    if (text[at] !== delimiter) return { end: at, cells };
    at++;
  }
}

function lineEnd(text: string, from: number): number {
  let at = from;
  while (at < text.length && text[at] !== "\n" && text[at] !== "\r") at++;
  return at;
}

function afterLine(text: string, end: number): number {
  return text[end] === "\r" && text[end + 1] === "\n" ? end + 2 : end + 1;
}

function lineBreaks(text: string): number {
  return text.match(/\r\n|\r|\n/g)?.length ?? 0;
}
