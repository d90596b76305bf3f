/** Normalising steps as expressions (docs/matching.md, section 2). NULL passes through every step; the last step turns an empty text into NULL. */
import type { NormaliseStep } from "../plan/schema.ts";
import type { Expr } from "../dialect/nodes.ts";
import { call, integer, text } from "../dialect/build.ts";

/** White space in RE2's notation, without the brackets. */
export const whiteSpace = String.raw`\t\n\x0B\f\r \x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}`;

const letters: readonly (readonly [string, string])[] = [
  ["ß", "ss"],
  ["æ", "ae"],
  ["œ", "oe"],
  ["ø", "o"],
  ["đ", "d"],
  ["ð", "d"],
  ["ł", "l"],
  ["þ", "th"],
  ["ı", "i"],
];

const replaceAll = (value: Expr, pattern: string, by: string): Expr =>
  call("regexReplaceAll", value, text(pattern), text(by));

export const trimText = (value: Expr): Expr => replaceAll(value, `^[${whiteSpace}]+|[${whiteSpace}]+$`, "");
export const squeezeText = (value: Expr): Expr => trimText(replaceAll(value, `[${whiteSpace}]+`, " "));

export function foldText(value: Expr): Expr {
  const plain = call("simpleLower", call("stripAccents", value));
  return letters.reduce((folded, [from, to]) => call("translate", folded, text(from), text(to)), plain);
}

export function extractText(value: Expr, pattern: string): Expr {
  return call("regexExtract", value, text(pattern), integer(hasGroup(pattern) ? 1 : 0));
}

/** Whether an RE2 expression captures anything: an opening bracket that is not escaped, in a class, or marked `(?` other than a name. */
export function hasGroup(pattern: string): boolean {
  const bare = pattern
    .replace(/\\Q.*?(\\E|$)/gs, "")
    .replace(/\\./gs, "")
    .replace(/\[\^?\]?[^\]]*\]/g, "");
  return /\((?!\?)|\(\?P?<[^=!]/.test(bare);
}

function step(value: Expr, operation: NormaliseStep): Expr {
  if (typeof operation === "object") {
    if ("extract" in operation) return extractText(value, operation.extract);
    if ("replace" in operation) return replaceAll(value, operation.replace[0], operation.replace[1]);
    return call("padLeft", value, integer(operation.padLeft[0]), text(operation.padLeft[1]));
  }
  switch (operation) {
    case "trim":
      return trimText(value);
    case "squeeze":
      return squeezeText(value);
    case "upper":
      return call("upper", value);
    case "lower":
      return call("lower", value);
    case "fold":
      return foldText(value);
    case "punctuation":
      return replaceAll(value, String.raw`[\pP\pS]`, "");
    case "leadingZeros":
      return replaceAll(value, "^0+(.)", String.raw`\1`);
    case "digits":
      return replaceAll(value, "[^0-9]", "");
  }
}

export function normalise(value: Expr, steps: readonly NormaliseStep[]): Expr {
  return steps.length === 0 ? value : call("nullIfEmpty", steps.reduce(step, value));
}
