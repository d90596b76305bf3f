import type { Counts } from "./bare-duckdb.ts";
import type { Measured, Sample } from "./measure.ts";

/** `right`, or what is wrong or missing, in a few words. */
export type Verdict = string;
/** A line of a table; without `measured` the program could not run. */
export type Entry = { name: string; measured?: Measured; verdict: Verdict };
/** How long a stage of recon took. */
export type StageTiming = { stage: string; ms: number };
/** One table: the first entry is what the others are held against. */
export type Section = { work: string; title: string; entries: Entry[]; timings: StageTiming[] };
/** The machine, without its name. */
export type Machine = { cores: number; model: string; memoryBytes: number; node: string };

/** Holds a program's counts against the generator's truth; speed of a wrong answer counts for nothing. */
export function judge(counts: Counts | undefined, truth: Counts, last: Sample): Verdict {
  if (counts === undefined) return `failed: exit ${last.exitCode}, ${last.stderr.trim().split("\n").at(-1) ?? ""}`;
  const wrong = (["matched", "changed", "onlyLeft", "onlyRight"] as const).filter(
    (name) => counts[name] !== truth[name],
  );
  return wrong.length === 0
    ? "right"
    : `WRONG: ${wrong.map((name) => `${name} ${counts[name]} not ${truth[name]}`).join(", ")}`;
}

/** The stage timings among the lines of recon's standard error (RECON_TIMINGS=1), equal stages added up. */
export function parseTimings(stderr: string): StageTiming[] {
  const sums = new Map<string, number>();
  for (const line of stderr.split("\n")) {
    const timing = parseTiming(line);
    if (timing !== undefined) sums.set(timing.stage, (sums.get(timing.stage) ?? 0) + timing.ms);
  }
  return [...sums].map(([stage, ms]) => ({ stage, ms }));
}

function parseTiming(line: string): StageTiming | undefined {
  if (!line.startsWith('{"stage"')) return undefined;
  try {
    return JSON.parse(line) as StageTiming;
  } catch {
    return undefined; // a line cut off by a crash
  }
}

/** RESULTS.md. */
export function formatReport(sections: readonly Section[], machine: Machine, date: string): string {
  const memory = `${Math.round(machine.memoryBytes / 2 ** 30)} GB`;
  return [
    "# Benchmark results",
    "",
    `${date}, ${machine.cores} cores (${machine.model}), ${memory}, Node ${machine.node}. Written by \`npm run bench\`.`,
    "",
    "Medians of whole commands, start of the process included, run in turns. Only ratios of one table compare: the first",
    "line is 1. CPU is user and system time of all processes, memory the peak of their resident sum. Every program's",
    "counts are held against the generator's truth.",
    ...sections.flatMap(formatSection),
    "",
  ].join("\n");
}

function formatSection({ title, entries, timings }: Section): string[] {
  const base = entries.find((entry) => entry.measured !== undefined)?.measured;
  return [
    "",
    `## ${title}`,
    "",
    "| program | wall s | ratio | CPU s | ratio | peak MB | runs | counts |",
    "| --- | --: | --: | --: | --: | --: | --: | --- |",
    ...entries.map((entry) => formatEntry(entry, base)),
    ...formatTimings(timings),
  ];
}

function formatEntry({ name, measured, verdict }: Entry, base: Measured | undefined): string {
  if (measured === undefined || base === undefined) return `| ${name} | | | | | | | ${verdict} |`;
  const seconds = (ms: number) => (ms / 1_000).toFixed(2);
  const cells = [
    name,
    seconds(measured.wallMs),
    (measured.wallMs / base.wallMs).toFixed(2),
    seconds(measured.cpuMs),
    (measured.cpuMs / base.cpuMs).toFixed(2),
    String(Math.round(measured.peakBytes / 1e6)),
    String(measured.runs),
    verdict,
  ];
  return `| ${cells.join(" | ")} |`;
}

function formatTimings(timings: readonly StageTiming[]): string[] {
  if (timings.length === 0) return [];
  const total = timings.reduce((sum, { ms }) => sum + ms, 0);
  const rows = timings.map(
    ({ stage, ms }) => `| ${stage} | ${Math.round(ms)} | ${((100 * ms) / total).toFixed(0)} % |`,
  );
  return [
    "",
    "Where the time goes (recon's own stage timings, last run):",
    "",
    "| stage | ms | share |",
    "| --- | --: | --: |",
    ...rows,
  ];
}
