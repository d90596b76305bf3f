import { existsSync, writeFileSync, writeSync } from "node:fs";
import type { Failure } from "./failure.ts";

const STDERR = 2;
const KUBERNETES_FILE = "/dev/termination-log";

/** The lines a person reads last: what happened, what to do, which exit code follows. */
export function lastWords(failure: Failure): string {
  return [
    `recon: the server ended: ${failure.description}`,
    `  what to do: ${failure.action.split("\n").join("\n  ")}`,
    `  code ${failure.code}, exit code ${failure.exitCode}`,
    "",
  ].join("\n");
}

/** Writes to standard error at once; a closed one is no reason to fail differently. */
export function say(text: string | Uint8Array): void {
  const bytes = Buffer.from(text);
  let written = 0;
  for (let tries = 0; written < bytes.length && tries < 1_000; tries++) {
    try {
      written += writeSync(STDERR, bytes, written);
    } catch (error) {
      // A pipe shared with a non-blocking writer may be full for a moment.
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") return;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}

/** Leaves the last words where the orchestrator looks for them. */
export function writeTerminationFile(env: NodeJS.ProcessEnv, words: string): void {
  const path = env["TERMINATION_FILE"] || (existsSync(KUBERNETES_FILE) ? KUBERNETES_FILE : undefined);
  if (path === undefined) return;
  try {
    writeFileSync(path, words);
  } catch (error) {
    say(`recon: the last words could not be written to ${path}: ${(error as Error).message}\n`);
  }
}
