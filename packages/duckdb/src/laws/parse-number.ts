/** Numbers and money (matching.md §2). */
import type { SourceOptions } from "@recon/core";
import { DECIMAL_PLACES } from "./values.ts";
import { trim } from "./text-steps.ts";

/** Units of 10^-18 of a trimmed, non-empty text, or undefined when it is not a number. */
export function parseNumber(text: string, type: "number" | "money", options: SourceOptions): bigint | undefined {
  let rest = text;
  let symbolSeen = type === "number";
  const dropSymbol = (): void => {
    const bare = withoutSymbol(rest);
    if (symbolSeen || bare === rest) return;
    symbolSeen = true;
    rest = bare;
  };
  dropSymbol();
  const signed = withoutSign(rest);
  rest = signed.text;
  dropSymbol();
  const magnitude = parseDigits(rest, options);
  return magnitude === undefined ? undefined : signed.negative ? -magnitude : magnitude;
}

function withoutSymbol(text: string): string {
  const before = /^(?:[$€£¥₹]|[A-Z]{3})(.*)$/su.exec(text);
  if (before !== null) return trim(before[1] ?? "");
  const after = /^(.*?)(?:[$€£¥₹]|[A-Z]{3})$/su.exec(text);
  return after === null ? text : trim(after[1] ?? "");
}

function withoutSign(text: string): { text: string; negative: boolean } {
  if (/^[-−]/u.test(text)) return { text: text.slice(1), negative: true };
  if (text.startsWith("+")) return { text: text.slice(1), negative: false };
  if (text.endsWith("-")) return { text: text.slice(0, -1), negative: true };
  if (text.startsWith("(") && text.endsWith(")")) return { text: text.slice(1, -1), negative: true };
  return { text, negative: false };
}

function parseDigits(text: string, options: SourceOptions): bigint | undefined {
  const mark = options.decimal === "," ? "," : "\\.";
  const separator = { ".": "\\.", ",": ",", " ": "[ \\u00a0\\u202f]", "'": "['’]" }[options.thousands ?? ","];
  const whole = options.thousands === undefined ? "\\d+" : `\\d+|\\d{1,3}(?:${separator}\\d{3})+`;
  const match = new RegExp(`^(${whole})?(?:${mark}(\\d*))?$`, "u").exec(text);
  const integer = (match?.[1] ?? "").replace(/\D/gu, "").replace(/^0+/, "");
  const fraction = (match?.[2] ?? "").replace(/0+$/, "");
  if (match === null || !/\d/.test(text)) return undefined;
  if (integer.length > 20 || fraction.length > DECIMAL_PLACES) return undefined;
  return BigInt(integer + fraction.padEnd(DECIMAL_PLACES, "0"));
}
