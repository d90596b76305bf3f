import type { Remedy } from "../causes/cause.ts";
import type { Evidence } from "../evidence/evidence.ts";
import type { End, Trial } from "../experiment/trial.ts";
import type { Hypothesis, TrialVerdict } from "../rank/rank.ts";
import { keyOf } from "../read/read-trial.ts";
import type { Stage } from "./inquiry.ts";
import { ownWords } from "./look-closer.ts";

export interface Judged {
  readonly hypothesis: Hypothesis;
  readonly remedy: Remedy;
  readonly stage: Stage;
  readonly trial: Trial;
  /** What the trial showed. */
  readonly after: readonly Evidence[];
  /** How the original ended. */
  readonly before: End | undefined;
}

const IN_TIME_MS = 1_500;

/** What a trial of a remedy means: the copy lives, the fix shows, something else ends it now, or nothing changed. */
export function judgeTrial({ hypothesis, remedy, stage, trial, after, before }: Judged): TrialVerdict["outcome"] {
  if (trial.end.kind === "not-started" && stage.trial?.end.kind !== "not-started") return "unchanged";
  if (remedy.shows === "stops-in-time") {
    return trial.stopMs !== undefined && trial.stopMs < IN_TIME_MS ? "survived" : "unchanged";
  }
  const shown = shows(remedy, stage, trial);
  if (shown !== undefined) return shown ? "shown" : "unchanged";
  if (trial.end.kind === "alive") return isBlocked(after) ? "unchanged" : "survived";
  const wasBad = before?.kind !== "exited" || before.code !== 0;
  if (wasBad && endsWell(trial, after)) return "survived";
  return movedOn(hypothesis, stage, after) ? "moved-on" : "unchanged";
}

function endsWell({ end }: Trial, after: readonly Evidence[]): boolean {
  const has = (id: string): boolean => after.some((item) => item.id === id);
  // A server that ends has not done its work, whatever its exit code.
  const idle = has("shell.child-failure-masked") || has("probe.server-never-listened") || has("output.uncaught");
  return end.kind === "exited" && end.code === 0 && !idle;
}

/** The cause's own evidence is gone and something else ends it now: that is another cause behind this one. */
function movedOn(hypothesis: Hypothesis, stage: Stage, after: readonly Evidence[]): boolean {
  const decisive = hypothesis.support.filter(({ bits }) => bits >= 3).map(({ evidence: item }) => keyOf(item));
  const keys = new Set(after.map(keyOf));
  const known = new Set(stage.evidence.map(keyOf));
  const fresh = after.some(
    (item) => !known.has(keyOf(item)) && item.source !== "exit" && !/^output\.(some|none)$/.test(item.id),
  );
  return decisive.length > 0 && decisive.every((key) => !keys.has(key)) && fresh;
}

/** Fixes that do not make a program live show in other ways; undefined for the rest. */
function shows(remedy: Remedy, stage: Stage, trial: Trial): boolean | undefined {
  const { end } = trial;
  switch (remedy.shows) {
    case "says-more":
      return ownWords(trial.output).length > ownWords(stage.trial?.output ?? "").length + 3;
    case "fails-openly":
      return end.kind === "signalled" || (end.kind === "exited" && end.code !== 0);
    case "ends-once":
      return end.kind === "exited" && end.code === 0 && trial.restarts === 0;
    case "stops-in-time":
    case "survives":
    case undefined:
      return undefined;
  }
}

function isBlocked(after: readonly Evidence[]): boolean {
  return after.some((item) => item.id === "trace.bind-in-use") && !after.some((item) => item.id === "trace.listened");
}
