import type { Explanation, Surroundings } from "./causes/cause.ts";
import type { Evidence } from "./evidence/evidence.ts";
import type { Change } from "./experiment/change.ts";
import type { End } from "./experiment/trial.ts";
import type { Certainty, Hypothesis } from "./rank/rank.ts";

/** A cause that was found, as the report tells it. */
export interface FoundCause extends Explanation {
  readonly id: string;
  readonly title: string;
  readonly certainty: Certainty;
  readonly probability: number;
  readonly evidence: readonly Evidence[];
  /** The trial that proves it. */
  readonly proof?: string;
}

/** One trial in a clone, as the report tells it. */
export interface TrialRecord {
  readonly changes: readonly Change[];
  readonly purpose: string;
  readonly end: End;
  readonly outcome: "survived" | "shown" | "moved-on" | "correlated" | "unchanged" | "baseline";
  readonly elapsedMs: number;
}

/** What the doctor found about one target. */
export interface Diagnosis {
  readonly target: Surroundings;
  readonly verdict: "healthy" | "diagnosed" | "cannot-tell";
  readonly summary: string;
  /** The first is the cause; further ones lie behind it and show once it is mended. */
  readonly causes: readonly FoundCause[];
  readonly hypotheses: readonly Hypothesis[];
  readonly evidence: readonly Evidence[];
  readonly trials: readonly TrialRecord[];
  /** What could not be looked at, and why. */
  readonly limits: readonly string[];
  readonly elapsedMs: number;
  readonly output: string;
}
