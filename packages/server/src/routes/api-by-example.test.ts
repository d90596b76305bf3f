import { spawn, spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { portOf } from "../testing/live-client.ts";
import { createTestServer, type TestServer } from "../testing/test-server.ts";

const root = join(import.meta.dirname, "../../../..");
const hasTools = ["curl", "jq", "tar", "sha256sum"].every(
  (tool) => spawnSync(tool, ["--version"], { stdio: "ignore" }).status === 0,
);
if (!hasTools) console.warn("skipped: docs/api-by-example.md needs curl and jq to be run");

let server: TestServer;
beforeAll(async () => {
  server = await createTestServer({
    store: "embedded",
    jobs: true,
    clock: { now: () => new Date(), advanceMs: () => undefined },
  });
});
afterAll(() => server.close());

it.skipIf(!hasTools)("the commands of docs/api-by-example.md lead from files to a verified archive", async () => {
  const user = await server.createUser("manager");
  const folder = mkdtempSync(join(tmpdir(), "by-example-"));
  for (const name of ["bank.csv", "ledger.csv"])
    copyFileSync(join(root, "examples/bank-ledger", name), join(folder, name));
  const page = readFileSync(join(root, "docs/api-by-example.md"), "utf8");
  const commands = [...page.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, text]) => text).join("");
  const recon = `recon() { "${process.execPath}" "${join(root, "packages/cli/bin/recon.js")}" "$@"; }`;
  const script = commands.replace("R=http://localhost:2000", `R=http://127.0.0.1:${await portOf(server)}`);
  const result = await run(`set -euo pipefail\n${recon}\n${script}`, folder, {
    EMAIL: user.email,
    PASSWORD: user.password,
  });
  expect(result, `${result.stderr}\n${result.stdout}`).toMatchObject({ code: 0 });
  expect(result.stdout).toContain('"controlTotal"');
  expect(result.stdout).toMatch(/verified: the result set is what its certificate says/);
  rmSync(folder, { recursive: true });
});

function run(
  script: string,
  cwd: string,
  env: Record<string, string>,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn("bash", ["-c", script], {
    cwd,
    env: { ...process.env, NODE_OPTIONS: "", NO_COLOR: "1", ...env },
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => (stdout += chunk));
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => (stderr += chunk));
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, stdout, stderr })));
}
