import { basename, dirname, join, resolve } from "node:path";
import type { Command } from "commander";
import type { Plan } from "@recon/core";
import { EngineProcess } from "@recon/duckdb/process";
import type { Outcome } from "../main.ts";
import { addRunOptions, launch, type RunOptions } from "./run-options.ts";

interface Options extends RunOptions {
  readonly left?: string[];
  readonly right?: string[];
}

export function addRun(program: Command, outcome: Outcome): void {
  const command = program
    .command("run <plan>")
    .description("run a plan; the result set goes to <plan stem>.result")
    .option("--left <file...>", "files in place of the plan's left ones")
    .option("--right <file...>", "files in place of the plan's right ones");
  addRunOptions(command)
    .addHelpText(
      "after",
      "\nExamples:\n  recon run month.recon.yaml\n  recon run month.recon.yaml --left bank-11.csv --right ledger-11.csv --out nov.result\n  recon run month.recon.yaml --dry-run --json",
    )
    .action(async (file: string, options: Options) => {
      const engine = new EngineProcess();
      try {
        // The engine is on its way up while the plan is read and checked.
        const { readPlan } = await import("../read-plan.ts");
        const plan = withFiles(await readPlan(file), options);
        const outDir =
          options.dryRun === true || options.summary === true ? undefined : (options.out ?? defaultOut(file));
        outcome.exitCode = await launch(engine, {
          options,
          baseDir: resolve(dirname(file)),
          outDir,
          request: (run) => ({ kind: "run", run: { ...run, plan } }),
        });
      } finally {
        engine.dispose();
      }
    });
}

/** Files named on the command line are relative to where the person stands, not to the plan. */
function withFiles(plan: Plan, options: Options): Plan {
  const absolute = (files: readonly string[]): string[] => files.map((file) => resolve(file));
  return {
    ...plan,
    ...(options.left === undefined ? {} : { left: { ...plan.left, files: absolute(options.left) } }),
    ...(options.right === undefined ? {} : { right: { ...plan.right!, files: absolute(options.right) } }),
  };
}

/** `month.recon.yaml` → `month.result`, beside the plan. */
function defaultOut(file: string): string {
  const stem = basename(file).replace(/(\.recon)?\.(ya?ml|json)$/i, "");
  return join(dirname(file), `${stem}.result`);
}
