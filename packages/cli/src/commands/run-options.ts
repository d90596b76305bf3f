import { totalmem } from "node:os";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Option, type Command } from "commander";
import { ReconError } from "@recon/core/errors";
import { draftFolder, type EngineProcess, type RunReport, type WorkRequest } from "@recon/duckdb/process";
import { ProgressLine } from "../terminal/progress.ts";
import { isClean, summaryText } from "../terminal/summary-text.ts";
import { exit } from "../exit-codes.ts";

/** Options that `run` and `compare` share. */
export interface RunOptions {
  readonly out?: string;
  readonly json?: boolean;
  readonly summary?: boolean;
  readonly dryRun?: boolean;
  readonly quiet?: boolean;
  readonly memory?: number;
  readonly threads?: number;
}

export function addRunOptions(command: Command): Command {
  return command
    .option("--out <dir>", "folder of the result set")
    .option("--json", "print the summary as JSON, and nothing else, on standard output")
    .option("--summary", "count and total only, contents compared by a 64-bit digest; write no rows")
    .option("--dry-run", "decide everything, write nothing")
    .option("-q, --quiet", "no progress")
    .addOption(new Option("--memory <size>", "most memory the engine may use, such as 4GB").argParser(parseBytes))
    .addOption(new Option("--threads <n>", "processor threads").argParser(parseThreads));
}

const units: Readonly<Record<string, number>> = {
  b: 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  tb: 1e12,
  kib: 2 ** 10,
  mib: 2 ** 20,
  gib: 2 ** 30,
  tib: 2 ** 40,
};
/** The engine's own code and buffers take about this much before the first row. */
const LEAST_MEMORY = 200e6;

export function parseBytes(text: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*([kmgt]?i?b)?$/i.exec(text.trim());
  if (match === null) throw new ReconError("USAGE", `--memory ${text}: write a size such as 4GB or 512MiB`);
  const bytes = Number(match[1]) * units[(match[2] ?? "b").toLowerCase()]!;
  if (bytes < LEAST_MEMORY) throw new ReconError("USAGE", `--memory ${text}: the engine needs at least 200MB`);
  return bytes;
}

function parseThreads(text: string): number {
  const threads = Number(text);
  if (!Number.isInteger(threads) || threads < 1 || threads > 1024)
    throw new ReconError("USAGE", `--threads ${text}: write a whole number from 1`);
  return threads;
}

const DEFAULT_MEMORY_SHARE = 0.75;
/** What the engine holds as data; the rest of the cap is for reading, writing and the program itself. */
const ENGINE_SHARE = 0.65;

/** What the machine has, or what its container may use. */
function availableMemory(): number {
  const constrained = process.constrainedMemory();
  return constrained > 0 ? Math.min(totalmem(), constrained) : totalmem();
}

export interface Launch {
  readonly options: RunOptions;
  readonly baseDir: string;
  readonly outDir: string | undefined;
  request(run: Omit<Extract<WorkRequest, { kind: "compare" }>["run"], never>): WorkRequest;
}

/** Runs the engine's process under supervision, shows its progress and its summary; resolves with the exit code. */
export async function launch(engine: EngineProcess, { options, baseDir, outDir, request }: Launch): Promise<number> {
  const memoryBytes = options.memory ?? Math.floor(availableMemory() * DEFAULT_MEMORY_SHARE);
  const progress = new ProgressLine(options.quiet === true || options.json === true);
  const interrupt = new AbortController();
  const onSignal = (): void => interrupt.abort();
  process.on("SIGINT", onSignal).on("SIGTERM", onSignal).on("SIGHUP", onSignal);
  const workDir = await mkdtemp(join(tmpdir(), "recon-"));
  try {
    const work = request({
      baseDir,
      outDir,
      draftDir: outDir === undefined ? undefined : draftFolder(outDir),
      memoryBytes: Math.floor(memoryBytes * ENGINE_SHARE),
      threads: options.threads,
      countsOnly: options.summary,
      unwatched: options.quiet === true || options.json === true || !process.stderr.isTTY,
      workDir,
    });
    const report = await engine.run(work, {
      memoryBytes,
      signal: interrupt.signal,
      onStage: (name) => progress.stage(name),
      onProgress: (state) => progress.progress(state),
      onNote: (text) => progress.note(text),
    });
    progress.end();
    print(report, options);
    return isClean(report.summary) ? exit.done : exit.breaks;
  } finally {
    progress.end();
    // The handlers stay: a signal after the end must not make a finished result look like an interruption.
  }
}

function print(report: RunReport, options: RunOptions): void {
  if (options.json === true) {
    process.stdout.write(`${JSON.stringify(report.summary, null, 2)}\n`);
    return;
  }
  process.stdout.write(`${summaryText(report.summary)}\n`);
  if (report.outDir === undefined) return;
  process.stdout.write(`\nresult set   ${report.outDir}\ncertificate  ${report.certificateHash}\n`);
}
