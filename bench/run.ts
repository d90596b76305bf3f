/**
 * Measures the command line against the yardstick and its rivals and writes bench/RESULTS.md.
 *
 *     npm run bench -- [--rows 1M,10M] [--only compare,parquet,summary] [--peers] [--runs 3]
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { availableParallelism, cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Counts } from "./bare-duckdb.ts";
import { generatePair, parseRows, type Pair } from "./generate.ts";
import { measureInTurns, measureOnce, type Command, type Measured } from "./measure.ts";
import { installPeers } from "./peers/install.ts";
import { formatReport, judge, parseTimings, type Entry, type Section, type Verdict } from "./report.ts";
import { keptSections } from "./section.ts";

const program = join(import.meta.dirname, "../packages/cli/bin/recon.js");
const isBuilt = existsSync(program) && existsSync(join(import.meta.dirname, "../packages/cli/dist/main.js"));
const bare = [
  "--conditions=source",
  "--disable-warning=ExperimentalWarning",
  join(import.meta.dirname, "bare-duckdb.ts"),
];
const works = ["compare", "parquet", "summary"] as const;
type Work = (typeof works)[number];

/** The yardstick first, then recon when it is built. */
function commandsFor(work: Work, pair: Pair, out: string): Command[] {
  const extension = work === "parquet" ? "parquet" : "csv";
  const files = ["old", "new"].map((name) => join(pair.folder, `${name}.${extension}`));
  const bareOut = work === "summary" ? [] : [join(out, "bare")];
  const reconOut = work === "summary" ? ["--summary"] : ["--out", join(out, "recon.result")];
  const commands: Command[] = [{ name: "bare DuckDB", argv: [process.execPath, ...bare, ...files, ...bareOut] }];
  if (isBuilt) {
    const argv = [process.execPath, program, "compare", ...files, "--key", "id", ...reconOut, "--json", "--quiet"];
    commands.push({ name: "recon", argv, env: { RECON_TIMINGS: "1" } });
  }
  return commands;
}

/** recon's summary or a rival's own line, as counts; undefined when there is none. */
function readCounts(stdout: string): Counts | undefined {
  try {
    const found = JSON.parse(stdout) as Counts | { left: Record<string, number>; right: Record<string, number> };
    if (!("left" in found)) return found;
    return {
      matched: found.left["matched"]!,
      changed: found.left["differs"]!,
      onlyLeft: found.left["unmatched"]!,
      onlyRight: found.right["unmatched"]!,
    };
  } catch {
    return undefined;
  }
}

function verdictOf(measured: Measured, pair: Pair): Verdict {
  return judge(readCounts(measured.last.stdout), pair.truth, measured.last);
}

async function measureWork(work: Work, pair: Pair, { out, runs }: { out: string; runs: number }): Promise<Section> {
  const commands = commandsFor(work, pair, out);
  const measured = await measureInTurns(commands, runs);
  const entries = commands.map(({ name }, at): Entry => {
    const each = measured[at]!;
    return { name, measured: each, verdict: verdictOf(each, pair) };
  });
  const recon = measured[commands.findIndex(({ name }) => name === "recon")];
  return {
    work,
    title: `${work}, ${pair.rows.toLocaleString("en-US")} rows`,
    entries,
    timings: parseTimings(recon?.last.stderr ?? ""),
  };
}

/** Rivals run once after the page cache is warm: most take so long that more would only wait. */
async function measurePeers(pair: Pair, ours: Section[]): Promise<Section> {
  // The first entry is the base of the ratios: the yardstick's counts, which is all that the rivals produce.
  const entries: Entry[] = ours.toReversed().flatMap(({ work, entries: own }) =>
    own.map((entry) => ({
      ...entry,
      name: `${entry.name}, ${work === "summary" ? "counts" : "with its result set"}`,
    })),
  );
  for (const { name, argv, missing } of installPeers()) {
    if (argv === undefined) {
      entries.push({ name, verdict: missing ?? "missing" });
      continue;
    }
    const files = ["old.csv", "new.csv"].map((file) => join(pair.folder, file));
    const last = await measureOnce({ name, argv: [...argv, ...files] });
    const measured: Measured = { ...last, runs: 1, last };
    entries.push({ name, measured, verdict: verdictOf(measured, pair) });
  }
  return {
    work: "rivals",
    title: `rivals (counts only), ${pair.rows.toLocaleString("en-US")} rows`,
    entries,
    timings: [],
  };
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      rows: { type: "string", default: "1M" },
      only: { type: "string", default: works.join() },
      runs: { type: "string", default: "3" },
      peers: { type: "boolean", default: false },
    },
  });
  const wanted = values.only.split(",");
  const unknown = wanted.find((name) => !works.includes(name as Work));
  if (unknown !== undefined) throw new Error(`--only takes ${works.join(", ")}, not ${unknown}`);
  const out = mkdtempSync(join(tmpdir(), "recon-bench-"));
  const sections: Section[] = [];
  try {
    for (const rows of values.rows.split(",").map(parseRows)) {
      const pair = await generatePair(rows);
      const ofPair: Section[] = [];
      for (const work of works.filter((each) => wanted.includes(each))) {
        ofPair.push(await measureWork(work, pair, { out, runs: Number(values.runs) }));
      }
      if (values.peers)
        ofPair.push(
          await measurePeers(
            pair,
            ofPair.filter(({ work }) => work !== "parquet"),
          ),
        );
      sections.push(...ofPair);
    }
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
  const machine = {
    cores: availableParallelism(),
    model: cpus()[0]?.model ?? "",
    memoryBytes: totalmem(),
    node: process.version,
  };
  const report = formatReport(sections, machine, new Date().toISOString().slice(0, 10));
  writeFileSync(join(import.meta.dirname, "RESULTS.md"), report + keptSections());
  console.log(report);
}

await main();
