/** White space as docs/matching.md section 2 defines it: neither `\s` nor `String.trim` (both take U+FEFF, neither U+0085). */
const whiteSpace = "[\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";

const atEnds = new RegExp(`^${whiteSpace}+|${whiteSpace}+$`, "g");

/** Whether a UTF-16 code unit is white space by docs/matching.md section 2. */
export function isWhiteSpace(code: number): boolean {
  if (code <= 0x20) return code === 0x20 || (code >= 0x09 && code <= 0x0d);
  if (code < 0x1680) return code === 0xa0 || code === 0x85;
  if (code >= 0x2000 && code <= 0x200a) return true;
  return [0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000].includes(code);
}

/** The text without white space at its ends; white space is that of docs/matching.md section 2. */
export function trimWhiteSpace(text: string): string {
  if (text === "" || !(isWhiteSpace(text.charCodeAt(0)) || isWhiteSpace(text.charCodeAt(text.length - 1)))) return text;
  return text.replace(atEnds, "");
}
