import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { basename, dirname, resolve } from "node:path";
import type { Command } from "commander";
import { ReconError } from "@recon/core/errors";
import { exit } from "../exit-codes.ts";
import type { Outcome } from "../main.ts";

export function addInit(program: Command, outcome: Outcome): void {
  program
    .command("init <left> <right>")
    .description("read both files and propose a plan, with the reason for each choice")
    .option("-o, --output <plan>", "where to write the plan; default: standard output")
    .option("--force", "replace an existing plan")
    .addHelpText("after", "\nExample:\n  recon init bank.csv ledger.xlsx -o month.recon.yaml")
    .action(async (left: string, right: string, options: { output?: string; force?: boolean }) => {
      const { output } = options;
      if (output !== undefined && existsSync(output) && options.force !== true) {
        throw new ReconError(
          "OUTPUT_REFUSED",
          `${output}: exists already; choose another name, or --force to replace it`,
          { at: { file: output } },
        );
      }
      const [{ planToYaml }, { proposePlan }] = await Promise.all([import("@recon/core"), import("@recon/duckdb")]);
      const name = output === undefined ? "reconciliation" : planName(output);
      const proposal = await proposePlan({
        left: { file: left },
        right: { file: right },
        planDir: output === undefined ? process.cwd() : dirname(resolve(output)),
        name,
      });
      const text = planToYaml(proposal.plan, proposal.comments);
      if (output === undefined) process.stdout.write(text);
      else await writePlan(output, text);
      for (const question of proposal.questions) process.stderr.write(`to settle: ${question}\n`);
      if (output !== undefined)
        process.stdout.write(
          `${output} written: ${Object.keys(proposal.plan.fields).length} fields, ${proposal.plan.passes.length} passes. Read it, then: recon run ${output}\n`,
        );
      outcome.exitCode = exit.done;
    });
}

async function writePlan(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (error) {
    throw new ReconError("OUTPUT_REFUSED", `${file}: cannot be written (${(error as NodeJS.ErrnoException).code})`, {
      at: { file },
      cause: error,
    });
  }
}

function planName(file: string): string {
  const stem = basename(file).replace(/(\.recon)?\.(ya?ml|json)$/i, "");
  return /^[\p{L}_]/u.test(stem)
    ? stem.replace(/[^\p{L}\p{N}_ .-]/gu, "-")
    : `plan-${stem.replace(/[^\p{L}\p{N}_ .-]/gu, "-")}`;
}
