const SHORTEST = 8;
const TESTS = /#\[cfg\(test\)\][\s\S]*$/;

/**
 * The constant parts of the string literals of a source text: what a compiler must have put into the program, cut at
 * placeholders and escapes, since those are stored apart.
 */
export function literalPieces(source: string, extension: string): string[] {
  const code = withoutComments(source.replace(TESTS, ""));
  const pattern = /\.[cm]?ts$|\.[cm]?js$/.test(extension)
    ? /"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`/g
    : /"((?:[^"\\]|\\.)*)"/g;
  const pieces = new Set<string>();
  for (const match of code.matchAll(pattern)) {
    const before = code.slice(Math.max(0, match.index - 12), match.index);
    if (/(#include\s*|import\s*|from\s*|cfg\(\w*\s*=?\s*|#\[[^\]]*|import\s*\(\s*)$/.test(before)) continue;
    const literal = match[1] ?? match[2] ?? match[3] ?? "";
    for (const piece of literal.split(/\{[^}]*\}|\$\{[^}]*\}|%[-+ #0-9.*]*(?:ll|[hlzjt])?[a-zA-Z%]|\\[\s\S]/)) {
      if (piece.trim().length >= SHORTEST) pieces.add(piece);
    }
  }
  return [...pieces];
}

function withoutComments(source: string): string {
  return source.replaceAll(/"(?:[^"\\\n]|\\.)*"|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, (text) =>
    text.startsWith('"') ? text : "",
  );
}
