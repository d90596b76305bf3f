import type { Diagnosis, FoundCause } from "../diagnosis.ts";
import type { Evidence } from "../evidence/evidence.ts";
import type { Hypothesis } from "../rank/rank.ts";
import { dropNeedless, type Mended } from "./drop-needless.ts";
import { explainStage, looksHealthy } from "./explain-stage.ts";
import { firstStage } from "./first-stage.ts";
import { Inquiry, type Case, type Stage } from "./inquiry.ts";

const MOST_CAUSES = 3;

/** Observes, ranks, tries remedies in clones, and looks again behind every cause that was mended. */
export async function diagnose(given: Case): Promise<Diagnosis> {
  const inquiry = new Inquiry(given);
  let stage = await firstStage(inquiry);
  const first = stage;
  const mended: Mended[] = [];
  let hypotheses: readonly Hypothesis[] = [];
  let seenFirst: readonly Evidence[] = first.evidence;
  for (let depth = 0; depth < MOST_CAUSES; depth += 1) {
    if (looksHealthy(inquiry, stage)) break;
    const step = await explainStage(inquiry, stage);
    if (depth === 0) {
      hypotheses = step.hypotheses;
      seenFirst = step.evidence;
    }
    if (step.cause === undefined) break;
    const before = mended.at(-1);
    const changes = step.mendedBy;
    if (before !== undefined && before.cause.id === step.cause.id) {
      mended[mended.length - 1] = {
        cause: merge(before.cause, step.cause),
        changes: [...before.changes, ...changes],
      };
    } else mended.push({ cause: step.cause, changes });
    if (step.next === undefined) break;
    stage = step.next;
  }
  // The proof of the last cause proves those before it: the copy that lived had all of them mended.
  const survived = mended.at(-1)?.cause.proof !== undefined;
  const causes = survived
    ? (await dropNeedless(inquiry, mended)).map((cause) => ({
        ...cause,
        certainty: "proven" as const,
        proof: cause.proof ?? inquiry.proof,
      }))
    : mended.map(({ cause }) => cause);
  return {
    target: given.surroundings,
    ...verdictOf(first, causes, looksHealthy(inquiry, first)),
    causes,
    hypotheses,
    evidence: seenFirst,
    trials: inquiry.trials,
    limits: [...given.limits, ...given.room.limits],
    elapsedMs: Date.now() - given.beganMs,
    output: first.trial?.output ?? given.original?.output ?? "",
  };
}

function merge(before: FoundCause, next: FoundCause): FoundCause {
  return {
    ...before,
    summary: `${before.summary} After that: ${next.summary}`,
    ...(next.proof === undefined ? {} : { proof: next.proof }),
  };
}

function verdictOf(
  first: Stage,
  causes: readonly FoundCause[],
  healthy: boolean,
): Pick<Diagnosis, "verdict" | "summary"> {
  const cause = causes[0];
  if (cause !== undefined) return { verdict: "diagnosed", summary: cause.summary };
  if (healthy) {
    const alive = first.evidence.some((item) => item.id === "exit.alive" || item.id === "engine.healthy");
    return {
      verdict: "healthy",
      summary: alive ? "It stays up." : "It did its work and ended with 0; nothing restarts it.",
    };
  }
  const last = first.evidence.find((item) => item.source === "exit")?.text ?? "nothing was seen that explains it";
  return { verdict: "cannot-tell", summary: `No cause stands out: ${last}.` };
}
