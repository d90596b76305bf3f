import Table from "cli-table3";
import type { Command } from "commander";
import type { ColumnProfile, SourceProfile } from "@recon/formats";
import { exit } from "../exit-codes.ts";
import type { Outcome } from "../main.ts";
import { borderless } from "../terminal/borderless.ts";

export function addProfile(program: Command, outcome: Outcome): void {
  program
    .command("profile <file>")
    .description("what a file holds, column by column")
    .option("--json", "print the profile as JSON")
    .addHelpText("after", "\nExamples:\n  recon profile bank.csv\n  recon profile orders.ndjson --json")
    .action(async (path: string, options: { json?: boolean }) => {
      const { detectSource, openSource, profileColumns } = await import("@recon/formats");
      const resolved = await detectSource(path);
      const file = await openSource(path, resolved);
      const profile = await profileColumns(file.header, file.rows());
      if (options.json === true)
        process.stdout.write(`${JSON.stringify({ path, ...resolved, ...profile }, null, 2)}\n`);
      else process.stdout.write(`${heading(path, resolved, profile)}\n\n${table(profile).replaceAll(/ +$/gm, "")}\n`);
      outcome.exitCode = exit.done;
    });
}

function heading(
  path: string,
  resolved: { format: string; compression: string; options: object },
  profile: SourceProfile,
): string {
  const options = Object.entries(resolved.options).map(([name, value]) => `${name} ${JSON.stringify(value)}`);
  const facts = [resolved.format, ...(resolved.compression === "none" ? [] : [resolved.compression]), ...options].join(
    ", ",
  );
  const rejects = profile.rejects === 0 ? "" : `, ${profile.rejects} of them cannot be read`;
  return `${path}: ${facts}; ${profile.rows.toLocaleString("en")} records${rejects}`;
}

function table(profile: SourceProfile): string {
  const rows = new Table({
    ...borderless,
    head: ["column", "type", "nulls", "distinct", "control total", "samples"],
    colAligns: ["left", "left", "right", "right", "right", "left"],
  });
  for (const column of profile.columns) {
    rows.push([
      column.name,
      describeType(column),
      column.nulls.toLocaleString("en"),
      `${column.distinct.exact ? "" : "≥ "}${column.distinct.count.toLocaleString("en")}${column.unique === true ? " (key)" : ""}`,
      isAmount(column) ? column.numbers!.controlTotal : "",
      column.samples
        .slice(0, 3)
        .map((sample) => sample.slice(0, 24))
        .join(" · "),
    ]);
  }
  return rows.toString();
}

const isAmount = ({ type }: ColumnProfile): boolean => type === "number" || type === "money";

function describeType(column: ColumnProfile): string {
  if (isAmount(column) && column.numbers?.detected.open === true) return `${column.type} (decimal mark open)`;
  if (column.type === "date" && column.dates?.dateOrder !== undefined) return `date (${column.dates.dateOrder})`;
  return column.type;
}
