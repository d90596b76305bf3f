import type { SourceOptions } from "@recon/core";
import { parseDate, trimWhiteSpace } from "@recon/formats";
import { quoted } from "./quoted.ts";

type Converted = { readonly value: string | null } | { readonly fault: string; readonly kept: string };

/** Code point by code point: "ß" does not become two letters. */
const upperCase = (character: string): string => {
  const upper = character.toUpperCase();
  return upper.length === character.length ? upper : character;
};

export function convertCurrency(name: string, text: string): Converted {
  const code = Array.from(trimWhiteSpace(text), upperCase).join("");
  if (code === "") return { value: null };
  if (/^[A-Z]{3}$/.test(code)) return { value: code };
  return {
    fault: `${name}: ${quoted(text)} is not a currency code of three letters, such as EUR`,
    kept: trimWhiteSpace(text),
  };
}

/** A date text as `YYYY-MM-DD`; an instant becomes the date in `timeZone` when that is given. */
export function convertDate(
  name: string,
  text: string,
  order: SourceOptions["dateOrder"],
  timeZone: string | undefined,
): Converted {
  if (trimWhiteSpace(text) === "") return { value: null };
  const value = parseDate(text, order ?? "dmy", timeZone);
  if (value !== undefined) return { value };
  return {
    fault: `${name}: ${quoted(text)} is not a date${order === undefined ? "" : ` in ${order} order`}`,
    kept: trimWhiteSpace(text),
  };
}
