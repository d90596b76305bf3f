import { cpus } from "node:os";
import { causes } from "../src/causes/causes.ts";
import { evidenceSources, type Evidence, type EvidenceSource } from "../src/evidence/evidence.ts";
import { hostFiles } from "../src/files/file-tree.ts";
import { rank } from "../src/rank/rank.ts";
import type { Outcome } from "./run-fault.ts";

interface Figures {
  readonly faults: number;
  readonly first: number;
  readonly third: number;
  readonly controls: number;
  readonly falseCauses: number;
  readonly proven: number;
  readonly doubles: number;
  readonly bothNamed: number;
  readonly medianMs: number;
  readonly lateMs: number;
}

function isControl({ fault }: Outcome): boolean {
  return fault.cause === "healthy" || fault.cause === "cannot-tell";
}

function figuresOf(all: readonly Outcome[]): Figures {
  const run = all.filter((outcome) => outcome.report !== undefined);
  const faults = run.filter((outcome) => !isControl(outcome));
  const controls = run.filter(isControl);
  const doubles = faults.filter(({ fault }) => fault.behind !== undefined);
  const times = run.map(({ report }) => report?.elapsedMs ?? 0).sort((a, b) => a - b);
  const first = faults.filter(({ fault, report }) => report?.cause === fault.cause);
  return {
    faults: faults.length,
    first: first.length,
    third: faults.filter(({ fault, report }) =>
      [
        ...(report?.causes.slice(0, 1).map(({ id }) => id) ?? []),
        ...(report?.hypotheses.slice(0, 3).map(({ cause }) => cause) ?? []),
      ].includes(fault.cause),
    ).length,
    controls: controls.length,
    falseCauses: controls.filter(({ report }) => report?.verdict === "diagnosed").length,
    proven: first.filter(({ report }) => report?.certainty === "proven").length,
    doubles: doubles.length,
    bothNamed: doubles.filter(
      ({ fault, report }) =>
        report?.causes[0]?.id === fault.cause && report.causes.slice(1).some(({ id }) => id === fault.behind),
    ).length,
    medianMs: times[Math.floor(times.length / 2)] ?? 0,
    lateMs: times[Math.min(times.length - 1, Math.floor(times.length * 0.95))] ?? 0,
  };
}

function share(part: number, whole: number): string {
  return whole === 0 ? "–" : `${((part / whole) * 100).toFixed(1)} % (${part} of ${whole})`;
}

/** The figures, the confusion matrix and the ablation, as Markdown. */
export function benchReport(outcomes: readonly Outcome[]): string {
  const figures = figuresOf(outcomes);
  const skipped = outcomes.filter((outcome) => outcome.skipped !== undefined);
  const lines = [
    "# The doctor against its fault laboratory",
    "",
    `\`npm run bench:doctor\`, ${new Date().toISOString().slice(0, 10)}, ${cpus().length} × ${cpus()[0]?.model ?? "?"}; offline, no language model.`,
    "",
    "| figure | bar | measured |",
    "| --- | --- | --- |",
    `| true cause named first | ≥ 95 % | ${share(figures.first, figures.faults)} |`,
    `| true cause among the first three | ≥ 99 % | ${share(figures.third, figures.faults)} |`,
    `| a cause named on a healthy or ambiguous control | ≤ 5 % | ${share(figures.falseCauses, figures.controls)} |`,
    `| fix proven in a clone, of those named first | ≥ 80 % | ${share(figures.proven, figures.first)} |`,
    `| both causes of a double fault named in order | – | ${share(figures.bothNamed, figures.doubles)} |`,
    `| median time to the verdict | ≤ 5 s | ${(figures.medianMs / 1000).toFixed(1)} s |`,
    `| 95th percentile | ≤ 20 s | ${(figures.lateMs / 1000).toFixed(1)} s |`,
    "",
    ...(skipped.length === 0
      ? []
      : [`Skipped: ${skipped.map(({ fault, skipped: why }) => `${fault.id} (${why ?? ""})`).join(", ")}.`, ""]),
    ...confusion(outcomes),
    ...notProven(outcomes),
    ...ablationTable(outcomes),
  ];
  return `${lines.join("\n")}\n`;
}

/** The confusion matrix without its diagonal's zeros: one line per pair of truth and verdict. */
function confusion(outcomes: readonly Outcome[]): string[] {
  const cells = new Map<string, number>();
  for (const { fault, report } of outcomes) {
    if (report === undefined) continue;
    const key = `| ${fault.cause} | ${report.cause ?? report.verdict} |`;
    cells.set(key, (cells.get(key) ?? 0) + 1);
  }
  const rows = [...cells].sort(([a], [b]) => a.localeCompare(b)).map(([key, count]) => `${key} ${count} |`);
  return [
    "## Confusion matrix",
    "",
    "Every pair that occurred; pairs that are not listed did not.",
    "",
    "| true | named | times |",
    "| --- | --- | --- |",
    ...rows,
    "",
  ];
}

function notProven(outcomes: readonly Outcome[]): string[] {
  const open = outcomes
    .filter(
      ({ fault, report }) => report !== undefined && report.cause === fault.cause && report.certainty !== "proven",
    )
    .map(({ fault }) => fault.id);
  return open.length === 0 ? [] : ["Named first but not proven by a trial:", `${open.join(", ")}.`, ""];
}

/** What the doctor would have named without one source: the recorded evidence without it, ranked again; no new runs. */
function ablationTable(outcomes: readonly Outcome[]): string[] {
  const row = (name: string, without: EvidenceSource | undefined): string => {
    const named = outcomes
      .filter(({ report }) => report !== undefined)
      .map((outcome) => ({ outcome, cause: nameWithout(outcome, without) }));
    const faults = named.filter(({ outcome }) => !isControl(outcome));
    const controls = named.filter(({ outcome }) => isControl(outcome));
    const right = faults.filter(({ outcome, cause }) => cause === outcome.fault.cause).length;
    const wrong = faults.filter(({ outcome, cause }) => cause !== undefined && cause !== outcome.fault.cause).length;
    return `| ${name} | ${share(right, faults.length)} | ${share(wrong, faults.length)} | ${share(controls.filter(({ cause }) => cause !== undefined).length, controls.length)} |`;
  };
  return [
    "## Without each source of evidence",
    "",
    "The recorded evidence is ranked again without one source, and without what trials of fixes showed.",
    "",
    "| | named rightly | named wrongly | named on a control |",
    "| --- | --- | --- | --- |",
    row("all evidence, no trials", undefined),
    ...evidenceSources.map((source) => row(`without ${source}`, source)),
    "",
  ];
}

function nameWithout({ report }: Outcome, without: EvidenceSource | undefined): string | undefined {
  if (report === undefined || report.evidence.some(({ id }) => id === "exit.alive" || id === "engine.healthy"))
    return report?.cause ?? undefined;
  const all = report.evidence.filter(({ source }) => source !== without) as Evidence[];
  const subject = { argv: [], environment: {}, cwd: "/", user: "" };
  const [top] = rank(causes, { all, subject, files: hostFiles(), surroundings: { kind: "command", name: "" } });
  return top !== undefined && top.probability >= 0.6 ? top.cause.id : undefined;
}
