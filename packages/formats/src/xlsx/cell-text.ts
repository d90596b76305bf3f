import { formatOfCode, type NumberFormat } from "./number-format.ts";
import { numberText } from "./number-text.ts";
import { unescapeText } from "./rich-text.ts";
import { dateSerialText, durationText } from "./serial-text.ts";
import type { StringPool } from "./string-pool.ts";

/** A cell as its XML gives it. */
export interface RawCell {
  /** Its address, such as `B12`. */
  readonly ref: string;
  /** `t`: n (default), s, str, inlineStr, b, e or d. */
  readonly type: string;
  readonly style: number;
  /** Text of `v`; undefined without one. */
  readonly value: string | undefined;
  /** Text of `is`. */
  readonly inline: string;
  readonly isFormula: boolean;
}

/** What cells refer to in the workbook. */
export interface CellContext {
  readonly strings: StringPool;
  readonly formats: readonly NumberFormat[];
  readonly counts1904: boolean;
}

/** A cell's text (NULL when empty), and why its record cannot be read, if so. */
export interface CellText {
  readonly text: string | null;
  readonly fault?: string;
}

const generalFormat = formatOfCode("General");
const noText: CellText = { text: null };

/** The exact text of a cell, whatever language the program that wrote it shows it in. */
export function cellText(cell: RawCell, context: CellContext): CellText {
  const { type, value } = cell;
  if (type === "inlineStr") return textOrNull(cell.inline);
  if (cell.isFormula && (value === undefined || (value === "" && type !== "str"))) {
    return { text: null, fault: `cell ${cell.ref} holds a formula that was never computed` };
  }
  if (value === undefined || (value === "" && type !== "s")) return noText;
  switch (type) {
    case "s":
      return sharedText(cell, value, context.strings);
    case "str":
      return textOrNull(unescapeText(value));
    case "b":
      return booleanText(cell, value);
    case "e":
      return { text: value, fault: `cell ${cell.ref} holds the error ${value}` };
    case "d":
      return { text: isoText(value, context.formats[cell.style]) };
    default:
      return numericText(cell, value, context);
  }
}

function textOrNull(text: string): CellText {
  return text === "" ? noText : { text };
}

function sharedText({ ref }: RawCell, value: string, strings: StringPool): CellText {
  const text = /^\d+$/.test(value) ? strings.at(Number(value)) : undefined;
  if (text === undefined) return { text: value, fault: `cell ${ref} refers to a shared text that is not in the file` };
  return textOrNull(text);
}

function booleanText({ ref }: RawCell, value: string): CellText {
  if (value === "1" || value === "true") return { text: "true" };
  if (value === "0" || value === "false") return { text: "false" };
  return { text: value, fault: `cell ${ref} holds ${JSON.stringify(value)} as a boolean` };
}

function numericText({ ref, style }: RawCell, value: string, { formats, counts1904 }: CellContext): CellText {
  const number = Number(value);
  if (!/^\s*[-+]?(\d|\.\d)/.test(value) || !Number.isFinite(number)) {
    return { text: value, fault: `cell ${ref} holds ${JSON.stringify(value)} as a number` };
  }
  const format = formats[style] ?? generalFormat;
  if (format.kind === "number") return { text: numberText(number) };
  if (format.kind === "duration") return { text: durationText(number) };
  const text = dateSerialText(number, format, counts1904);
  return text === undefined
    ? { text: numberText(number), fault: `cell ${ref} is formatted as a date, but ${numberText(number)} is none` }
    : { text };
}

/** A date cell of type `d`: as written, but midnight and fractions of nothing as other date cells show them. */
function isoText(value: string, format: NumberFormat | undefined): string {
  const parts = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2})(?::(\d{2})(?:\.(\d+))?)?(Z?))?$/.exec(value);
  if (parts === null) return value;
  const [, date = "", minutes, seconds = "00", fraction = "", zone = ""] = parts;
  const digits = fraction.replace(/0+$/, "");
  const time = `${minutes}:${seconds}${digits === "" ? "" : `.${digits}`}`;
  const showsTime = format?.kind === "date" && format.hasTime;
  if (minutes === undefined || (time === "00:00:00" && !showsTime)) return date;
  return `${date}T${time}${zone}`;
}
