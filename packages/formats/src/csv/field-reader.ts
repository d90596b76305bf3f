/** Cells of one record of a CSV text, by the rules at the head of record-scanner.ts. */
import type { Cell } from "../source.ts";
import type { TextWindow } from "./text-window.ts";

/** The cells of a record that holds no quote. */
export function splitPlainRecord(window: TextWindow, start: number, end: number): Cell[] {
  const { text } = window;
  const cells: Cell[] = [];
  let position = start;
  for (let delimiter = window.delimiterFrom(position); delimiter < end; delimiter = window.delimiterFrom(position)) {
    cells.push(delimiter === position ? null : text.slice(position, delimiter));
    position = delimiter + 1;
  }
  cells.push(end === position ? null : text.slice(position, end));
  return cells;
}

/** The position after the field, or why it cannot be read. */
export type FieldEnd = number | "incomplete" | "unclosed";

/** Reads the field at `start` into `cells`. */
export function readField(window: TextWindow, quote: string, start: number, cells: Cell[]): FieldEnd {
  const { text } = window;
  if (quote !== "" && text.startsWith(quote, start)) return readQuotedField(window, quote, start, cells);
  const end = Math.min(window.delimiterFrom(start), window.lineEndFrom(start));
  if (end === text.length && !window.isFinal) return "incomplete";
  cells.push(end === start ? null : text.slice(start, end));
  return end;
}

function readQuotedField(window: TextWindow, quote: string, start: number, cells: Cell[]): FieldEnd {
  const { text } = window;
  const quoteCode = quote.charCodeAt(0);
  let doubled = false;
  let close = text.indexOf(quote, start + 1);
  while (close >= 0 && text.charCodeAt(close + 1) === quoteCode) {
    doubled = true;
    close = text.indexOf(quote, close + 2);
  }
  if (close < 0) return window.isFinal ? "unclosed" : "incomplete";
  const cell = text.slice(start + 1, close);
  cells.push(cell === "" ? null : doubled ? cell.replaceAll(quote + quote, quote) : cell);
  return close + 1;
}
