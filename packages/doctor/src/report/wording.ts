import type { Diagnosis } from "../diagnosis.ts";
import { changeText } from "../experiment/change.ts";
import type { End } from "../experiment/trial.ts";
import type { Hypothesis } from "../rank/rank.ts";

export function targetText({ target }: Diagnosis): string {
  return `${target.kind} ${target.name}`;
}

export function headline(diagnosis: Diagnosis): string {
  const [first] = diagnosis.causes;
  if (first !== undefined) return `${first.title} (${first.certainty})`;
  return diagnosis.verdict === "healthy" ? "healthy" : "cannot tell";
}

export function endText(end: End): string {
  switch (end.kind) {
    case "alive":
      return "stayed up";
    case "exited":
      return `exited with ${end.code}`;
    case "signalled":
      return `ended by ${end.signal}`;
    case "not-started":
      return `did not start (${end.errno || end.message})`;
  }
}

export function trialText(trial: Diagnosis["trials"][number]): string {
  const changes = trial.changes.length === 0 ? "nothing changed" : trial.changes.map(changeText).join(", ");
  return `${changes}: ${endText(trial.end)}`;
}

/** Why a hypothesis is not the cause: the heaviest evidence against it, or what is missing for it. */
export function excludedBecause(hypothesis: Hypothesis): string {
  const heaviest = [...hypothesis.against].sort((a, b) => a.bits - b.bits)[0];
  if (heaviest !== undefined && heaviest.bits < 0) return heaviest.evidence.text;
  return "less speaks for it than for the cause above";
}

/** What would be needed to tell more, when nothing stands out. */
export function needs(diagnosis: Diagnosis): string[] {
  const found = [...diagnosis.limits];
  if (diagnosis.trials.length === 0) found.push("experiments in a clone were not made");
  if (diagnosis.hypotheses.length === 0)
    found.push("a longer watch (--budget), the sources (--source DIR), or a failure that happens while it is watched");
  return found;
}
