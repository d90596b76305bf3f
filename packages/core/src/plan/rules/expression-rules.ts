import { RE2JS, RE2JSException } from "re2js";
import type { Finding } from "../finding.ts";
import type { PlanParts } from "../plan-parts.ts";
import type { PlanPath } from "../plan-path.ts";
import type { Field } from "../schema.ts";
import { sides } from "../vocabulary.ts";
import { columnRefs } from "./field-rules.ts";

const LONGEST_EXPRESSION = 1_000;

interface ExpressionUse {
  readonly path: PlanPath;
  readonly expression: string;
  readonly replacement?: { readonly path: PlanPath; readonly text: string };
}

/** Expressions compile under RE2, which takes linear time, and replacements name groups that exist. */
export function expressionsCompile(parts: PlanParts): Finding[] {
  return [...[...parts.fields].flatMap(([name, field]) => fieldExpressions(["fields", name], field)), ...filters(parts)]
    .map(expressionFault)
    .filter((finding) => finding !== undefined);
}

function fieldExpressions(path: PlanPath, field: Field): ExpressionUse[] {
  const extracts = columnRefs(path, field).flatMap(({ path: refPath, ref }) => {
    const expression = "column" in ref ? ref.extract : undefined;
    return expression === undefined ? [] : [{ path: [...refPath, "extract"], expression }];
  });
  const steps = (field.normalise ?? []).flatMap((step, index): ExpressionUse[] => {
    const stepPath = [...path, "normalise", index];
    if (typeof step === "string" || "padLeft" in step) return [];
    if ("extract" in step) return [{ path: [...stepPath, "extract"], expression: step.extract }];
    const [expression, text] = step.replace;
    const replacePath = [...stepPath, "replace"];
    return [{ path: [...replacePath, 0], expression, replacement: { path: [...replacePath, 1], text } }];
  });
  return [...extracts, ...steps];
}

function filters({ source }: PlanParts): ExpressionUse[] {
  return sides.flatMap((side) => {
    return (source[side]?.exclude ?? []).flatMap(({ where }, index) => {
      if (!("matches" in where)) return [];
      return [{ path: [side, "exclude", index, "where", "matches"], expression: where.matches }];
    });
  });
}

function expressionFault({ path, expression, replacement }: ExpressionUse): Finding | undefined {
  if (expression.length > LONGEST_EXPRESSION) {
    return { path, message: `an expression has at most ${LONGEST_EXPRESSION} characters` };
  }
  const compiled = compile(expression);
  if (typeof compiled === "string") return { path, message: compiled };
  const message = replacement === undefined ? undefined : replacementFault(replacement.text, compiled.groupCount());
  return message === undefined || replacement === undefined ? undefined : { path: replacement.path, message };
}

/** The compiled expression, or why it does not compile. */
function compile(expression: string): RE2JS | string {
  try {
    return RE2JS.compile(expression);
  } catch (cause) {
    if (!(cause instanceof RE2JSException)) throw cause;
    const reason = cause.message.replace(/^error parsing regexp: /, "");
    return `not an RE2 expression: ${reason}${explanation(reason)}`;
  }
}

function explanation(reason: string): string {
  const why = "; expressions run in linear time and therefore have no";
  if (/\(\?<?[=!]/.test(reason)) return `${why} look-around`;
  if (/^invalid escape sequence: `\\[1-9k]/.test(reason)) return `${why} back-references`;
  return "";
}

/** RE2 knows `\0` (the match), `\1` … `\9` (groups) and `\\` in a replacement. */
function replacementFault(text: string, groups: number): string | undefined {
  for (const [reference, escaped] of text.matchAll(/\\(.?)/gsu)) {
    if (escaped === "\\") continue;
    if (!/^[0-9]$/.test(escaped ?? ""))
      return `${JSON.stringify(reference)} means nothing in a replacement; write \\\\ for a backslash`;
    if (Number(escaped) > groups) return `\\${escaped} names a group that the expression lacks (it has ${groups})`;
  }
  const dollar = /\$([1-9])/.exec(text);
  if (dollar === null || Number(dollar[1]) > groups) return undefined;
  return `$${dollar[1]} is taken literally; write \\${dollar[1]} for the group`;
}
