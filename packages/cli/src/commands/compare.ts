import type { Command } from "commander";
import { ReconError } from "@recon/core/errors";
import { EngineProcess, type CompareRequest } from "@recon/duckdb/process";
import { sides, type Side } from "@recon/core/vocabulary";
import type { Outcome } from "../main.ts";
import { addRunOptions, launch, type RunOptions } from "./run-options.ts";

type BySide = Partial<Record<Side, string>>;

interface Options extends RunOptions {
  readonly key?: string[];
  readonly map?: Record<string, string>;
  readonly ignore?: string[];
  readonly tolerance?: Record<string, string>;
  readonly dateOrder?: BySide;
  readonly decimal?: BySide;
}

export function addCompare(program: Command, outcome: Outcome): void {
  const command = program
    .command("compare <left> <right>")
    .description("compare two files by a key, without a plan; writes a result set only with --out")
    .option("--key <columns>", "key columns, comma-separated; without it the key is found in the data", parseKey)
    .option("--map <pairs>", "columns of different names: left=right, comma-separated", parsePairs("--map"))
    .option("--ignore <columns>", "columns to leave out, comma-separated", parseList)
    .option("--tolerance <pairs>", "amounts or days that may differ: amount=0.01,date=2d", parsePairs("--tolerance"))
    .option(
      "--date-order <order>",
      "dmy or mdy, where dates such as 01/02/2026 leave it open; a side alone: left=mdy",
      parseBySide("--date-order", ["dmy", "mdy", "ymd"]),
    )
    .option(
      "--decimal <mark>",
      "point or comma, where amounts such as 1,234 leave it open; a side alone: left=comma",
      parseBySide("--decimal", ["point", "comma"]),
    );
  addRunOptions(command)
    .addHelpText(
      "after",
      "\nExamples:\n  recon compare old.csv new.csv --key id\n  recon compare bank.csv ledger.csv --key ref,currency --tolerance amount=0.01,date=2d --out diff.result\n  recon compare a.csv b.parquet --map no=number --ignore updated_at --json",
    )
    .action(async (left: string, right: string, options: Options) => {
      const engine = new EngineProcess();
      try {
        const compare: CompareRequest = {
          left: [left],
          right: [right],
          key: options.key,
          map: options.map,
          ignore: options.ignore,
          tolerance: options.tolerance,
          options: { left: valueOptions(options, "left"), right: valueOptions(options, "right") },
        };
        const outDir = options.dryRun === true || options.summary === true ? undefined : options.out;
        outcome.exitCode = await launch(engine, {
          options,
          baseDir: process.cwd(),
          outDir,
          request: (run) => ({ kind: "compare", run, compare }),
        });
      } finally {
        engine.dispose();
      }
    });
}

function valueOptions({ dateOrder, decimal }: Options, side: Side): NonNullable<CompareRequest["options"]>[Side] {
  const mark = decimal?.[side];
  return {
    ...(dateOrder?.[side] === undefined ? {} : { dateOrder: dateOrder[side] as "dmy" | "mdy" | "ymd" }),
    ...(mark === undefined ? {} : { decimal: mark === "comma" ? "," : "." }),
  };
}

/** One word for both sides, or `left=word,right=word`. */
function parseBySide(option: string, words: readonly string[]): (text: string) => BySide {
  return (text) => {
    const parts = Object.entries(text.includes("=") ? parsePairs(option)(text) : { left: text, right: text });
    const fits = parts.every(([side, word]) => (sides as readonly string[]).includes(side) && words.includes(word));
    if (!fits || parts.length === 0)
      throw new ReconError(
        "USAGE",
        `${option} ${text}: write ${words.join(" or ")}, or a side alone: left=${words[0]}`,
      );
    return Object.fromEntries(parts);
  };
}

function parseKey(text: string): string[] {
  const names = [...new Set(parseList(text))];
  if (names.length > 0) return names;
  throw new ReconError("USAGE", "--key names no column; write one or several, comma-separated, or leave it out");
}

/** Comma-separated names; a backslash keeps a comma. */
function parseList(text: string): string[] {
  return text
    .split(/(?<!\\),/)
    .map((part) => part.replaceAll("\\,", ",").trim())
    .filter((part) => part !== "");
}

function parsePairs(option: string): (text: string) => Record<string, string> {
  return (text) =>
    Object.fromEntries(
      parseList(text).map((pair) => {
        const at = pair.indexOf("=");
        if (at < 1 || at === pair.length - 1)
          throw new ReconError("USAGE", `${option} ${pair}: write name=value pairs, comma-separated`);
        return [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
      }),
    );
}
