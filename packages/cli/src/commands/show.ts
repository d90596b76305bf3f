import type { Command } from "commander";
import { ReconError } from "@recon/core/errors";
import { sides, type Side } from "@recon/core/vocabulary";
import type { ResultSet } from "@recon/duckdb";
import { exit } from "../exit-codes.ts";
import type { Outcome } from "../main.ts";
import { colours } from "../terminal/colours.ts";
import { breaksText, groupsText } from "../terminal/result-text.ts";
import { recordText } from "../terminal/record-text.ts";
import { summaryText } from "../terminal/summary-text.ts";

interface Options {
  readonly breaks?: boolean;
  readonly groups?: boolean;
  readonly row?: string;
  readonly limit: string;
  readonly json?: boolean;
}

export function addShow(program: Command, outcome: Outcome): void {
  program
    .command("show <result>")
    .description("look at a result set: its summary, breaks, groups, or one record and why it ended as it did")
    .option("--breaks", "list the breaks")
    .option("--groups", "list the groups that are not plain pairs")
    .option("--row <side:id>", "one record, such as left:17: why matched, or why not")
    .option("--limit <n>", "rows to list at most", "50")
    .option("--json", "print as JSON")
    .addHelpText(
      "after",
      "\nExamples:\n  recon show month.result\n  recon show month.result --breaks --limit 200\n  recon show month.result --row left:17",
    )
    .action(async (folder: string, options: Options) => {
      const limit = parseLimit(options.limit);
      const row = options.row === undefined ? undefined : parseRow(options.row);
      const { openResultSet } = await import("@recon/duckdb");
      const set = await openResultSet(folder);
      try {
        const text =
          row !== undefined
            ? await recordText(set, row.side, row.rowId, options.json === true)
            : await listing(set, options, limit);
        process.stdout.write(`${text}\n`);
      } finally {
        await set.close();
      }
      outcome.exitCode = exit.done;
    });
}

async function listing(set: ResultSet, options: Options, limit: number): Promise<string> {
  if (options.breaks === true) return breaksText(set, limit, options.json === true);
  if (options.groups === true) return groupsText(set, limit, options.json === true);
  if (options.json === true) return JSON.stringify(set.summary, null, 2);
  const paint = colours(process.stdout);
  return `${paint.bold(set.plan.name)}  ${paint.dim(`run of ${set.summary.startedAt}`)}\n\n${summaryText(set.summary)}\n\ncertificate  ${set.certificateHash}`;
}

/** Laying out a table for the terminal holds it whole, and nobody reads more. */
const MAX_LIMIT = 10_000;

function parseLimit(text: string): number {
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1 || limit > MAX_LIMIT)
    throw new ReconError(
      "USAGE",
      `--limit ${text}: write a whole number from 1 to ${MAX_LIMIT}; recon export lists everything`,
    );
  return limit;
}

function parseRow(text: string): { side: Side; rowId: number } {
  const match = /^(left|right):(\d+)$/.exec(text);
  if (match === null) throw new ReconError("USAGE", `--row ${text}: write a side and a row, such as ${sides[0]}:17`);
  return { side: match[1] as Side, rowId: Number(match[2]) };
}
