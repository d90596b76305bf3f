import type { Cause, Seen } from "../causes/cause.ts";
import type { Evidence } from "../evidence/evidence.ts";

export interface Weighed {
  readonly evidence: Evidence;
  readonly bits: number;
}

/** A cause with what speaks for and against it, and its share of the probability. */
export interface Hypothesis {
  readonly cause: Cause;
  readonly bits: number;
  readonly probability: number;
  readonly support: readonly Weighed[];
  readonly against: readonly Weighed[];
}

/** The unknown cause: what a hypothesis must beat to be named at all. */
const UNKNOWN_BITS = 2;
/** Several pieces of the same kind say little more than one. */
const FIRST_ONLY = 1;
/** A hypothesis is one only when something speaks for it that is more than a general circumstance. */
const TELLING_BITS = 2;

/** Ranks causes: prior and evidence are bits, added up (naive Bayes); the shares of all causes and of the unknown one sum to 1. */
export function rank(causes: readonly Cause[], seen: Seen, trials: readonly TrialVerdict[] = []): Hypothesis[] {
  const scored = causes.map((cause) => score(cause, seen, trials)).filter(isTold);
  const total = scored.reduce((sum, each) => sum + 2 ** each.bits, 2 ** UNKNOWN_BITS);
  return scored.map((each) => ({ ...each, probability: 2 ** each.bits / total })).sort((a, b) => b.bits - a.bits);
}

/** Whether anything speaks for a hypothesis that is more than a general circumstance. */
function isTold({ cause, support }: Omit<Hypothesis, "probability">): boolean {
  return support.some(({ evidence: item }) =>
    cause.needs === undefined ? (cause.raises[item.id] ?? 0) >= TELLING_BITS : cause.needs.includes(item.id),
  );
}

/** What trials of a cause's remedies showed. */
export interface TrialVerdict {
  readonly causeId: string;
  readonly outcome: "survived" | "shown" | "moved-on" | "correlated" | "unchanged";
}

const TRIAL_BITS: Readonly<Record<TrialVerdict["outcome"], number>> = {
  survived: 12,
  shown: 3,
  "moved-on": 5,
  correlated: -4,
  unchanged: -1.5,
};

function score(cause: Cause, seen: Seen, trials: readonly TrialVerdict[]): Omit<Hypothesis, "probability"> {
  const counted = new Map<string, number>();
  const support: Weighed[] = [];
  const against: Weighed[] = [];
  for (const item of seen.all) {
    const times = counted.get(item.id) ?? 0;
    counted.set(item.id, times + 1);
    const up = cause.raises[item.id] ?? 0;
    const down = cause.lowers[item.id] ?? 0;
    const bits = times < FIRST_ONLY ? up + down : 0;
    if (up > 0) support.push({ evidence: item, bits });
    else if (down < 0 || up < 0) against.push({ evidence: item, bits });
  }
  const sum = [...support, ...against].reduce((total, weighed) => total + weighed.bits, cause.prior);
  const verdict = trials.find((trial) => trial.causeId === cause.id);
  return { cause, support, against, bits: sum + (verdict === undefined ? 0 : TRIAL_BITS[verdict.outcome]) };
}

export type Certainty = "proven" | "very likely" | "likely" | "cannot tell";

export function certaintyOf(hypothesis: Hypothesis, proven: boolean): Certainty {
  if (proven) return "proven";
  if (hypothesis.probability >= 0.9) return "very likely";
  return hypothesis.probability >= 0.6 ? "likely" : "cannot tell";
}
