import { completeDates } from "./complete-tolerance.ts";
import { decimalText } from "./decimal-text.ts";
import type { Condition, GroupedPass, KeyedPass, NettedPass, Pass, SimilarPass, TolerantPass } from "./schema.ts";

/** A condition whose weight is written out, as a decimal text. */
export type EffectiveCondition = Condition & { weight: string };

type Stated<T> = T & { suggest: boolean };
type Conditioned<T> = Stated<T> & { conditions: EffectiveCondition[] };

/** A pass of a kind that can be run, with its defaults written out. */
export type EffectivePass =
  Stated<KeyedPass> | Conditioned<TolerantPass> | Conditioned<SimilarPass> | Stated<GroupedPass> | Stated<NettedPass>;

/** A pass with its defaults written out; linked and summed ones cannot be run yet and must not get here. */
export function completePass(pass: Pass): EffectivePass {
  const suggest = pass.suggest ?? false;
  switch (pass.kind) {
    case "keyed":
    case "grouped":
    case "netted":
      return { ...pass, suggest };
    case "tolerant":
    case "similar":
      return { ...pass, suggest, conditions: pass.conditions.map(completeCondition) };
    case "linked":
    case "summed":
      throw new Error(`pass ${JSON.stringify(pass.name)} of kind ${pass.kind} got past checkRunnable`);
  }
}

function completeCondition(condition: Condition): EffectiveCondition {
  const weight = condition.weight ?? 1;
  return { ...completeDates(condition), weight: typeof weight === "number" ? decimalText(weight) : weight };
}
