import type { Command } from "commander";
import type { Outcome } from "../main.ts";

/** `recon serve`: the server, configured by the environment alone. */
export function addServe(program: Command, outcome: Outcome): void {
  program
    .command("serve")
    .description("starts the server: API and web application on port 2000, until it is asked to stop")
    .addHelpText(
      "after",
      `\nThe environment configures it (PORT, HOST, DATA_DIR, DATABASE_URL, …; docs/operations.md lists all).\nExit codes follow sysexits: 0 stopped on request, 69 a dependency is missing, 70 our bug, 71 system,\n73 and 77 data folder, 74 input or output, 75 in use, 78 configuration.`,
    )
    .action(async () => {
      const { launch } = await import("@recon/server/launcher");
      outcome.exitCode = await launch({ env: process.env });
    });
}
