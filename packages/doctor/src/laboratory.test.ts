import { describe, expect, it } from "vitest";
import { processScenarios } from "../faults/background-scenarios.ts";
import { processControls, processDoubles } from "../faults/process-controls.ts";
import { processFaults } from "../faults/process-faults.ts";
import { isRight, runProcessFault } from "../faults/run-fault.ts";
import { toolPath } from "./experiment/tools.ts";

const able = process.getuid?.() === 0 && toolPath("strace") !== undefined && toolPath("unshare") !== undefined;
// A sample of every mechanism; the whole laboratory runs by `npm run bench:doctor`.
const SAMPLE = new Set([
  "shell-variable-silent",
  "node-never-listened",
  "node-input-end",
  "node-rejection-swallowed",
  "node-error-before-listening",
  "node-escape-hatch",
  "c-divides-by-zero",
  "node-output-lost",
  "wrong-architecture",
  "exit-before-main",
  "missing-library",
  "missing-loader",
  "carriage-return",
  "bad-interpreter",
  "segfault",
  "port-taken-silent",
  "dependency-refused",
  "dependency-not-ready",
  "killed-from-outside",
  "exit-code-masked",
  "backgrounded-script",
  "stub-binary",
  "read-only",
  "healthy-node",
  "finished-job-warns",
  "ambiguous-node",
  "double-crlf-variable",
  "double-variable-refused",
]);

describe.skipIf(!able)("faults of programs (needs root, strace and namespaces)", () => {
  for (const fault of [
    ...processScenarios,
    ...[...processFaults, ...processControls, ...processDoubles].filter(({ id }) => SAMPLE.has(id)),
  ]) {
    it(`${fault.id}: ${fault.cause}${fault.behind === undefined ? "" : `, then ${fault.behind}`}`, async (context) => {
      const outcome = await runProcessFault(fault, ["--budget", "60s"]);
      if (outcome.skipped !== undefined) return context.skip(outcome.skipped);
      const seen = outcome.report?.evidence.map(({ id, text }) => `${id}: ${text}`).join("\n") ?? outcome.text;
      expect(isRight(outcome), `${outcome.report?.cause ?? outcome.report?.verdict ?? "no report"}\n${seen}`).toBe(
        true,
      );
      expect(outcome.exitCode).toBe({ healthy: 0, "cannot-tell": 3 }[fault.cause] ?? 1);
    });
  }
});
