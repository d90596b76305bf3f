import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Command } from "commander";
import { ReconError } from "@recon/core/errors";
import { exit } from "../exit-codes.ts";
import type { Outcome } from "../main.ts";

const PROGRAM = fileURLToPath(new URL("../../../doctor/bin/doctor.js", import.meta.url));

/** Starts the doctor, a program of its own that imports nothing of ours, and passes its exit code through. */
export function addDoctor(program: Command, outcome: Outcome): void {
  program
    .command("doctor")
    .description("name the cause of any service that will not stay up, and prove it")
    .argument("[words...]", "what the doctor's own command line takes")
    .helpOption(false)
    .allowUnknownOption(true)
    .addHelpText(
      "after",
      "\nExamples:\n  recon doctor\n  recon doctor container api\n  recon doctor compose backend -f docker-compose.yml --markdown\n  recon doctor run -- node server.js\n  recon doctor --help",
    )
    .action(async (words: string[]) => {
      outcome.exitCode = await runDoctor(words);
    });
}

function runDoctor(words: readonly string[]): Promise<number> {
  if (!existsSync(PROGRAM)) {
    throw new ReconError("USAGE", `the doctor is not installed here: ${PROGRAM} is missing`);
  }
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [PROGRAM, ...words], { stdio: "inherit" });
    // The doctor has clones to remove: it is told, and waited for.
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => child.kill(signal));
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? exit.interrupted));
  });
}
