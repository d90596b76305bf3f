import { Problem } from "@recon/api";
import { type SuperviseOptions, WorkerProcess } from "@recon/duckdb/process";
import { ReconError } from "@recon/core";
import type { InspectRequest, InspectResults } from "./inspect-request.ts";

const GIGABYTE = 2 ** 30;
const INTERACTIVE_TIMEOUT_MS = 60_000;
const MOST_AT_ONCE = 2;
const MOST_WAITING = 32;

const program = (): URL => {
  const self = import.meta.url;
  return new URL(self.endsWith(".ts") ? "./inspector-program.ts" : "./inspector-program.js", self);
};

/** Has a process of its own look at files. Whatever a file does to it, the API goes on. */
export async function inspect<K extends InspectRequest["kind"]>(
  request: Extract<InspectRequest, { kind: K }>,
  options: Omit<SuperviseOptions, "memoryBytes" | "memoryRemedy"> = {},
): Promise<InspectResults[K]> {
  const inspector = new WorkerProcess<InspectRequest, InspectResults[K]>(program(), {
    name: "the inspector",
    yields: true,
  });
  return inspector.run(request, {
    memoryBytes: 1.5 * GIGABYTE,
    memoryRemedy: "the file cannot be looked at in so much memory",
    timeoutRemedy: "ask the server's administrator to raise INSPECT_TIMEOUT_S, or split the files",
    ...options,
  });
}

let atOnce = 0;
const waiting: (() => void)[] = [];

/** The same for a caller who waits for the answer: few at once, and not for long. */
export async function inspectNow<K extends InspectRequest["kind"]>(
  request: Extract<InspectRequest, { kind: K }>,
): Promise<InspectResults[K]> {
  if (waiting.length >= MOST_WAITING) {
    throw new Problem("OVERLOADED", "Too many files are being looked at; try again in a moment.", { retryAfterS: 5 });
  }
  if (atOnce >= MOST_AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  else atOnce++;
  try {
    return await inspect(request, {
      timeoutMs: INTERACTIVE_TIMEOUT_MS,
      timeoutRemedy: "have the file looked at in the background instead",
    });
  } finally {
    const next = waiting.shift();
    if (next === undefined) atOnce--;
    else next();
  }
}

/** The same failure without the server's paths: `name` is what the person calls the file. */
export function withoutPaths(error: unknown, paths: Readonly<Record<string, string>>): unknown {
  if (!(error instanceof ReconError)) return error;
  let { message } = error;
  for (const [path, name] of Object.entries(paths)) message = message.replaceAll(path, name);
  return new ReconError(error.code, message, {
    cause: error,
    ...(error.at?.path === undefined ? {} : { at: { path: error.at.path } }),
  });
}
