/** Case, accents and punctuation, one code point at a time (docs/matching.md section 2). */
import { laterThanUnicode15 } from "@recon/core";

const foldings: ReadonlyMap<string, string> = new Map([
  ["ß", "ss"],
  ["æ", "ae"],
  ["œ", "oe"],
  ["ø", "o"],
  ["đ", "d"],
  ["ð", "d"],
  ["ł", "l"],
  ["þ", "th"],
  ["ı", "i"],
]);
// eslint-disable-next-line no-control-regex
const ascii = /^[\0-\x7f]*$/;

export function upperText(text: string): string {
  if (ascii.test(text)) return text.toUpperCase();
  return mapCodePoints(text, (character) => (character === "ß" ? "ẞ" : mapped(character, character.toUpperCase())));
}

export function lowerText(text: string): string {
  if (ascii.test(text)) return text.toLowerCase();
  return mapCodePoints(text, (character) => mapped(character, character.toLowerCase()));
}

export function foldText(text: string): string {
  if (ascii.test(text)) return text.toLowerCase();
  const bare = withinUnicode15(text, (known) => known.normalize("NFD").replace(/\p{M}/gu, "").normalize("NFC"));
  return mapCodePoints(lowerText(bare), (character) => foldings.get(character) ?? character);
}

export const withoutPunctuation = (text: string): string =>
  withinUnicode15(text, (known) => known.replace(/[\p{P}\p{S}]/gu, ""));

/** Applies a change to all but the code points that were assigned after Unicode 15.0, which stay and part what stands around them. */
function withinUnicode15(text: string, change: (known: string) => string): string {
  if (ascii.test(text) || !laterThanUnicode15.test(text)) return change(text);
  return text
    .split(laterThanUnicode15)
    .map((part, i) => (i % 2 === 0 ? change(part) : part))
    .join("");
}

function mapCodePoints(text: string, map: (character: string) => string): string {
  let mappedText = "";
  for (const character of text) mappedText += map(character);
  return mappedText;
}

/** A mapping that would grow the text leaves the character, as does one from or onto a code point assigned after Unicode 15.0. */
function mapped(character: string, other: string): string {
  if (other === character) return character;
  return [...other].length === 1 && !laterThanUnicode15.test(character + other) ? other : character;
}
