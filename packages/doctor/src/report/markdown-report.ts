import type { Diagnosis, FoundCause } from "../diagnosis.ts";
import { excludedBecause, headline, needs, targetText, trialText } from "./wording.ts";

/** The report for a ticket: cause, proof, what to do, the evidence, the runs, and why it is nothing else. */
export function markdownReport(diagnosis: Diagnosis): string {
  const lines = [`# ${targetText(diagnosis)}: ${headline(diagnosis)}`, "", diagnosis.summary, ""];
  for (const [index, cause] of diagnosis.causes.entries()) {
    lines.push(index === 0 ? "## Cause" : "## Behind it", "", ...causeLines(cause));
  }
  if (diagnosis.verdict === "cannot-tell")
    lines.push("## To tell more", "", ...needs(diagnosis).map((need) => `- ${need}`), "");
  lines.push("## What was seen", "", ...diagnosis.evidence.map((item) => `- ${item.text} _(${item.source})_`), "");
  if (diagnosis.trials.length > 0) {
    lines.push("## Runs in a clone", "", "| changed | what happened |", "| --- | --- |");
    for (const trial of diagnosis.trials) {
      const [changes, end] = splitLast(trialText(trial));
      lines.push(`| ${cell(changes)} | ${cell(end)} |`);
    }
    lines.push("");
  }
  const others = diagnosis.hypotheses
    .filter((each) => !diagnosis.causes.some((cause) => cause.id === each.cause.id))
    .slice(0, 8);
  if (others.length > 0) {
    lines.push(
      "## Excluded",
      "",
      ...others.map(
        (each) => `- ${each.cause.title} (${(each.probability * 100).toFixed(1)} %): ${excludedBecause(each)}`,
      ),
      "",
    );
  }
  if (diagnosis.limits.length > 0)
    lines.push("## Not looked at", "", ...diagnosis.limits.map((limit) => `- ${limit}`), "");
  lines.push(
    `_${(diagnosis.elapsedMs / 1000).toFixed(1)} s, ${diagnosis.trials.length} runs in a clone; the original was not changed; secrets appear by name and length only._`,
    "",
  );
  return lines.join("\n");
}

function causeLines(cause: FoundCause): string[] {
  const lines = [`**${cause.title}** (${cause.certainty}, \`${cause.id}\`)`, "", cause.summary, ""];
  if (cause.proof !== undefined) lines.push(`**Proof:** ${cause.proof}.`, "");
  lines.push(`**What to do:** ${cause.action}`, "");
  if (cause.patch !== undefined) lines.push("```", cause.patch, "```", "");
  return lines;
}

function splitLast(text: string): [string, string] {
  const at = text.lastIndexOf(": ");
  return [text.slice(0, at), text.slice(at + 2)];
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}
