import { causes } from "../causes/causes.ts";
import type { Seen } from "../causes/cause.ts";
import type { FoundCause } from "../diagnosis.ts";
import type { Evidence } from "../evidence/evidence.ts";
import type { Change } from "../experiment/change.ts";
import { certaintyOf, rank, type Hypothesis, type TrialVerdict } from "../rank/rank.ts";
import type { Inquiry, Stage } from "./inquiry.ts";
import { lookCloser } from "./look-closer.ts";
import { tryRemedies } from "./try-remedies.ts";

const MOST_TRIED = 5;
const LEAST_SHARE = 0.01;
/** Once the likeliest cause is in doubt, unlikely ones are worth a trial too. */
const LEAST_SHARE_IN_DOUBT = 0.0003;

export interface Step {
  readonly hypotheses: readonly Hypothesis[];
  readonly evidence: readonly Evidence[];
  readonly cause?: FoundCause;
  /** The changes that mended the cause in a copy; none where it was not mended. */
  readonly mendedBy: readonly Change[];
  /** Where a copy stands once this cause is mended and another one ends it. */
  readonly next?: Stage;
}

/** Ranks the causes of one stage, looks closer where that helps, and tries the remedies of the likeliest. */
export async function explainStage(inquiry: Inquiry, given: Stage): Promise<Step> {
  const stage = await lookCloser(inquiry, given);
  const seen = inquiry.seen(stage);
  const { verdicts, next } = await tryLikeliest(inquiry, stage, seen);
  const hypotheses = rank(causes, seen, verdicts);
  const { evidence } = stage;
  const top = hypotheses[0];
  const unmended = { hypotheses, evidence, mendedBy: [] };
  if (top === undefined) return unmended;
  const verdict = verdicts.find(({ causeId }) => causeId === top.cause.id)?.outcome;
  const cause = foundCause(inquiry, top, { seen, proven: verdict === "survived" || verdict === "shown" });
  if (cause === undefined) return unmended;
  if (next === undefined || (verdict !== "moved-on" && verdict !== "survived")) return { ...unmended, cause };
  const mendedBy = next.changes.slice(stage.changes.length);
  return { hypotheses, evidence, cause, mendedBy, ...(verdict === "moved-on" ? { next } : {}) };
}

async function tryLikeliest(
  inquiry: Inquiry,
  stage: Stage,
  seen: Seen,
): Promise<{ verdicts: TrialVerdict[]; next?: Stage }> {
  const verdicts: TrialVerdict[] = [];
  for (const [index, hypothesis] of rank(causes, seen).slice(0, MOST_TRIED).entries()) {
    const doubted = verdicts.some(({ outcome }) => outcome === "correlated");
    if (hypothesis.probability < (doubted ? LEAST_SHARE_IN_DOUBT : LEAST_SHARE)) break;
    const tried = await tryRemedies(inquiry, { hypothesis, stage, seen, isTop: index === 0 });
    if (tried === undefined) continue;
    verdicts.push({ causeId: hypothesis.cause.id, outcome: tried.outcome });
    // What only goes together with the fault ends no search: the next cause may be proven.
    if (tried.outcome !== "unchanged" && tried.outcome !== "correlated")
      return { verdicts, ...(tried.next === undefined ? {} : { next: tried.next }) };
  }
  return { verdicts };
}

function foundCause(
  inquiry: Inquiry,
  top: Hypothesis,
  { seen, proven }: { readonly seen: Seen; readonly proven: boolean },
): FoundCause | undefined {
  // A check that the doctor repeated itself carries its own proof.
  const shown = top.support
    .map(({ evidence: item }) => item.detail["proof"])
    .find((proof) => typeof proof === "string");
  const proof = proven ? inquiry.proof : shown;
  const certainty = certaintyOf(top, proof !== undefined);
  if (certainty === "cannot tell") return undefined;
  const { id, title } = top.cause;
  return {
    id,
    title,
    certainty,
    probability: top.probability,
    evidence: top.support.map(({ evidence: item }) => item),
    ...top.cause.explain(seen),
    ...(proof === undefined ? {} : { proof }),
  };
}

/** Whether there is nothing to explain: it stays up, or it is a job that did its work and is left alone. */
export function looksHealthy(inquiry: Inquiry, stage: Stage): boolean {
  const has = (id: string): boolean => stage.evidence.some((item) => item.id === id);
  const ill = stage.evidence.some(
    ({ id }) =>
      id === "engine.unhealthy" ||
      id === "history.crash-loop" ||
      id.startsWith("health.") ||
      // A thread may die and leave its program to end with 0.
      ((id === "output.uncaught" || id === "output.panic") && !has("exit.alive")),
  );
  if (ill) return false;
  if (has("exit.alive") || has("engine.healthy")) return !(has("trace.bind-in-use") && !has("trace.listened"));
  const worked = (has("trace.wrote-files") || has("trace.printed")) && !has("shell.child-failure-masked");
  if (!has("exit.zero") || !worked || has("engine.restart-policy")) return false;
  return rank(causes, inquiry.seen(stage)).every((each) => each.probability < 0.6);
}
