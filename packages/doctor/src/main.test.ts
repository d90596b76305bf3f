import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";

const MAIN = fileURLToPath(new URL("../faults/doctor-main.ts", import.meta.url));
const folder = await mkdtemp(join(tmpdir(), "doctor-main-"));
afterAll(() => rm(folder, { recursive: true, force: true }));

function doctor(
  args: readonly string[],
  environment: Record<string, string> = {},
): Promise<{ code: number; stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ["--conditions=source", MAIN, ...args],
      { cwd: folder, env: { ...process.env, ...environment } },
      (error, stdout, stderr) => {
        resolve({ code: typeof error?.code === "number" ? error.code : 0, stdout, stderr });
      },
    );
  });
}

describe("the command line", () => {
  it("ends with 2 on wrong usage", async () => {
    expect((await doctor(["frobnicate"])).code).toBe(2);
    expect((await doctor(["pid", "twelve"])).code).toBe(2);
    expect((await doctor(["run", "--budget", "soon", "--", "true"])).code).toBe(2);
  });

  it("ends with 4 without an engine, and says which access is missing", async () => {
    const { code, stderr } = await doctor(["container", "api"], { DOCKER_HOST: `unix://${folder}/nothing.sock` });
    expect(code).toBe(4);
    expect(stderr).toContain("nothing.sock");
  });

  it("shows a secret in no form of report", async () => {
    const secret = "hunter2-hunter2-hunter2";
    await writeFile(
      join(folder, "server.js"),
      "console.error('cannot sign with ' + process.env.SIGNING_SECRET); process.exit(1);\n",
    );
    for (const form of [["--json"], ["--markdown"], ["--explain"]]) {
      const { stdout, stderr } = await doctor(["run", ...form, "--", process.execPath, "server.js"], {
        SIGNING_SECRET: secret,
      });
      expect(stdout).toContain("SIGNING_SECRET");
      expect(stdout + stderr).not.toContain(secret);
    }
  });

  it("still answers without strace, without root's means, and says what it could not see", async () => {
    await writeFile(join(folder, "start.sh"), "#!/bin/sh\r\nexec sleep 60\r\n", { mode: 0o755 });
    const { stdout, code } = await doctor(["run", "--json", "--", "./start.sh"], {
      DOCTOR_WITHOUT: "strace,unshare,gdb,script",
    });
    const report = JSON.parse(stdout) as { cause: string; limits: string[] };
    expect(code).toBe(1);
    expect(report.cause).toBe("carriage-return");
    expect(report.limits.join(" ")).toContain("strace");
  });

  it("lists every cause", async () => {
    const { stdout } = await doctor(["causes"]);
    expect(stdout.trim().split("\n").length).toBeGreaterThan(50);
  });
});
