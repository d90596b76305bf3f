import type { Command } from "commander";
import { exit } from "../exit-codes.ts";
import type { Outcome } from "../main.ts";

export function addCheck(program: Command, outcome: Outcome): void {
  program
    .command("check <plan>")
    .description("check a plan; every fault with its place in the file")
    .addHelpText("after", "\nExample:\n  recon check month.recon.yaml")
    .action(async (file: string) => {
      const { readPlan } = await import("../read-plan.ts");
      const plan = await readPlan(file);
      const passes = plan.passes.map(({ name, kind }) => `${name} (${kind})`).join(", ");
      process.stdout.write(`${file}: no faults; ${Object.keys(plan.fields).length} fields, passes: ${passes}\n`);
      outcome.exitCode = exit.done;
    });
}
