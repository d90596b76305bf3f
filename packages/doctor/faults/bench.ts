// `npm run bench:doctor`: the whole fault laboratory; prints the figures and writes them to bench/DOCTOR.md.
// `-- WORD…` chooses faults by id; `--save FILE` appends raw outcomes; `--load FILE` reports on saved ones.
import { appendFile, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { benchReport } from "./bench-report.ts";
import { containerControls, containerDoubles } from "./container-controls.ts";
import { containerFaults } from "./container-faults.ts";
import { processControls, processDoubles } from "./process-controls.ts";
import { processFaults } from "./process-faults.ts";
import { startOwnEngine } from "./own-engine.ts";
import { runContainerFault } from "./run-container-fault.ts";
import { runProcessFault, type Outcome } from "./run-fault.ts";

const TARGET = fileURLToPath(new URL("../../../bench/DOCTOR.md", import.meta.url));
const words = process.argv.slice(2);
const valueOf = (flag: string): string | undefined =>
  words.includes(flag) ? words[words.indexOf(flag) + 1] : undefined;
const [save, load] = [valueOf("--save"), valueOf("--load")];
const wanted = words.filter((word) => !word.startsWith("--") && word !== save && word !== load);

function chosen<F extends { readonly id: string }>(faults: readonly F[]): F[] {
  return faults.filter(({ id }) => wanted.length === 0 || wanted.includes(id));
}

async function runAll(): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const take = async (outcome: Outcome): Promise<void> => {
    outcomes.push(outcome);
    const said =
      outcome.skipped ??
      `${outcome.report?.cause ?? outcome.report?.verdict ?? "no report"} (${outcome.report?.certainty ?? ""}) ${(outcome.wallMs / 1000).toFixed(1)} s`;
    console.log(`${outcome.fault.id.padEnd(30)} ${said}`);
    if (save !== undefined) await appendFile(save, `${JSON.stringify(outcome)}\n`);
  };
  for (const fault of chosen([...processFaults, ...processControls, ...processDoubles]))
    await take(await runProcessFault(fault));
  const containers = chosen([...containerFaults, ...containerControls, ...containerDoubles]);
  if (containers.length === 0) return outcomes;
  const engine = await startOwnEngine();
  for (const fault of containers) {
    const { id, cause, argv } = fault;
    if (typeof engine === "string") await take({ fault: { id, cause, argv }, skipped: engine, wallMs: 0, text: "" });
    else await take(await runContainerFault(engine, fault));
  }
  if (typeof engine !== "string") await engine.stop();
  return outcomes;
}

async function loaded(path: string): Promise<Outcome[]> {
  const lines = (await readFile(path, "utf8")).trim().split("\n");
  const last = new Map(lines.map((line) => JSON.parse(line) as Outcome).map((outcome) => [outcome.fault.id, outcome]));
  return [...last.values()];
}

const text = benchReport(load === undefined ? await runAll() : await loaded(load));
console.log(text);
if (wanted.length === 0) await writeFile(TARGET, text);
