import type { ColumnKind } from "../tables/column.ts";
import { MAX_SCALE, style } from "./styles.ts";
import { fitCell, xmlText } from "./xml-text.ts";

/** What a reader of the workbook should know about its cells. */
export interface CellNotes {
  longNumbers: number;
  cutTexts: number;
  earlyDates: number;
}

/** Excel keeps 15 significant digits. */
const MAX_DIGITS = 15;
const DAY_MS = 86_400_000;
/** Excel takes 1900 for a leap year: only from March on do its serial numbers mean the day everyone means. */
const FIRST_DATE = "1900-03-01";

/** One cell, or nothing for NULL. `reference` is its A1 address. */
export function cellXml(reference: string, kind: ColumnKind, value: string | number | null, notes: CellNotes): string {
  if (value === null || value === "") return "";
  if (typeof value === "number") return numberCell(reference, kind === "count" ? style.count : style.id, String(value));
  if (kind === "decimal" && /^-?\d+(\.\d+)?$/.test(value)) return decimalCell(reference, value, notes);
  if (kind === "date" && /^\d{4}-\d{2}-\d{2}$/.test(value)) return dateCell(reference, value, notes);
  return textCell(reference, value, notes);
}

const numberCell = (reference: string, styled: number, digits: string): string =>
  `<c r="${reference}" s="${styled}"><v>${digits}</v></c>`;

function decimalCell(reference: string, text: string, notes: CellNotes): string {
  const fraction = text.split(".")[1] ?? "";
  const digits = text.replace(/[-.]/g, "").replace(/^0+/, "");
  if (digits.length > MAX_DIGITS) {
    notes.longNumbers++;
    return textCell(reference, text, notes, style.longNumber);
  }
  return numberCell(reference, style.decimal + Math.min(fraction.length, MAX_SCALE), text);
}

function dateCell(reference: string, text: string, notes: CellNotes): string {
  if (text < FIRST_DATE) {
    notes.earlyDates++;
    return textCell(reference, text, notes);
  }
  return numberCell(reference, style.date, String(Date.parse(text) / DAY_MS + 25_569));
}

/** A text as an inline string: Excel never evaluates one. Texts that begin like a formula also stay text when a person edits the cell. */
export function textCell(reference: string, value: string, notes: CellNotes, styled?: number): string {
  const { text, cut } = fitCell(value);
  if (cut) notes.cutTexts++;
  const chosen = styled ?? (/^[=+\-@\t\r]/.test(text) ? style.quoted : style.plain);
  const attribute = chosen === style.plain ? "" : ` s="${chosen}"`;
  return `<c r="${reference}"${attribute} t="inlineStr"><is><t xml:space="preserve">${xmlText(text)}</t></is></c>`;
}

/** `A`, `B`, … `Z`, `AA`, … of a 0-based position. */
export function columnLetters(position: number): string {
  const rest = Math.floor(position / 26);
  return `${rest === 0 ? "" : columnLetters(rest - 1)}${String.fromCharCode(65 + (position % 26))}`;
}
