import type { Remedy, Seen } from "../causes/cause.ts";
import type { Evidence } from "../evidence/evidence.ts";
import { changeText, type Change } from "../experiment/change.ts";
import type { Trial } from "../experiment/trial.ts";
import type { Hypothesis, TrialVerdict } from "../rank/rank.ts";
import { unite } from "../read/read-trial.ts";
import { verifyNetwork } from "../read/verify-network.ts";
import type { Inquiry, Stage } from "./inquiry.ts";
import { doubt } from "./doubt.ts";
import { judgeTrial } from "./judge-trial.ts";

const MOST_TRIALS = 14;
const SHORTEST_MS = 1_500;
const PROOFS: Readonly<Record<NonNullable<Remedy["shows"]>, string>> = {
  survives: "a copy survived",
  "stops-in-time": "a copy stopped in time",
  "says-more": "a copy said what was missing",
  "fails-openly": "a copy failed openly",
  "ends-once": "a copy ended once and stayed ended",
};

export interface Tried {
  readonly outcome: TrialVerdict["outcome"];
  readonly next?: Stage;
}

interface Attempt {
  readonly hypothesis: Hypothesis;
  readonly stage: Stage;
  readonly seen: Seen;
  readonly isTop: boolean;
}

/** Tries the remedies of one hypothesis until one changes something; undefined when there was none to try. */
export async function tryRemedies(inquiry: Inquiry, attempt: Attempt): Promise<Tried | undefined> {
  const { hypothesis, stage, seen, isTop } = attempt;
  if (!inquiry.mayExperiment || stage.trial === undefined) return undefined;
  let best: Tried | undefined;
  for (const remedy of (await hypothesis.cause.remedies?.(seen)) ?? []) {
    // What would show for any program alike is tried only for the cause that leads already.
    if (!isTop && isWeak(remedy)) continue;
    if (inquiry.timeLeftMs < SHORTEST_MS || inquiry.trials.length >= MOST_TRIALS) break;
    // A clone gives all of that to every cause alike, so it speaks only for one that leads already.
    if (isTop && isGiven(inquiry, remedy)) return survivedAlready(inquiry, hypothesis, remedy);
    // Where the unchanged copy lives, every changed one does: that proves nothing.
    if (inquiry.baselineAlive && remedy.shows !== "stops-in-time") continue;
    const found = await tryOne(inquiry, attempt, remedy);
    if (found === undefined) continue;
    if (found.outcome !== "unchanged" && found.outcome !== "correlated") return found;
    if (best?.outcome !== "correlated") best = found.outcome === "correlated" ? found : { outcome: "unchanged" };
  }
  return best;
}

async function tryOne(inquiry: Inquiry, { hypothesis, stage }: Attempt, remedy: Remedy): Promise<Tried | undefined> {
  const changes = [...stage.changes, ...remedy.changes];
  const trial = await inquiry.run(changes, remedy.shows === "stops-in-time");
  // A clone that cannot be made says nothing.
  if (trial.end.kind === "not-started" && stage.trial?.end.kind !== "not-started" && trial.trace === undefined)
    return undefined;
  const after = await readAfter(inquiry, trial, changes);
  const before = inquiry.given.original?.end ?? stage.trial?.end;
  const judged = judgeTrial({ hypothesis, remedy, stage, trial, after, before });
  const outcome = judged === "survived" ? await doubt(inquiry, { hypothesis, stage, remedy, trial, after }) : judged;
  const { end, elapsedMs } = trial;
  inquiry.trials.push({ changes: remedy.changes, purpose: hypothesis.cause.id, end, outcome, elapsedMs });
  if (outcome === "survived" || outcome === "shown") {
    inquiry.proof = `${PROOFS[remedy.shows ?? "survives"]} with only this change: ${changes.map(changeText).join(", ")}`;
  }
  return { outcome, next: { evidence: after, trial, changes } };
}

async function readAfter(inquiry: Inquiry, trial: Trial, changes: readonly Change[]): Promise<Evidence[]> {
  const read = await inquiry.read(trial, true);
  if (trial.end.kind === "alive") return inquiry.keep(read);
  const sight = await inquiry.sight(trial, true);
  const truth = await verifyNetwork(sight, inquiry.given.elsewhere, [...inquiry.base, ...changes]);
  return inquiry.keep(unite(read, truth.evidence));
}

/** What a clone gives by itself was given to the unchanged copy already. */
function isGiven(inquiry: Inquiry, remedy: Remedy): boolean {
  return (
    inquiry.baselineAlive &&
    remedy.changes.every(({ kind }) => kind === "ambient" || (kind === "stand-in" && inquiry.base.length > 0))
  );
}

function survivedAlready(inquiry: Inquiry, hypothesis: Hypothesis, { changes }: Remedy): Tried {
  inquiry.proof = `an unchanged copy survives in a clone, which has ${changes.map(changeText).join(", ")}`;
  const end = { kind: "alive" } as const;
  inquiry.trials.push({ changes, purpose: hypothesis.cause.id, end, outcome: "survived", elapsedMs: 0 });
  return { outcome: "survived" };
}

function isWeak({ shows }: Remedy): boolean {
  return shows === "says-more" || shows === "ends-once" || shows === "fails-openly";
}
