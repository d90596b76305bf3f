/** White space as docs/matching.md section 2 lists it: not JavaScript's `\s`, which differs by U+FEFF and U+0085. */
const SPACE = "[\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]";

const edges = new RegExp(`^${SPACE}+`, "u");
const one = new RegExp(SPACE, "u");
const runs = new RegExp(`${SPACE}+`, "gu");

export const whiteSpacePattern = SPACE;

export function trimWhiteSpace(text: string): string {
  const start = edges.exec(text)?.[0].length ?? 0;
  let end = text.length;
  // A pattern anchored at the end would try every start: quadratic on hostile texts.
  while (end > start && one.test(text[end - 1]!)) end--;
  return start === 0 && end === text.length ? text : text.slice(start, end);
}

export function squeezeWhiteSpace(text: string): string {
  return trimWhiteSpace(text.replace(runs, " "));
}
