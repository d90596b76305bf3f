import { numberFault, parseNumber, trimWhiteSpace } from "@recon/formats";
import { quoted } from "./quoted.ts";
import type { MissInput } from "./convert-misses.ts";

/** Digits before and after the mark of an exact decimal. */
export interface DecimalValue {
  readonly whole: number;
  readonly scale: number;
}

interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

type ConvertedAmount =
  | { readonly value: string | null; readonly amount: DecimalValue }
  /** `kept` is the text that stands for the value where faults are kept: trimmed, of a pair both texts. */
  | { readonly fault: string; readonly kept: string };

/** What DECIMAL(38, 18) holds; docs/matching.md, section 2. */
const MAX_INTEGER_DIGITS = 20;
const MAX_SCALE = 18;
const tooLong = `more digits than fit (${MAX_INTEGER_DIGITS} before and ${MAX_SCALE} after the mark)`;
const zero: Decimal = { digits: 0n, scale: 0 };

/** A cell, or a debit and a credit cell, as an exact decimal text; sign and minor units as the plan says. */
export function convertAmount(input: MissInput, texts: readonly (string | null)[]): ConvertedAmount {
  const parts = texts.map((text) => (text === null || trimWhiteSpace(text) === "" ? null : text));
  if (parts.every((part) => part === null)) return { value: null, amount: { whole: 0, scale: 0 } };
  const numbers: Decimal[] = [];
  for (const part of parts) {
    const number = part === null ? zero : parsePart(input, part);
    if (number === undefined)
      return { fault: `${input.name}: ${quoted(part!)} ${wrong(input, part!)}`, kept: keptText(texts) };
    numbers.push(number);
  }
  const [first, second] = numbers;
  const unsigned = second === undefined ? first! : subtract(second, first!);
  const minorUnits = typeof input.ref === "object" && "column" in input.ref ? (input.ref.minorUnits ?? 0) : 0;
  if (minorUnits > 0 && unsigned.digits % 10n ** BigInt(unsigned.scale) !== 0n) {
    return { fault: `${input.name}: ${quoted(texts[0]!)} is not a whole number of minor units`, kept: keptText(texts) };
  }
  const negative = input.field.negate === "both" || input.field.negate === input.side;
  return fitted(input, texts, {
    digits: negative ? -unsigned.digits : unsigned.digits,
    scale: unsigned.scale + minorUnits,
  });
}

/** Different pairs stay different: a `/` within a text is not the one between them. */
const keptText = (texts: readonly (string | null)[]): string =>
  texts.length === 1
    ? trimWhiteSpace(texts[0]!)
    : texts.map((text) => trimWhiteSpace(text ?? "").replaceAll(/[\\/]/g, "\\$&")).join("/");

function wrong(input: MissInput, text: string): string {
  const { decimal, thousands } = input.options;
  const fault = numberFault(text, { decimal: decimal ?? ".", thousands, money: input.field.type === "money" });
  return fault === "more digits than fit" ? `has ${tooLong}` : `is not a number${hint(input, text)}`;
}

function parsePart(input: MissInput, text: string): Decimal | undefined {
  const { decimal, thousands } = input.options;
  return parseNumber(text, { decimal: decimal ?? ".", thousands, money: input.field.type === "money" });
}

function subtract(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  return { digits: a.digits * 10n ** BigInt(scale - a.scale) - b.digits * 10n ** BigInt(scale - b.scale), scale };
}

function fitted(input: MissInput, texts: readonly (string | null)[], value: Decimal): ConvertedAmount {
  const magnitude = (value.digits < 0n ? -value.digits : value.digits).toString().padStart(value.scale + 1, "0");
  const wholeText = magnitude.slice(0, magnitude.length - value.scale);
  const whole = wholeText === "0" ? 0 : wholeText.length;
  const fraction = value.scale === 0 ? "" : magnitude.slice(-value.scale);
  const significant = fraction.replace(/0+$/, "").length;
  if (whole > MAX_INTEGER_DIGITS || significant > MAX_SCALE) {
    const shown = texts.find((text) => text !== null) ?? "";
    return { fault: `${input.name}: ${quoted(shown)} has ${tooLong}`, kept: keptText(texts) };
  }
  const scale = Math.min(value.scale, MAX_SCALE);
  const sign = value.digits < 0n ? "-" : "";
  return { value: `${sign}${wholeText}${scale === 0 ? "" : `.${fraction.slice(0, scale)}`}`, amount: { whole, scale } };
}

function hint(input: MissInput, text: string): string {
  const mark = input.options.decimal ?? ".";
  const other = mark === "." ? "," : ".";
  const grouped = parseNumber(text, { decimal: other, thousands: mark, money: true }) !== undefined;
  return grouped ? ` with decimal mark "${mark}"; if it is one, set options.decimal: "${other}"` : "";
}
