/** Numbers and amounts as people write them (docs/matching.md section 2), by bigint. */
import { convertedNull, fault, type Converted } from "./converted.ts";
import type { Decimal } from "./decimal.ts";
import { trimWhiteSpace } from "./white-space.ts";

export interface NumberStyle {
  readonly money: boolean;
  readonly decimal: string;
  readonly thousands: string | undefined;
}

const MAX_WHOLE_DIGITS = 20;
const MAX_FRACTION_DIGITS = 18;
const symbols = "$€£¥₹";

export function compileNumberParser(style: NumberStyle): (text: string | null) => Converted<Decimal> {
  const shape = digitShape(style);
  const plain = style.decimal === "." ? /^-?\d{1,15}(?:\.\d{1,15})?$/ : undefined;
  return (cell) => {
    if (cell === null) return convertedNull;
    if (plain?.test(cell)) return readDigits(cell.startsWith("-") ? cell.slice(1) : cell, ".", cell.startsWith("-"));
    const text = trimWhiteSpace(cell);
    if (text === "") return convertedNull;
    const unsigned = removeSignAndSymbol(text, style.money);
    if (!unsigned || !shape.test(unsigned.digits)) return fault(style.money ? "an amount" : "a number");
    return readDigits(unsigned.digits, style.decimal, unsigned.negative);
  };
}

function digitShape({ decimal, thousands }: NumberStyle): RegExp {
  const mark = escape(decimal);
  const separator = thousands === undefined ? undefined : `[${separatorForms(thousands)}]`;
  const whole = separator === undefined ? "\\d+" : `(?:\\d{1,3}(?:${separator}\\d{3})+|\\d+)`;
  return new RegExp(`^(?:${whole}(?:${mark}\\d*)?|${mark}\\d+)$`, "u");
}

function separatorForms(thousands: string): string {
  if (thousands === "'") return "'’";
  return thousands === " " ? " \\u00a0\\u202f\\u2007" : escape(thousands);
}

function escape(character: string): string {
  return character === "." ? "\\." : character;
}

interface Unsigned {
  readonly digits: string;
  readonly negative: boolean;
}

/** A symbol may stand outside the sign or inside it, but only one symbol and only one sign in all. */
function removeSignAndSymbol(text: string, money: boolean): Unsigned | null {
  const outside = money ? removeSymbol(text) : null;
  const { digits, negative, signed } = removeSign(outside ?? text);
  const inside = money && signed && outside === null ? removeSymbol(digits) : null;
  return { digits: inside ?? digits, negative };
}

function removeSymbol(text: string): string | null {
  const before = symbols.includes(text[0]!) ? 1 : /^[A-Z]{3}/.test(text) ? 3 : 0;
  if (before > 0) return trimWhiteSpace(text.slice(before));
  const last = text.at(-1);
  const after = last !== undefined && symbols.includes(last) ? 1 : /[A-Z]{3}$/.test(text) ? 3 : 0;
  return after > 0 ? trimWhiteSpace(text.slice(0, text.length - after)) : null;
}

function removeSign(text: string): Unsigned & { signed: boolean } {
  if (/^[-−]/u.test(text)) return { digits: text.slice(1), negative: true, signed: true };
  if (text.startsWith("+")) return { digits: text.slice(1), negative: false, signed: true };
  if (text.endsWith("-")) return { digits: text.slice(0, -1), negative: true, signed: true };
  if (text.startsWith("(") && text.endsWith(")")) return { digits: text.slice(1, -1), negative: true, signed: true };
  return { digits: text, negative: false, signed: false };
}

/** Digits that the shape has passed; separators are everything that is neither digit nor mark. */
function readDigits(text: string, mark: string, negative: boolean): Converted<Decimal> {
  const at = text.indexOf(mark);
  const whole = (at < 0 ? text : text.slice(0, at)).replace(/\D/gu, "").replace(/^0+/, "");
  const fraction = at < 0 ? "" : withoutTrailingZeros(text.slice(at + 1));
  if (whole.length > MAX_WHOLE_DIGITS || fraction.length > MAX_FRACTION_DIGITS) return fault("more digits than fit");
  const units = BigInt(whole + fraction);
  return { ok: true, value: { units: negative ? -units : units, scale: fraction.length } };
}

function withoutTrailingZeros(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits[end - 1] === "0") end--;
  return digits.slice(0, end);
}
