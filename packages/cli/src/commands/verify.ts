import type { Command } from "commander";
import { ReconError } from "@recon/core/errors";
import { restoreInterrupted } from "@recon/duckdb/process";
import { exit } from "../exit-codes.ts";
import type { Outcome } from "../main.ts";
import { colours } from "../terminal/colours.ts";

interface Options {
  readonly left?: string[];
  readonly right?: string[];
  readonly expect?: string;
  readonly json?: boolean;
}

export function addVerify(program: Command, outcome: Outcome): void {
  program
    .command("verify <result>")
    .description("check a result set's proof without trusting the engine")
    .option("--left <file...>", "the left source files: records and totals are checked against them")
    .option("--right <file...>", "the right source files")
    .option("--expect <hash>", "the certificate hash that the run printed: finds every edit")
    .option("--json", "print the report as JSON")
    .addHelpText(
      "after",
      "\nExamples:\n  recon verify month.result\n  recon verify month.result --left bank.csv --right ledger.csv --expect 4f0c…",
    )
    .action(async (folder: string, options: Options) => {
      if (options.expect !== undefined && !/^[0-9a-f]{64}$/i.test(options.expect)) {
        throw new ReconError(
          "USAGE",
          `--expect ${options.expect}: write the 64 hexadecimal digits that the run printed as "certificate"`,
        );
      }
      const { verifyResultSet } = await import("@recon/verify");
      await restoreInterrupted(folder);
      const report = await verifyResultSet(folder, {
        ...(options.left === undefined ? {} : { left: options.left }),
        ...(options.right === undefined ? {} : { right: options.right }),
        ...(options.expect === undefined ? {} : { expect: options.expect.toLowerCase() }),
      });
      if (options.json === true) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
      else process.stdout.write(`${reportText(report)}\n`);
      outcome.exitCode = report.ok ? exit.done : exit.verification;
    });
}

type Report = Awaited<ReturnType<typeof import("@recon/verify").verifyResultSet>>;

function reportText(report: Report): string {
  const paint = colours(process.stdout);
  const checks = report.checks.map(
    ({ name, ok, detail }) => `${ok ? paint.green("ok  ") : paint.red("FAIL")}  ${name.padEnd(14)} ${detail}`,
  );
  const findings = report.findings.map(
    ({ check, message, at }) => `  ${check}: ${message}${at?.file === undefined ? "" : ` (${at.file})`}`,
  );
  const verdict = report.ok
    ? paint.green("verified: the result set is what its certificate says")
    : paint.red("NOT verified");
  return [
    ...checks,
    ...(findings.length === 0 ? [] : ["", "findings:", ...findings]),
    "",
    verdict,
    `certificate  ${report.certificateHash}`,
  ].join("\n");
}
