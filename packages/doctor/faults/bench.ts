// `npm run bench:doctor`: the whole fault laboratory; prints the figures and writes them to bench/DOCTOR.md.
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { containerControls, containerDoubles, containerFaults } from "./container-faults.ts";
import { processControls, processDoubles } from "./process-controls.ts";
import { processFaults } from "./process-faults.ts";
import { engineReady, runContainerFault } from "./run-container-fault.ts";
import { runProcessFault, type Outcome } from "./run-fault.ts";
import { benchReport, type Ablation } from "./bench-report.ts";

/** Sources of evidence that are left out one at a time. */
const SOURCES = ["trace", "probe", "debugger", "output", "files", "engine", "ports", "source"] as const;
const TARGET = fileURLToPath(new URL("../../../bench/DOCTOR.md", import.meta.url));
const words = process.argv.slice(2);
const ablate = !words.includes("--no-ablation");
const wanted = words.filter((word) => !word.startsWith("--"));

const chosen = <F extends { readonly id: string }>(faults: readonly F[]): F[] =>
  faults.filter(({ id }) => wanted.length === 0 || wanted.some((word) => id.includes(word)));

async function runAll(flags: readonly string[], quiet: boolean): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const take = (outcome: Outcome): void => {
    outcomes.push(outcome);
    if (!quiet)
      console.log(
        `${outcome.fault.id.padEnd(30)} ${outcome.skipped ?? `${outcome.report?.cause ?? outcome.report?.verdict ?? "no report"} (${outcome.report?.certainty ?? ""}) ${(outcome.wallMs / 1000).toFixed(1)} s`}`,
      );
  };
  for (const fault of chosen([...processFaults, ...processControls, ...processDoubles]))
    take(await runProcessFault(fault, flags));
  const api = await engineReady();
  for (const fault of chosen([...containerFaults, ...containerControls, ...containerDoubles])) {
    if (api === undefined)
      take({
        fault: { id: fault.id, cause: fault.cause, argv: fault.argv },
        skipped: "needs a Docker engine with the base images",
        wallMs: 0,
        text: "",
      });
    else take(await runContainerFault(api, fault, flags));
  }
  return outcomes;
}

const outcomes = await runAll([], false);
const ablations: Ablation[] = [];
if (ablate) {
  ablations.push({ name: "no experiments", outcomes: await runAll(["--no-experiments"], true) });
  for (const source of SOURCES)
    ablations.push({ name: `without ${source}`, outcomes: await runAll(["--without", source], true) });
}
const text = benchReport(outcomes, ablations);
console.log(text);
if (wanted.length === 0) await writeFile(TARGET, text);
