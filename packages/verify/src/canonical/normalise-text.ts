/** The `normalise` steps of a text field, compiled once. */
import type { NormaliseStep } from "@recon/core";
import { compileExpression, extractFirst, replaceEvery } from "./expression.ts";
import { foldText, lowerText, upperText, withoutPunctuation } from "./fold-text.ts";
import { squeezeWhiteSpace, trimWhiteSpace } from "./white-space.ts";

type Step = (text: string) => string | null;

const namedSteps = {
  trim: trimWhiteSpace,
  squeeze: squeezeWhiteSpace,
  upper: upperText,
  lower: lowerText,
  fold: foldText,
  punctuation: withoutPunctuation,
  leadingZeros: (text: string) => text.replace(/^0+(?=[^])/u, ""),
  digits: (text: string) => text.replace(/[^0-9]/gu, ""),
} satisfies Record<Extract<NormaliseStep, string>, Step>;

/** NULL passes through every step; an empty outcome is NULL. */
export function compileNormalise(steps: readonly NormaliseStep[]): (text: string | null) => string | null {
  const compiled = steps.map(compileStep);
  return (text) => {
    let current = text;
    for (const step of compiled) current = current === null ? null : step(current);
    return current === "" ? null : current;
  };
}

function compileStep(step: NormaliseStep): Step {
  if (typeof step === "string") return namedSteps[step];
  if ("extract" in step) {
    const expression = compileExpression(step.extract);
    return (text) => extractFirst(expression, text);
  }
  if ("replace" in step) {
    const expression = compileExpression(step.replace[0]);
    return (text) => replaceEvery(expression, text, step.replace[1]);
  }
  const [width, filler] = step.padLeft;
  return (text) => filler.repeat(Math.max(0, width - [...text].length)) + text;
}
