import type { Remedy } from "../causes/cause.ts";
import type { Evidence, EvidenceId } from "../evidence/evidence.ts";
import type { Trial } from "../experiment/trial.ts";
import type { Hypothesis, TrialVerdict } from "../rank/rank.ts";
import type { Inquiry, Stage } from "./inquiry.ts";

/** What may have ended a program for another reason than a dependency that it only tried. */
const OTHER_REASONS: readonly EvidenceId[] = [
  "probe.error-swallowed",
  "probe.rejection-swallowed",
  "probe.undefined-variable",
  "trace.looked-for-in-vain",
  "trace.missing-file",
  "trace.access-denied",
  "output.names-unset-variable",
  "configuration.unparsable",
];
const NO_CONNECTION = /ECONNREFUSED|ECONNRESET|ETIMEDOUT|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN|[Cc]onnection|timed? ?out/;
const LEAST_MS = 1_000;

/** Evidence of so many bits leaves little to chance. */
const TELLING_BITS = 5;

export interface Survival {
  readonly hypothesis: Hypothesis;
  readonly stage: Stage;
  readonly remedy: Remedy;
  readonly trial: Trial;
  readonly after: readonly Evidence[];
}

/** Looks for another reason than the remedy why a copy survived: mere waiting, too short a look, chance, or a world that changed meanwhile. */
export async function doubt(inquiry: Inquiry, survival: Survival): Promise<TrialVerdict["outcome"]> {
  const { stage, remedy, trial } = survival;
  if (onlyWaits(survival) || onlyEscapes(survival)) return "correlated";
  if (trial.end.kind === "alive" && !inquiry.outlived(trial)) return "correlated";
  if (remedy.shows === "stops-in-time" || stage.trial?.end.kind === "not-started") return "survived";
  if (inquiry.timeLeftMs < Math.max(LEAST_MS, inquiry.unchangedMs * 2)) return "correlated";
  const again = await inquiry.run(stage.changes);
  const { end, elapsedMs } = again;
  const ends = end.kind !== "alive" && !(trial.end.kind === "exited" && isSame(end, trial.end));
  const outcome = ends ? "baseline" : "unchanged";
  inquiry.trials.push({ changes: stage.changes, purpose: "the same without it, once more", end, outcome, elapsedMs });
  return ends && (await survivesAgain(inquiry, survival)) ? "survived" : "unchanged";
}

/** What little evidence speaks for must not only once have lived by chance. */
async function survivesAgain(inquiry: Inquiry, { hypothesis, stage, remedy, trial }: Survival): Promise<boolean> {
  if (hypothesis.support.some(({ bits }) => bits >= TELLING_BITS)) return true;
  const changes = [...stage.changes, ...remedy.changes];
  const { end, elapsedMs } = await inquiry.run(changes);
  const outcome = isSame(end, trial.end) ? "survived" : "unchanged";
  inquiry.trials.push({ changes: remedy.changes, purpose: "with it, once more", end, outcome, elapsedMs });
  return outcome === "survived";
}

/** A variable that the program reads only after an error decides what the error does, and is not why it came. */
function onlyEscapes({ stage, remedy }: Survival): boolean {
  const error = stage.evidence.find(({ id }) => id === "probe.error-swallowed");
  const before = error?.detail["variablesBefore"];
  const set = remedy.changes.flatMap((change) => (change.kind === "set-variable" ? [change.name] : []));
  return Array.isArray(before) && set.length > 0 && !set.some((name) => before.includes(name));
}

const isSame = (a: Trial["end"], b: Trial["end"]): boolean => JSON.stringify(a) === JSON.stringify(b);

/** A stand-in that never answers holds any program that speaks to it; where something else may have ended it, that proves nothing. */
function onlyWaits({ stage, remedy, trial, after }: Survival): boolean {
  const held = remedy.changes.some(({ kind }) => kind === "stand-in" || kind === "stand-in-socket");
  if (!held || trial.end.kind !== "alive" || trial.listening.length > 0) return false;
  if (after.some(({ id }) => id === "trace.listened")) return false;
  return stage.evidence.some(
    ({ id, detail }) => OTHER_REASONS.includes(id) && !NO_CONNECTION.test(String(detail["message"] ?? "")),
  );
}
