import { cpus } from "node:os";
import type { Outcome } from "./run-fault.ts";

export interface Ablation {
  readonly name: string;
  readonly outcomes: readonly Outcome[];
}

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

export function figuresOf(all: readonly Outcome[]): Figures {
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
export function benchReport(outcomes: readonly Outcome[], ablations: readonly Ablation[]): string {
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
    ...ablationTable(ablations, figures),
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

function ablationTable(ablations: readonly Ablation[], whole: Figures): string[] {
  if (ablations.length === 0) return [];
  const row = (name: string, figures: Figures): string =>
    `| ${name} | ${share(figures.first, figures.faults)} | ${share(figures.falseCauses, figures.controls)} | ${share(figures.proven, figures.first)} |`;
  return [
    "## Without each source of evidence",
    "",
    "| | named first | false on controls | proven |",
    "| --- | --- | --- | --- |",
    row("everything", whole),
    ...ablations.map(({ name, outcomes }) => row(name, figuresOf(outcomes))),
    "",
  ];
}
