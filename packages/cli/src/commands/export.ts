import type { Command } from "commander";
import { exit } from "../exit-codes.ts";
import type { Outcome } from "../main.ts";

export function addExport(program: Command, outcome: Outcome): void {
  program
    .command("export <result>")
    .description("write a result set for people: spreadsheet, CSV of the breaks, report or JSON")
    .requiredOption("--to <file>", "the file; its ending says the kind: .xlsx .csv .html .json")
    .addHelpText(
      "after",
      "\nExamples:\n  recon export month.result --to breaks.xlsx\n  recon export month.result --to report.html",
    )
    .action(async (folder: string, options: { to: string }) => {
      const [{ openResultSet }, { exportResultSet }] = await Promise.all([
        import("@recon/duckdb"),
        import("@recon/report"),
      ]);
      const set = await openResultSet(folder);
      try {
        await exportResultSet(set, options.to);
      } finally {
        await set.close();
      }
      process.stdout.write(`${options.to} written\n`);
      outcome.exitCode = exit.done;
    });
}
