/** Numbers and money as docs/matching.md section 2 reads them. */
import type { SourceOptions } from "@recon/core";
import { trimWhiteSpace } from "../white-space.ts";

export interface NumberStyle {
  /** Default `.`. */
  readonly decimal?: SourceOptions["decimal"];
  /** Default: none. */
  readonly thousands?: SourceOptions["thousands"];
  /** Whether a currency sign or code may stand beside the digits. */
  readonly money?: boolean;
}

/** The exact value `digits / 10^scale`. */
export interface ExactNumber {
  readonly digits: bigint;
  readonly scale: number;
}

/** A number's text without what stands around its digits. */
export interface BareNumber {
  /** Digits and marks; not yet checked. */
  readonly core: string;
  readonly isNegative: boolean;
  /** The sign or code beside the digits; empty without. */
  readonly currency: string;
}

export const MAX_INTEGER_DIGITS = 20;
export const MAX_SCALE = 18;

/** The value of a cell's text, or undefined when it does not convert (an empty text does not). */
export function parseNumber(text: string, style: NumberStyle = {}): ExactNumber | undefined {
  const number = readNumber(text, style);
  return typeof number === "string" ? undefined : number;
}

/** Why a text does not convert, in the words of docs/matching.md; undefined when it does. */
export function numberFault(
  text: string,
  style: NumberStyle = {},
): "not a number" | "more digits than fit" | undefined {
  const number = readNumber(text, style);
  return typeof number === "string" ? number : undefined;
}

function readNumber(text: string, style: NumberStyle): ExactNumber | "not a number" | "more digits than fit" {
  const { core, isNegative } = bareNumber(trimWhiteSpace(text), style.money ?? false);
  const match = corePattern(style).exec(core);
  if (match === null) return "not a number";
  const integer = (match[1] ?? "").replace(/\D/g, "");
  let fraction = match[2] ?? "";
  if (integer === "" && fraction === "") return "not a number";
  if (fraction.length > MAX_SCALE) fraction = fraction.replace(/0+$/, "");
  if (integer.replace(/^0+/, "").length > MAX_INTEGER_DIGITS || fraction.length > MAX_SCALE)
    return "more digits than fit";
  const digits = BigInt(integer + fraction);
  return { digits: isNegative ? -digits : digits, scale: fraction.length };
}

/**
 * Takes off, from the outside in: a currency, one sign or a pair of parentheses, a currency (one currency in all). White
 * space may stand beside a currency and nowhere else.
 */
export function bareNumber(trimmed: string, money: boolean): BareNumber {
  const outer = money ? withoutCurrency(trimmed) : { text: trimmed, currency: "" };
  const signed = withoutSign(outer.text);
  const inner = money && outer.currency === "" ? withoutCurrency(signed.text) : { ...outer, text: signed.text };
  return { core: inner.text, isNegative: signed.isNegative, currency: inner.currency };
}

function withoutCurrency(text: string): { text: string; currency: string } {
  if (!mayBeCurrency(text.charCodeAt(0)) && !mayBeCurrency(text.charCodeAt(text.length - 1)))
    return { text, currency: "" };
  const before = /^([$€£¥₹]|[A-Z]{3})([\s\S]*)$/.exec(text);
  if (before !== null) return { text: trimWhiteSpace(before[2]!), currency: before[1]! };
  const after = /^([\s\S]*?)([$€£¥₹]|[A-Z]{3})$/.exec(text);
  return after === null ? { text, currency: "" } : { text: trimWhiteSpace(after[1]!), currency: after[2]! };
}

/** Spares most numbers two expressions. */
function mayBeCurrency(code: number): boolean {
  return code === 0x24 || code > 0x7f || (code >= 0x41 && code <= 0x5a);
}

function withoutSign(text: string): { text: string; isNegative: boolean } {
  if (text.startsWith("-") || text.startsWith("−")) return { text: text.slice(1), isNegative: true };
  if (text.startsWith("+")) return { text: text.slice(1), isNegative: false };
  if (text.endsWith("-")) return { text: text.slice(0, -1), isNegative: true };
  if (text.startsWith("(") && text.endsWith(")")) return { text: text.slice(1, -1), isNegative: true };
  return { text, isNegative: false };
}

const separators = { ".": "\\.", ",": ",", " ": "[ \\u00a0\\u202f]", "'": "['’]" };
const patterns = new Map<string, RegExp>();

function corePattern({ decimal = ".", thousands }: NumberStyle): RegExp {
  const key = `${decimal}${thousands ?? ""}`;
  let pattern = patterns.get(key);
  if (pattern === undefined) {
    const grouped = thousands === undefined ? "" : `|\\d{1,3}(?:${separators[thousands]}\\d{3})+`;
    pattern = new RegExp(`^(\\d+${grouped})?(?:${separators[decimal]}(\\d*))?$`);
    patterns.set(key, pattern);
  }
  return pattern;
}
