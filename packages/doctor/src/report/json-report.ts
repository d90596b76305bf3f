import type { Diagnosis } from "../diagnosis.ts";
import { changeText } from "../experiment/change.ts";

/** The report for a program; `formatVersion` changes when a field changes its meaning. */
export function jsonReport(diagnosis: Diagnosis): Record<string, unknown> {
  const { target, verdict, summary, causes, hypotheses, evidence, trials, limits, elapsedMs } = diagnosis;
  const [first] = causes;
  return {
    formatVersion: 1,
    target,
    verdict,
    summary,
    cause: first === undefined ? null : first.id,
    certainty: first === undefined ? "cannot tell" : first.certainty,
    causes: causes.map(({ evidence: seen, ...cause }) => ({ ...cause, evidence: seen.map((item) => item.text) })),
    hypotheses: hypotheses.slice(0, 10).map((each) => ({
      cause: each.cause.id,
      title: each.cause.title,
      probability: Number(each.probability.toFixed(4)),
      bits: each.bits,
      for: each.support.map(({ evidence: item, bits }) => ({ id: item.id, bits, text: item.text })),
      against: each.against.map(({ evidence: item, bits }) => ({ id: item.id, bits, text: item.text })),
    })),
    evidence: evidence.map(({ id, source, text, detail }) => ({ id, source, text, detail })),
    trials: trials.map(({ changes, purpose, end, outcome, elapsedMs: took }) => ({
      changes: changes.map(changeText),
      purpose,
      end,
      outcome,
      elapsedMs: Math.round(took),
    })),
    limits,
    elapsedMs,
  };
}
