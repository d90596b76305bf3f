/** The `normalise` steps (matching.md §2), one code point at a time. */
import { laterThanUnicode15, type NormaliseStep } from "@recon/core";

const space = "[\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";
const foldedLetters: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  đ: "d",
  ð: "d",
  ł: "l",
  þ: "th",
  ı: "i",
};

const leading = new RegExp(`^${space}+`, "u");
const trailing = new RegExp(`${space}+$`, "u");
const runs = new RegExp(`${space}+`, "gu");

export function trim(text: string): string {
  return text.replace(leading, "").replace(trailing, "");
}

export function squeeze(text: string): string {
  return trim(text.replace(runs, " "));
}

export function upper(text: string): string {
  return mapCodePoints(text, (char) => (char === "ß" ? "ẞ" : char.toUpperCase()));
}

export function lower(text: string): string {
  return mapCodePoints(text, (char) => char.toLowerCase());
}

export function fold(text: string): string {
  const bare = lower(eachKnown(text, (known) => known.normalize("NFD").replace(/\p{M}/gu, "").normalize("NFC")));
  return [...bare].map((char) => foldedLetters[char] ?? char).join("");
}

/** First group of the first match, or the match without a group; NULL without a match. */
export function extract(text: string, pattern: string): string | null {
  const match = new RegExp(pattern, "u").exec(text);
  if (match === null) return null;
  return (match.length > 1 ? match[1] : match[0]) ?? null;
}

export function applyStep(text: string, step: NormaliseStep): string | null {
  if (typeof step === "object") return applyParametrised(text, step);
  switch (step) {
    case "trim":
      return trim(text);
    case "squeeze":
      return squeeze(text);
    case "upper":
      return upper(text);
    case "lower":
      return lower(text);
    case "fold":
      return fold(text);
    case "punctuation":
      return eachKnown(text, (known) => known.replace(/[\p{P}\p{S}]/gu, ""));
    case "leadingZeros":
      return text.replace(/^0+(?=.)/su, "");
    case "digits":
      return text.replace(/[^0-9]/gu, "");
  }
}

function applyParametrised(text: string, step: Exclude<NormaliseStep, string>): string | null {
  if ("extract" in step) return extract(text, step.extract);
  if ("padLeft" in step) {
    const [length, pad] = step.padLeft;
    return pad.repeat(Math.max(0, length - [...text].length)) + text;
  }
  const [pattern, replacement] = step.replace;
  return text.replace(new RegExp(pattern, "gu"), replacement.replaceAll("$", "$$$$").replace(/\\(\d)/g, "$$$1"));
}

/** A mapping that grows the text leaves the character, as does one that Unicode 15.0 does not have. */
function mapCodePoints(text: string, map: (char: string) => string): string {
  const kept = (char: string): boolean => [...map(char)].length !== 1 || laterThanUnicode15.test(char + map(char));
  return [...text].map((char) => (kept(char) ? char : map(char))).join("");
}

/** What Unicode 15.0 does not have stays, and parts what stands around it. */
function eachKnown(text: string, change: (known: string) => string): string {
  const [known = "", later, ...rest] = text.split(laterThanUnicode15);
  return later === undefined ? change(known) : change(known) + later + eachKnown(rest.join(""), change);
}
