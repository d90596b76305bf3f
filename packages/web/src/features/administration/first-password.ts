/** No letters that are mistaken for others when read aloud or copied by hand. */
const ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";
const GROUPS = 4;
const GROUP_LENGTH = 5;

/** Twenty random characters in groups of five: about 99 bits. */
export function firstPassword(): string {
  const characters = Array.from({ length: GROUPS * GROUP_LENGTH }, randomCharacter).join("");
  return (characters.match(/.{5}/g) ?? []).join("-");
}

/** Draws again where a byte would favour the first letters. */
function randomCharacter(): string {
  const fair = 256 - (256 % ALPHABET.length);
  for (;;) {
    const [byte = 255] = crypto.getRandomValues(new Uint8Array(1));
    if (byte < fair) return ALPHABET[byte % ALPHABET.length] ?? "";
  }
}
