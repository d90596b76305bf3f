// `npm test`: installs what the tests need, runs the checks and all tests, and ends with one line that says how many.
import { readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build, install, mustRun, root, run } from "./tools.js";

install();
build();
mustRun("node", [join(root, "scripts", "check.js"), "--static"]);

const report = join(tmpdir(), `recon-tests-${process.pid}.json`);
const { status } = run("vitest", ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`]);
const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, success } = JSON.parse(
  readFileSync(report, "utf8"),
);
rmSync(report, { force: true });
// A suite that fails to load has no tests to count; it must not look like a pass.
const failed = numFailedTests === 0 && (!success || status !== 0) ? 1 : numFailedTests;
console.log(`${numPassedTests} passed, ${failed} failed, ${numPendingTests + numTodoTests} skipped`);
process.exit(failed === 0 ? 0 : 1);
