import pc from "picocolors";
import type { Diagnosis, FoundCause } from "../diagnosis.ts";
import { excludedBecause, headline, needs, targetText, trialText } from "./wording.ts";

type Paint = ReturnType<typeof pc.createColors>;

/** The report for a person: the cause in one line, what was seen, what to do; with `explain` the whole reasoning. */
export function terminalReport(
  diagnosis: Diagnosis,
  options: { readonly explain: boolean; readonly colours: boolean },
): string {
  const paint = pc.createColors(options.colours);
  const lines = [
    `${paint.bold(targetText(diagnosis))}: ${tone(diagnosis, paint)(headline(diagnosis))}`,
    `  ${diagnosis.summary}`,
  ];
  for (const [index, cause] of diagnosis.causes.entries()) {
    if (index > 0)
      lines.push("", paint.bold(`  then, behind it: ${cause.title} (${cause.certainty})`), `  ${cause.summary}`);
    lines.push(...causeLines(cause, paint));
  }
  if (diagnosis.verdict === "cannot-tell") {
    lines.push("", paint.bold("  seen"), ...diagnosis.evidence.slice(0, 8).map((item) => `    - ${item.text}`));
    lines.push("", paint.bold("  to tell more"), ...needs(diagnosis).map((need) => `    - ${need}`));
  } else if (diagnosis.limits.length > 0)
    lines.push("", ...diagnosis.limits.map((limit) => paint.dim(`  not looked at: ${limit}`)));
  if (options.explain) lines.push(...reasoning(diagnosis, paint));
  lines.push(
    "",
    paint.dim(
      `  ${(diagnosis.elapsedMs / 1000).toFixed(1)} s, ${diagnosis.trials.length} runs in a clone; the original was not changed`,
    ),
  );
  return lines.join("\n");
}

function tone(diagnosis: Diagnosis, paint: Paint): (text: string) => string {
  if (diagnosis.verdict === "healthy") return paint.green;
  return diagnosis.verdict === "diagnosed" ? paint.red : paint.yellow;
}

function causeLines(cause: FoundCause, paint: Paint): string[] {
  const lines = ["", paint.bold("  seen"), ...cause.evidence.slice(0, 6).map((item) => `    - ${item.text}`)];
  if (cause.proof !== undefined) lines.push(`    - ${paint.green("proof")}: ${cause.proof}`);
  lines.push("", paint.bold("  what to do"), `    ${cause.action}`);
  if (cause.patch !== undefined) lines.push(...cause.patch.split("\n").map((line) => paint.cyan(`      ${line}`)));
  return lines;
}

function reasoning(diagnosis: Diagnosis, paint: Paint): string[] {
  const lines = ["", paint.bold("  every hypothesis")];
  for (const hypothesis of diagnosis.hypotheses.slice(0, 12)) {
    const share = `${(hypothesis.probability * 100).toFixed(1)} %`;
    lines.push(`    ${share.padStart(7)}  ${hypothesis.cause.title}`);
    for (const { evidence: item, bits } of hypothesis.support)
      lines.push(`             for      ${bits.toFixed(1).padStart(5)} bits  ${item.text}`);
    for (const { evidence: item, bits } of hypothesis.against)
      lines.push(`             against  ${bits.toFixed(1).padStart(5)} bits  ${item.text}`);
    if (hypothesis.probability < 0.05) lines.push(`             excluded because: ${excludedBecause(hypothesis)}`);
  }
  lines.push("", paint.bold("  runs in a clone"), ...diagnosis.trials.map((trial) => `    - ${trialText(trial)}`));
  return lines;
}
