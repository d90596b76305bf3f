/**
 * Names of things whose value is nobody's business, wherever they stand in a line. The word is looked for ahead, once for each name: strangers choose
 * the addresses that are logged, and a pattern that could cut a name in many ways would take minutes over a long one.
 */
const SECRET_NAME =
  "(?=[\\w-]*(?:password|passwd|secret|token|cookie|authorization|credential|api[-_]?key|master[-_]?key|private[-_]?key|otp|ticket))[\\w-]+";
const HIDDEN = "[redacted]";

const patterns: readonly (readonly [RegExp, string])[] = [
  // A name and its text in JSON, also in JSON that was put into a string.
  [new RegExp(`("${SECRET_NAME}"\\s*:\\s*)"(?:[^"\\\\]|\\\\.)*"`, "gi"), `$1"${HIDDEN}"`],
  [new RegExp(`(\\\\"${SECRET_NAME}\\\\"\\s*:\\s*)\\\\"(?:[^"\\\\]|\\\\\\\\.)*\\\\"`, "gi"), `$1\\"${HIDDEN}\\"`],
  // A name and a list of texts, as headers come: "set-cookie": ["…"].
  [new RegExp(`("${SECRET_NAME}"\\s*:\\s*)\\[[^\\]]*\\]`, "gi"), `$1"${HIDDEN}"`],
  // name=value of query strings, forms and environment variables.
  [new RegExp(`(?<![\\w-])(${SECRET_NAME})=[^&\\s"'\\\\;,]+`, "gi"), `$1=${HIDDEN}`],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]{6,}/gi, `$1 ${HIDDEN}`],
  // A JSON web token, however it got there.
  [/\beyJ[\w-]{5,500}\.[\w-]{5,}\.[\w-]*/g, HIDDEN],
  // Passwords in addresses.
  [/(:\/\/[^/?#\s:@"\\]*):[^\s/?#"\\]*@/g, `$1:${HIDDEN}@`],
];

/**
 * Takes secrets out of a finished log line: by the names they stand under, by their shape, and the given values wherever
 * they stand. Working on the line, it reaches what a list of paths would miss: nested causes, messages, foreign errors.
 */
export function createScrubber(values: readonly string[]): (line: string) => string {
  const known = values.filter((value) => value.length >= 8).sort((a, b) => b.length - a.length);
  return (line) => {
    let clean = line;
    for (const value of known) if (clean.includes(value)) clean = clean.replaceAll(value, HIDDEN);
    for (const [pattern, replacement] of patterns) clean = clean.replace(pattern, replacement);
    return clean;
  };
}
