/** RE2 expressions of a plan: linear time, so a crafted plan cannot hang the verifier. */
import { ReconError } from "@recon/core";
import { RE2JS } from "re2js";

export type Expression = RE2JS;

export function compileExpression(source: string): Expression {
  try {
    return RE2JS.compile(source);
  } catch (cause) {
    throw new ReconError("PLAN_INVALID", `the expression ${JSON.stringify(source)} is not RE2`, { cause });
  }
}

/** The first group, or the match without a group; NULL without a match. A group that took no part is empty. */
export function extractFirst(expression: Expression, text: string): string | null {
  const matcher = expression.matcher(text);
  if (!matcher.find()) return null;
  return matcher.group(expression.groupCount() > 0 ? 1 : 0) ?? "";
}

/** All occurrences; in the replacement `\0`–`\9` name groups and `\\` is a backslash. */
export function replaceEvery(expression: Expression, text: string, replacement: string): string {
  const matcher = expression.matcher(text);
  let result = "";
  let copied = 0;
  let previousEnd = -1;
  while (matcher.find()) {
    const start = matcher.start();
    const end = matcher.end();
    // RE2 takes no empty match directly after the previous one.
    if (start === end && start === previousEnd) continue;
    result += text.slice(copied, start);
    result += replacement.replace(/\\([0-9\\])/g, (_, digit: string) =>
      digit === "\\" ? "\\" : groupOf(matcher, expression, Number(digit)),
    );
    copied = previousEnd = end;
  }
  return result + text.slice(copied);
}

function groupOf(matcher: ReturnType<Expression["matcher"]>, expression: Expression, group: number): string {
  return group <= expression.groupCount() ? (matcher.group(group) ?? "") : "";
}
