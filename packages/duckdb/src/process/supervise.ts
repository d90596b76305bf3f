import { fork, type ChildProcess } from "node:child_process";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ReconError } from "@recon/core/errors";
import type { RunReport } from "../run/run-request.ts";
import type { FromWorker, Progress, ToWorker, WorkFailure, WorkRequest } from "./messages.ts";
import { residentBytes } from "./resident-memory.ts";

const MEMORY_INTERVAL_MS = 100;
/** How long a cancelled engine may take to stop by itself; the promise is one second in all. */
const CANCEL_GRACE_MS = 400;

export interface SuperviseOptions {
  /** Resident memory of the engine's process; beyond it the process is killed. */
  readonly memoryBytes: number;
  readonly signal?: AbortSignal | undefined;
  onStage?(name: string): void;
  onProgress?(progress: Progress): void;
  onNote?(text: string): void;
}

/** A started engine process, waiting for work: starting it early hides its start-up behind the reading of the plan. */
export class EngineProcess {
  readonly #child: ChildProcess;
  #stderr = "";
  /** Listened to from the start: the process may end before it is given any work. */
  readonly #exit: Promise<Exit>;

  constructor() {
    const self = import.meta.url;
    const worker = fileURLToPath(new URL(self.endsWith(".ts") ? "./worker.ts" : "./worker.js", self));
    this.#child = fork(worker, [], {
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      execArgv: self.endsWith(".ts") ? ["--conditions=source", "--disable-warning=ExperimentalWarning"] : [],
      env: {
        ...process.env,
        UV_THREADPOOL_SIZE: "8",
        NODE_COMPILE_CACHE: process.env["NODE_COMPILE_CACHE"] ?? join(tmpdir(), "node-compile-cache"),
      },
    });
    this.#exit = exited(this.#child);
    this.#exit.catch(() => undefined);
    this.#child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
      this.#stderr = (this.#stderr + chunk).slice(-8000);
    });
  }

  /** Stops a process that was started in vain. */
  dispose(): void {
    this.#child.kill("SIGKILL");
  }

  /** Runs one piece of work to its end; whatever happens, the process is gone and its work folder removed afterwards. */
  async run(request: WorkRequest, options: SuperviseOptions): Promise<RunReport> {
    const child = this.#child;
    let ending: WorkFailure | { report: RunReport } | undefined;
    // Whatever ends the run has already been written or discarded: waiting for the engine to tidy its memory would be wasted time.
    const settle = (how: WorkFailure | { report: RunReport }): void => {
      ending ??= how;
      child.kill("SIGKILL");
    };
    const watch = setInterval(() => void this.#watchMemory(options.memoryBytes, settle), MEMORY_INTERVAL_MS);
    const onAbort = (): void => {
      ending ??= { code: "INTERRUPTED", message: "interrupted; nothing was written" };
      child.send({ kind: "cancel" } satisfies ToWorker, () => undefined);
      setTimeout(() => child.kill("SIGKILL"), CANCEL_GRACE_MS).unref();
    };
    options.signal?.addEventListener("abort", onAbort, { once: true });
    if (options.signal?.aborted === true) onAbort();
    child.on("message", (message: FromWorker) => {
      if (message.kind === "stage") options.onStage?.(message.name);
      else if (message.kind === "progress") options.onProgress?.(message.progress);
      else if (message.kind === "note") options.onNote?.(message.text);
      else if (message.kind === "done") settle({ report: message.report });
      else if (message.kind === "failed") settle(message.failure);
    });
    try {
      child.send({ kind: "work", request } satisfies ToWorker, () => undefined);
      const how = await this.#exit;
      if (ending === undefined) throw this.#unexpected(how);
      if ("report" in ending) return ending.report;
      throw toError(ending);
    } finally {
      clearInterval(watch);
      options.signal?.removeEventListener("abort", onAbort);
      await rm(request.run.workDir, { recursive: true, force: true });
      if (request.run.draftDir !== undefined) await rm(request.run.draftDir, { recursive: true, force: true });
    }
  }

  async #watchMemory(limit: number, stop: (failure: WorkFailure) => void): Promise<void> {
    const resident = await residentBytes(this.#child.pid!);
    if (resident === undefined || resident <= limit) return;
    const mib = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MiB`;
    stop({
      code: "LIMIT_MEMORY",
      message: `the run needed ${mib(resident)} of memory, more than the ${mib(limit)} it may use; raise --memory`,
    });
  }

  #unexpected({ code, signal }: Exit): Error {
    if (signal === "SIGKILL") {
      return new ReconError(
        "LIMIT_MEMORY",
        "the engine was killed from outside, most likely by the system for lack of memory; lower --memory or free some",
      );
    }
    return new Error(
      `the engine ended unexpectedly (${signal ?? `exit code ${code}`}); its last words: ${this.#stderr.trim() || "none"}`,
    );
  }
}

interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** Resolves once the child has exited and everything it sent has been received. */
function exited(child: ChildProcess): Promise<Exit> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve({ code, signal }));
  });
}

function toError(failure: WorkFailure): Error {
  if (failure.code !== undefined)
    return new ReconError(failure.code, failure.message, failure.at === undefined ? {} : { at: failure.at });
  const error = new Error(failure.message);
  if (failure.stack !== undefined) error.stack = failure.stack;
  return error;
}
