import { fork, type ChildProcess } from "node:child_process";
import { setPriority } from "node:os";
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { ReconError } from "@recon/core/errors";
import type { OpenCounts } from "../engine/run-stages.ts";
import { childEnvironment } from "./child-environment.ts";
import type { FromWorker, Progress, ToWorker, WorkFailure } from "./messages.ts";
import { residentBytes } from "./resident-memory.ts";

const MEMORY_INTERVAL_MS = 100;
/** How long a cancelled worker may take to stop by itself; the promise is one second in all. */
const CANCEL_GRACE_MS = 400;

export interface SuperviseOptions {
  /** Resident memory of the worker process; beyond it the process is killed. */
  readonly memoryBytes: number;
  /** What a person can do when the memory did not suffice. */
  readonly memoryRemedy?: string;
  /** Beyond this the process is killed with `LIMIT_TIME`. */
  readonly timeoutMs?: number;
  /** What a person can do when the time did not suffice. */
  readonly timeoutRemedy?: string;
  readonly signal?: AbortSignal | undefined;
  onStage?(name: string): void;
  onProgress?(progress: Progress): void;
  /** Records that no pass has taken yet, after each pass but the last. */
  onOpen?(open: OpenCounts): void;
  onNote?(text: string): void;
}

export interface WorkerOptions {
  /** In messages: "the engine was killed …". */
  readonly name: string;
  /** Lets everything else on the machine go first, and die last when memory runs out: for a server's workers. */
  readonly yields?: boolean;
}

/** A process for one piece of work, waiting for it: starting it early hides its start-up. */
export class WorkerProcess<Request, Result> {
  readonly #child: ChildProcess;
  readonly #name: string;
  #stderr = "";
  /** Listened to from the start: the process may end before it is given any work. */
  readonly #exit: Promise<Exit>;

  /** `module` is the address of the program, a module that calls `serveWork`. */
  constructor(module: URL, options: WorkerOptions) {
    this.#name = options.name;
    this.#child = fork(fileURLToPath(module), [], {
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      execArgv: module.href.endsWith(".ts") ? ["--conditions=source", "--disable-warning=ExperimentalWarning"] : [],
      env: childEnvironment({ UV_THREADPOOL_SIZE: "8" }),
    });
    this.#exit = exited(this.#child);
    this.#exit.catch(() => undefined);
    this.#child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
      if (process.env["RECON_TRACE"] !== undefined) process.stderr.write(chunk);
      this.#stderr = (this.#stderr + chunk).slice(-8000);
    });
    if (options.yields === true) yieldToOthers(this.#child.pid);
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Stops a process that was started in vain. */
  dispose(): void {
    this.#child.kill("SIGKILL");
  }

  /** Runs one piece of work to its end; whatever happens, the process is gone afterwards. */
  async run(request: Request, options: SuperviseOptions): Promise<Result> {
    const child = this.#child;
    let ending: WorkFailure | { result: Result } | undefined;
    // Whatever ends the work has already been written or discarded: waiting for a worker to tidy its memory would be wasted time.
    const settle = (how: WorkFailure | { result: Result }): void => {
      ending ??= how;
      child.kill("SIGKILL");
    };
    const watch = setInterval(() => void this.#watchMemory(options, settle), MEMORY_INTERVAL_MS);
    const limit = this.#limitTime(options, settle);
    const onAbort = (): void => {
      ending ??= { code: "INTERRUPTED", message: "interrupted; nothing was written" };
      child.send({ kind: "cancel" } satisfies ToWorker<Request>, () => undefined);
      setTimeout(() => child.kill("SIGKILL"), CANCEL_GRACE_MS).unref();
    };
    options.signal?.addEventListener("abort", onAbort, { once: true });
    if (options.signal?.aborted === true) onAbort();
    child.on("message", (message: FromWorker<Result>) => {
      if (message.kind === "stage") options.onStage?.(message.name);
      else if (message.kind === "progress") options.onProgress?.(message.progress);
      else if (message.kind === "open") options.onOpen?.(message.open);
      else if (message.kind === "note") options.onNote?.(message.text);
      else if (message.kind === "done") settle({ result: message.result });
      else if (message.kind === "failed") settle(message.failure);
    });
    try {
      child.send({ kind: "work", request } satisfies ToWorker<Request>, () => undefined);
      const how = await this.#exit;
      if (ending === undefined) throw this.#unexpected(how);
      if ("result" in ending) return ending.result;
      throw toError(ending);
    } finally {
      clearInterval(watch);
      clearTimeout(limit);
      options.signal?.removeEventListener("abort", onAbort);
    }
  }

  async #watchMemory(
    { memoryBytes, memoryRemedy = "raise --memory" }: SuperviseOptions,
    stop: (failure: WorkFailure) => void,
  ): Promise<void> {
    const resident = await residentBytes(this.#child.pid!);
    if (resident === undefined || resident <= memoryBytes) return;
    const mib = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MiB`;
    stop({
      code: "LIMIT_MEMORY",
      message: `the run needed ${mib(resident)} of memory, more than the ${mib(memoryBytes)} it may use; ${memoryRemedy}`,
    });
  }

  #limitTime(
    { timeoutMs, timeoutRemedy }: SuperviseOptions,
    stop: (failure: WorkFailure) => void,
  ): NodeJS.Timeout | undefined {
    if (timeoutMs === undefined) return undefined;
    const remedy = timeoutRemedy === undefined ? "" : `; ${timeoutRemedy}`;
    const message = `the work took longer than the ${timeoutMs / 1000} s it may take${remedy}`;
    return setTimeout(() => stop({ code: "LIMIT_TIME", message }), timeoutMs);
  }

  #unexpected({ code, signal }: Exit): Error {
    if (signal === "SIGKILL") {
      return new ReconError(
        "LIMIT_MEMORY",
        `${this.#name} was killed from outside, most likely by the system for lack of memory; lower --memory or free some`,
      );
    }
    return new Error(
      `${this.#name} ended unexpectedly (${signal ?? `exit code ${code}`}); its last words: ${this.#stderr.trim() || "none"}`,
    );
  }
}

const YIELDING_PRIORITY = 10;
/** Of 1000; Linux takes the process with the highest score first. */
const FIRST_TO_DIE = "800";

function yieldToOthers(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, YIELDING_PRIORITY);
  } catch {
    // Already gone, or not allowed: the work goes on all the same.
  }
  if (process.platform === "linux") writeFile(`/proc/${pid}/oom_score_adj`, FIRST_TO_DIE).catch(() => undefined);
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
