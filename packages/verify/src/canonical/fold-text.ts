/** Case and accents, one code point at a time (docs/matching.md section 2). */

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
  return mapCodePoints(text, (character) => (character === "ß" ? "ẞ" : keepLength(character, character.toUpperCase())));
}

export function lowerText(text: string): string {
  if (ascii.test(text)) return text.toLowerCase();
  return mapCodePoints(text, (character) => keepLength(character, character.toLowerCase()));
}

export function foldText(text: string): string {
  if (ascii.test(text)) return text.toLowerCase();
  const bare = text.normalize("NFD").replace(/\p{M}/gu, "").normalize("NFC");
  return mapCodePoints(lowerText(bare), (character) => foldings.get(character) ?? character);
}

function mapCodePoints(text: string, map: (character: string) => string): string {
  let mapped = "";
  for (const character of text) mapped += map(character);
  return mapped;
}

/** A mapping that would grow the text leaves the character. */
function keepLength(character: string, mapped: string): string {
  return [...mapped].length === 1 ? mapped : character;
}
