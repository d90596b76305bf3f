/** What a column's values say about how its numbers are written. Every style is tried on every value, in one pass. */
import type { SourceOptions } from "@recon/core";
import { isCurrencyCode } from "./currency-codes.ts";
import { DecimalSum } from "./decimal-sum.ts";
import { bareNumber, MAX_INTEGER_DIGITS, MAX_SCALE } from "./parse-number.ts";

export interface NumberStyleCount {
  readonly decimal: "." | ",";
  readonly thousands: SourceOptions["thousands"];
  /** Values that convert in this style. */
  readonly count: number;
}

const thousandsOf = {
  ".": [undefined, ",", " ", "'"],
  ",": [undefined, ".", " ", "'"],
} as const;
const decimals = [".", ","] as const;
/** Style n is decimal mark n >> 2 with its thousands separator n & 3; a set of styles is a mask of bits. */
const styles = decimals.flatMap((decimal) => thousandsOf[decimal].map((thousands) => ({ decimal, thousands })));
const ALL_STYLES = 0xff;

/** How one text reads; scales are decimals after the mark, by decimal mark. */
interface Reading {
  readonly styles: number;
  readonly digits: string;
  readonly scales: readonly [number, number];
  readonly isNegative: boolean;
  readonly hasCurrency: boolean;
  readonly hasMark: boolean;
}

/** Values that read in the same styles, with their sums by decimal mark. */
interface Tally {
  count: number;
  /** Values in which `.` or `,` stands. */
  marked: number;
  readonly sums: readonly [DecimalSum, DecimalSum];
}

export class NumberEvidence {
  /** Values with a currency sign or code beside the digits. */
  withCurrency = 0;
  /** Values of digits only whose first of several is 0. */
  withLeadingZero = 0;
  /** Values of digits only, and the most digits in one. */
  plainIntegers = 0;
  longestInteger = 0;
  /** Values by number of decimals, by decimal mark. */
  readonly scaleCounts: readonly [number[], number[]] = [[], []];
  readonly #tallies = new Map<number, Tally>();

  /** Takes a trimmed, non-empty text into account that stands there so many times. */
  add(text: string, times = 1): void {
    const reading = isDigits(text) ? this.#readDigits(text, times) : readNumber(text);
    if (reading === undefined) return;
    if (reading.hasCurrency) this.withCurrency += times;
    const tally = this.#tally(reading.styles);
    tally.count += times;
    if (reading.hasMark) tally.marked += times;
    for (const index of [0, 1] as const) {
      if ((reading.styles & (0x0f << (index * 4))) === 0) continue;
      const scale = reading.scales[index];
      tally.sums[index].add(reading.digits, scale, reading.isNegative ? -times : times);
      this.scaleCounts[index][scale] = (this.scaleCounts[index][scale] ?? 0) + times;
    }
  }

  /** All styles with the values that convert in them. */
  counts(): NumberStyleCount[] {
    return styles.map((style, index) => ({ ...style, count: this.#sumOver(index, ({ count }) => count) }));
  }

  /**
   * The style that converts the most values; of equals, the one of fewest marks, and `.` before `,`. It is open when
   * a style with the other decimal mark converts as many and some value holds such a mark: `1.234` is one of two numbers.
   */
  best(decimal?: NumberStyleCount["decimal"]): { style: NumberStyleCount; isOpen: boolean } | undefined {
    const counts = this.counts().filter((style) => decimal === undefined || style.decimal === decimal);
    const most = Math.max(...counts.map(({ count }) => count));
    if (most === 0) return undefined;
    const winners = counts.filter(({ count }) => count === most);
    const hasBothMarks = decimals.every((mark) => winners.some((style) => style.decimal === mark));
    const marked = [...this.#tallies.values()].reduce((sum, tally) => sum + tally.marked, 0);
    return { style: winners[0]!, isOpen: hasBothMarks && marked > 0 };
  }

  /** The exact sum of the values that convert in a style. */
  total(style: Pick<NumberStyleCount, "decimal" | "thousands">): string {
    const index = styles.findIndex((known) => known.decimal === style.decimal && known.thousands === style.thousands);
    const sum = new DecimalSum();
    for (const [mask, tally] of this.#tallies) if ((mask >> index) & 1) sum.addSum(tally.sums[index < 4 ? 0 : 1]);
    return sum.toText();
  }

  #readDigits(text: string, times: number): Reading | undefined {
    this.plainIntegers += times;
    if (text.length > 1 && text.charCodeAt(0) === 0x30) this.withLeadingZero += times;
    if (text.length > this.longestInteger) this.longestInteger = text.length;
    if (text.length > MAX_INTEGER_DIGITS && text.replace(/^0+/, "").length > MAX_INTEGER_DIGITS) return undefined;
    return { styles: ALL_STYLES, digits: text, scales: [0, 0], isNegative: false, hasCurrency: false, hasMark: false };
  }

  #tally(mask: number): Tally {
    let tally = this.#tallies.get(mask);
    if (tally === undefined) {
      tally = { count: 0, marked: 0, sums: [new DecimalSum(), new DecimalSum()] };
      this.#tallies.set(mask, tally);
    }
    return tally;
  }

  #sumOver(index: number, value: (tally: Tally) => number): number {
    let sum = 0;
    for (const [mask, tally] of this.#tallies) if ((mask >> index) & 1) sum += value(tally);
    return sum;
  }
}

function isDigits(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    if (!isDigit(text.charCodeAt(i))) return false;
  }
  return true;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

function readNumber(text: string): Reading | undefined {
  if (text.length > 200 || !mayBeNumber(text)) return undefined;
  const { core, isNegative, currency } = bareNumber(text, true);
  // The grammar takes any three capitals, but `INV 001` in a column of unknown kind is no money.
  if (currency.length === 3 && !isCurrencyCode(currency)) return undefined;
  const dot = readCore(core, ".");
  const comma = readCore(core, ",");
  const mask = (dot?.styles ?? 0) | ((comma?.styles ?? 0) << 4);
  if (mask === 0) return undefined;
  return {
    styles: mask,
    digits: (dot ?? comma)!.digits,
    scales: [dot?.scale ?? 0, comma?.scale ?? 0],
    isNegative,
    hasCurrency: currency !== "",
    hasMark: core.includes(".") || core.includes(","),
  };
}

/** Whether only characters of numbers stand in it: turns most texts away at their first small letter. */
function mayBeNumber(text: string): boolean {
  let hasDigit = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (isDigit(code)) hasDigit = true;
    else if (code > 0x5a && code < 0x80) return false;
  }
  return hasDigit;
}

/** The styles with this decimal mark (a mask of four bits) that read the core, and the decimals. */
function readCore(core: string, mark: "." | ","): { styles: number; scale: number; digits: string } | undefined {
  const at = core.indexOf(mark);
  const integer = at < 0 ? core : core.slice(0, at);
  let fraction = at < 0 ? "" : core.slice(at + 1);
  if (!isDigits(fraction) || integer + fraction === "") return undefined;
  if (fraction.length > MAX_SCALE) fraction = fraction.replace(/0+$/, "");
  const plain = isDigits(integer);
  const thousands = plain ? undefined : groupSeparator(integer);
  if (!plain && thousands === undefined) return undefined;
  const digits = plain ? integer : integer.replace(/\D/g, "");
  if (fraction.length > MAX_SCALE || digits.replace(/^0+/, "").length > MAX_INTEGER_DIGITS) return undefined;
  const bit = plain ? 0x0f : 1 << (thousandsOf[mark] as readonly unknown[]).indexOf(thousands);
  return { styles: bit, scale: fraction.length, digits: digits + fraction };
}

/** The separator of an integer in groups of three; undefined when it is not such. By hand: it runs on every amount. */
function groupSeparator(integer: string): SourceOptions["thousands"] {
  let at = 0;
  while (isDigit(integer.charCodeAt(at))) at++;
  const separator = separatorOf(integer.charCodeAt(at));
  if (separator === undefined || at < 1 || at > 3) return undefined;
  for (; at < integer.length; at += 4) {
    const isGroup = separatorOf(integer.charCodeAt(at)) === separator && isDigits(integer.slice(at + 1, at + 4));
    if (!isGroup || at + 4 > integer.length) return undefined;
  }
  return separator;
}

function separatorOf(code: number): SourceOptions["thousands"] {
  if (code === 0x2c) return ",";
  if (code === 0x2e) return ".";
  if (code === 0x20 || code === 0xa0 || code === 0x202f) return " ";
  return code === 0x27 || code === 0x2019 ? "'" : undefined;
}
