import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseTrace, type Trace } from "../trace/parse-trace.ts";
import { straceArguments } from "./strace.ts";
import { toolPath } from "./tools.ts";

/** Watches a running process's calls from outside; undefined where that is not possible or not allowed. */
export async function attachTrace(pid: number): Promise<{ stop(): Promise<Trace | undefined> } | undefined> {
  const strace = toolPath("strace");
  if (strace === undefined) return undefined;
  const folder = await mkdtemp(join(tmpdir(), "doctor-attach-"));
  const path = join(folder, "trace");
  const args = straceArguments(path, { withFilter: false });
  const child = spawn(strace, [...args, "-p", String(pid)], { stdio: "ignore" });
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", () => resolve());
  });
  return {
    stop: async () => {
      // SIGINT lets strace detach and leave the process as it was.
      child.kill("SIGINT");
      await ended;
      const trace = parseTrace(await readFile(path, "latin1").catch(() => ""));
      await rm(folder, { recursive: true, force: true });
      return trace;
    },
  };
}
