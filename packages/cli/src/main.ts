import { Command, CommanderError } from "commander";
import { ReconError } from "@recon/core/errors";
import { addAdmin } from "./commands/admin.ts";
import { addCheck } from "./commands/check.ts";
import { addCompare } from "./commands/compare.ts";
import { addDoctor } from "./commands/doctor.ts";
import { addExport } from "./commands/export.ts";
import { addInit } from "./commands/init.ts";
import { addProfile } from "./commands/profile.ts";
import { addRun } from "./commands/run.ts";
import { addServe } from "./commands/serve.ts";
import { addShow } from "./commands/show.ts";
import { addVerify } from "./commands/verify.ts";
import { exit, exitCodeOf } from "./exit-codes.ts";
import { colours } from "./terminal/colours.ts";
import { printable } from "./terminal/printable.ts";

/** Set by a command's action; commander itself knows only success and failure. */
export interface Outcome {
  exitCode: number;
}

/** Runs the command line and resolves with the exit code; never exits the process, so that all output is written. */
export async function main(args: readonly string[]): Promise<number> {
  ignoreClosedPipes();
  const outcome: Outcome = { exitCode: exit.done };
  const program = createProgram(outcome);
  try {
    await program.parseAsync([...args], { from: "user" });
    return outcome.exitCode;
  } catch (error) {
    return report(error);
  }
}

function createProgram(outcome: Outcome): Command {
  const program = new Command("recon")
    .description("Reconciles two sets of records that ought to agree, and proves the result.")
    .version("0.1.0")
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, "recon: ")) })
    .showSuggestionAfterError(true)
    .addHelpText(
      "after",
      `\nExamples:\n  recon compare old.csv new.csv --key id\n  recon init bank.csv ledger.xlsx -o month.recon.yaml\n  recon run month.recon.yaml\n  recon show month.result --row left:17\n  recon verify month.result\n\nExit codes: 0 all agree, 1 breaks, 2 wrong usage or plan, 3 input unreadable, 4 verification failed,\n5 resource limit, 70 our bug, 130 interrupted.`,
    );
  for (const add of [
    addCompare,
    addRun,
    addInit,
    addCheck,
    addProfile,
    addShow,
    addExport,
    addVerify,
    addServe,
    addAdmin,
    addDoctor,
  ])
    add(program, outcome);
  for (const command of program.commands) command.exitOverride().showSuggestionAfterError(true);
  program.hook("preAction", (_, command) => {
    if (!supervised.has(command.name())) exitOnInterrupt();
  });
  return program;
}

/** Commands that hear of an interruption themselves: their engine has to be told. */
const supervised: ReadonlySet<string> = new Set(["run", "compare", "doctor"]);

/** Leaves in an orderly way, so that temporary files are removed. */
function exitOnInterrupt(): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => process.exit(report(new ReconError("INTERRUPTED", "interrupted"))));
  }
}

/** A reader such as `head` may close the pipe early; what it did not want to read is no failure of ours. */
function ignoreClosedPipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code !== "EPIPE") throw error;
    });
  }
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exit.done : exit.usage;
  const red = colours(process.stderr).red;
  if (error instanceof ReconError) {
    console.error(`${red("recon:")} ${printable(error.message)}`);
    return exitCodeOf(error);
  }
  const bug = error instanceof Error ? (error.stack ?? error.message) : String(error);
  console.error(
    `${red("recon:")} this is a bug in recon, not in your files; please report it with the lines below\n${bug}`,
  );
  return exit.bug;
}
