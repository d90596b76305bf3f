import { Command, CommanderError, Option } from "commander";
import { causes } from "./causes/causes.ts";
import type { Diagnosis } from "./diagnosis.ts";
import { DoctorError } from "./errors.ts";
import { evidenceSources, type EvidenceSource } from "./evidence/evidence.ts";
import { undoEverything } from "./experiment/undo.ts";
import type { Redact } from "./redact/redact.ts";
import { redactDeep } from "./redact/redact.ts";
import { jsonReport } from "./report/json-report.ts";
import { markdownReport } from "./report/markdown-report.ts";
import { terminalReport } from "./report/terminal-report.ts";
import { printable } from "./report/printable.ts";

/** Exit codes of the doctor. */
export const exitCodes = { healthy: 0, diagnosed: 1, usage: 2, cannotTell: 3, noAccess: 4 } as const;

/** What every target's diagnosis is given. */
export interface Options {
  readonly experiments: boolean;
  readonly budgetMs: number;
  readonly source?: string;
  readonly file?: string;
  readonly apply: boolean;
  readonly without: readonly EvidenceSource[];
}

/** A diagnosis with the redaction that belongs to its secrets. */
export interface Examined {
  readonly diagnosis: Diagnosis;
  readonly redact: Redact;
}

type Examine = (options: Options) => Promise<readonly Examined[]>;

/** Runs the doctor's command line and resolves with its exit code; never exits the process. */
export async function main(args: readonly string[]): Promise<number> {
  let exitCode: number = exitCodes.healthy;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.once(signal, () => void undoEverything().then(() => process.exit(130)));
  const program = createProgram((code) => (exitCode = code));
  try {
    await program.parseAsync([...args], { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.healthy : exitCodes.usage;
    if (error instanceof DoctorError) {
      console.error(`doctor: ${printable(error.message)}`);
      return error.kind === "access" ? exitCodes.noAccess : exitCodes.usage;
    }
    console.error(
      `doctor: this is a bug in the doctor; please report it with the lines below\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    return 70;
  }
}

function createProgram(setExitCode: (code: number) => void): Command {
  const program = new Command("doctor")
    .description("Names the cause of any restart loop, and proves it. Without a command: what here will not stay up?")
    .exitOverride()
    .enablePositionalOptions()
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, "doctor: ")) })
    .addHelpText("after", HELP);
  withOptions(program).action((_: unknown, command: Command) =>
    act(command, async (options) => (await import("./target/survey.ts")).examineEverything(options)),
  );
  const add = (
    usage: string,
    description: string,
    examine: (words: string[], options: Options) => Promise<readonly Examined[]>,
  ): void => {
    withOptions(program.command(usage).description(description).exitOverride()).action((...given: unknown[]) => {
      const command = given.at(-1) as Command;
      return act(command, (options) => examine(command.args, options));
    });
  };
  add("container <name>", "a container of the Docker engine", async ([name = ""], options) =>
    (await import("./target/container.ts")).examineContainer(name, options),
  );
  add("compose <service>", "a service of a compose project", async ([service = ""], options) =>
    (await import("./target/compose.ts")).examineService(service, options),
  );
  add("unit <name>", "a systemd unit", async ([name = ""], options) =>
    (await import("./target/unit.ts")).examineUnit(name, options),
  );
  add("pid <number>", "a running process", async ([pid = ""], options) =>
    (await import("./target/pid.ts")).examinePid(pid, options),
  );
  add("image <reference>", "an image: started in a clone", async ([reference = ""], options) =>
    (await import("./target/container.ts")).examineImage(reference, options),
  );
  withOptions(
    program
      .command("run")
      .description("run a command under observation and explain its end")
      .argument("<command...>")
      .passThroughOptions()
      .exitOverride(),
  ).action((words: string[], _: unknown, command: Command) =>
    act(command, async (options) => (await import("./target/command.ts")).examineCommand(words, options)),
  );
  program
    .command("causes")
    .description("every cause that the doctor knows")
    .exitOverride()
    .action(() => {
      for (const { id, title } of causes) console.log(`${id.padEnd(26)} ${title}`);
    });
  return program;

  async function act(command: Command, examine: Examine): Promise<void> {
    const flags: Flags = { ...program.opts<Flags>(), ...command.opts<Flags>() };
    const examined = await examine(optionsOf(flags));
    for (const each of examined) print(each, flags);
    setExitCode(exitCodeOf(examined));
  }
}

interface Flags {
  readonly json?: boolean;
  readonly markdown?: boolean;
  readonly explain?: boolean;
  readonly experiments?: boolean;
  readonly budget?: string;
  readonly source?: string;
  readonly file?: string;
  readonly apply?: boolean;
  readonly without?: string[];
}

function withOptions(command: Command): Command {
  return command
    .option("--json", "print the report as JSON")
    .option("--markdown", "print the report as Markdown")
    .option("--explain", "print the evidence for and against every hypothesis")
    .option("--no-experiments", "only look: run nothing in a clone")
    .option("--budget <time>", "the time that it may take, such as 20s", "20s")
    .option("--source <folder>", "the sources that the program should have been built from")
    .option("-f, --file <path>", "the compose file")
    .option("--apply", "make the change that mends it, where the doctor can, and watch")
    .addOption(
      new Option("--without <source...>", "leave out a source of evidence").choices([...evidenceSources]).hideHelp(),
    );
}

function optionsOf(flags: Flags): Options {
  const budget = /^(\d+(?:\.\d+)?)(ms|s|m)?$/.exec(flags.budget ?? "20s");
  if (budget === null) throw new DoctorError("usage", `--budget ${flags.budget}: write a time such as 20s or 2m`);
  const unit = { ms: 1, s: 1_000, m: 60_000 }[budget[2] ?? "s"] ?? 1_000;
  return {
    experiments: flags.experiments !== false,
    budgetMs: Number(budget[1]) * unit,
    apply: flags.apply === true,
    without: (flags.without ?? []) as EvidenceSource[],
    ...(flags.source === undefined ? {} : { source: flags.source }),
    ...(flags.file === undefined ? {} : { file: flags.file }),
  };
}

function print({ diagnosis, redact }: Examined, flags: Flags): void {
  if (flags.json === true) console.log(JSON.stringify(redactDeep(jsonReport(diagnosis), redact), null, 2));
  else if (flags.markdown === true) console.log(printable(redact(markdownReport(diagnosis))));
  else
    console.log(
      printable(
        redact(terminalReport(diagnosis, { explain: flags.explain === true, colours: false })),
        process.stdout.isTTY,
      ),
    );
}

/** The worst verdict decides: a diagnosis before "cannot tell" before health. */
function exitCodeOf(examined: readonly Examined[]): number {
  const verdicts = examined.map(({ diagnosis }) => diagnosis.verdict);
  if (verdicts.includes("diagnosed")) return exitCodes.diagnosed;
  return verdicts.includes("cannot-tell") ? exitCodes.cannotTell : exitCodes.healthy;
}

const HELP = `
Examples:
  doctor                                   what here will not stay up?
  doctor container api --source ./api
  doctor compose backend -f deploy/docker-compose.yml --markdown > report.md
  doctor run -- node server.js
  doctor pid 4711 --json

Exit codes: 0 healthy, 1 diagnosed, 2 wrong usage, 3 cannot tell, 4 no access (and the message says to what).`;
