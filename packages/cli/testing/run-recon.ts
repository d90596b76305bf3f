/** Runs the built command line as a person would: a process of its own, in a folder of its own. */
import { spawn } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const program = fileURLToPath(new URL("../bin/recon.js", import.meta.url));

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Running {
  readonly pid: number;
  readonly finished: Promise<Finished>;
  kill(signal: NodeJS.Signals): void;
  /** Resolves as soon as standard error holds the text. */
  said(text: string): Promise<void>;
}

export function startRecon(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): Running {
  const child = spawn(process.execPath, [program, ...args], {
    cwd,
    env: { ...process.env, NODE_OPTIONS: "", NO_COLOR: "1", ...env },
  });
  let [stdout, stderr] = ["", ""];
  const waiting: { text: string; resolve: () => void }[] = [];
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => (stdout += chunk));
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    stderr += chunk;
    for (const { text, resolve } of waiting) if (stderr.includes(text)) resolve();
  });
  return {
    pid: child.pid!,
    finished: new Promise((resolve) => child.once("close", (code) => resolve({ code, stdout, stderr }))),
    kill: (signal) => child.kill(signal),
    said: (text) => new Promise((resolve) => (stderr.includes(text) ? resolve() : waiting.push({ text, resolve }))),
  };
}

export const recon = (args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): Promise<Finished> =>
  startRecon(args, cwd, env).finished;

/** A fresh folder with the given files. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), "recon-test-"));
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  return folder;
}
