import { fork, type ChildProcess } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, type Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { childEnvironment, residentBytes } from "@recon/duckdb/process";
import { ReaderFault, ReaderRefusal } from "../reader/reader-fault.ts";
import type { ExportRequest, FromExport } from "./messages.ts";

export interface ResultExportsOptions {
  readonly memoryBytes: number;
  readonly threads: number;
  readonly readable: readonly string[];
  readonly indexRoot: string | null;
  /** From its start to its last byte; default half an hour. */
  readonly timeoutMs?: number;
}

export interface ExportCall {
  /** Whoever asks for it. */
  readonly owner: string;
  /** Aborted when nobody waits for the file any more. */
  readonly signal: AbortSignal;
}

/** Exports at once: each is a process with its own memory. One person has one of them, so that nobody holds up all others. */
const MOST_EXPORTS = 2;
/** A reader who takes longer must not keep the place. */
const TIMEOUT_MS = 30 * 60_000;
const MEMORY_INTERVAL_MS = 500;
const BASE_BYTES = 350 * 2 ** 20;

/** Exports of result sets, each in a process of its own, which ends with its reader. */
export class ResultExports {
  readonly #options: ResultExportsOptions;
  /** With the person each is for. */
  readonly #running = new Map<ChildProcess, string>();
  #closed = false;

  constructor(options: ResultExportsOptions) {
    this.#options = options;
  }

  /** Processes of the exports under way. */
  get running(): readonly number[] {
    return [...this.#running.keys()].flatMap(({ pid }) => pid ?? []);
  }

  /**
   * The bytes of the export, from the moment the view is fixed; faults of the request reject instead. The stream ends only when the file is whole, and
   * fails otherwise; destroying it ends the work.
   */
  async start(request: Omit<ExportRequest, "engine">, { owner, signal }: ExportCall): Promise<Readable> {
    if (this.#closed) throw new ReaderFault("closed", "the server is stopping");
    if (this.#running.size >= MOST_EXPORTS)
      throw new ReaderFault("overloaded", "other exports are being written; try again when they are done");
    if ([...this.#running.values()].includes(owner))
      throw new ReaderFault("overloaded", "another export of yours is being written; try again when it is done");
    signal.throwIfAborted();
    const workDir = mkdtempSync(join(tmpdir(), "recon-export-"));
    const child = startProcess();
    this.#running.set(child, owner);
    const stream = follow(child, this.#options);
    child.once("close", () => {
      this.#running.delete(child);
      void rm(workDir, { recursive: true, force: true }).catch(() => undefined);
    });
    const stop = (): void => void child.kill("SIGKILL");
    signal.addEventListener("abort", stop, { once: true });
    stream.once("close", stop);
    const { timeoutMs: _, ...options } = this.#options;
    const engine = { ...options, workDir };
    child.send({ ...request, engine } satisfies ExportRequest, () => undefined);
    await started(child).catch((error: unknown) => {
      // What broke it off, where the stream knows it.
      throw error instanceof ReaderRefusal ? error : (stream.errored ?? error);
    });
    return stream;
  }

  async close(): Promise<void> {
    this.#closed = true;
    const ends = [...this.#running.keys()].map((child) => new Promise((resolve) => child.once("close", resolve)));
    for (const child of this.#running.keys()) child.kill("SIGKILL");
    await Promise.all(ends);
  }
}

function startProcess(): ChildProcess {
  const self = import.meta.url;
  const isSource = self.endsWith(".ts");
  return fork(fileURLToPath(new URL(isSource ? "./export-process.ts" : "./export-process.js", self)), [], {
    stdio: ["ignore", "pipe", "pipe", "ipc"],
    execArgv: isSource ? ["--conditions=source", "--disable-warning=ExperimentalWarning"] : [],
    env: childEnvironment({ UV_THREADPOOL_SIZE: "8" }),
  });
}

/** Resolves with the first byte in sight, rejects with what stands in the way. */
function started(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.on("message", (message: FromExport) => {
      if (message.kind === "failed") reject(new ReaderRefusal(message.failure));
      else resolve();
    });
    child.once("error", reject);
    child.once("close", (code, signal) =>
      reject(new ReaderFault("died", `the export ended before it began (${signal ?? `exit code ${code}`})`)),
    );
  });
}

/** The process's output; it ends well only after the process has said that all is written. */
function follow(child: ChildProcess, { memoryBytes, timeoutMs = TIMEOUT_MS }: ResultExportsOptions): Readable {
  const stream = new PassThrough();
  let isWhole = false;
  let cause = "";
  let lastWords = "";
  child.on("message", (message: FromExport) => {
    if (message.kind === "done") isWhole = true;
    else if (message.kind === "failed")
      cause = "message" in message.failure ? message.failure.message : message.failure.kind;
  });
  child.stderr?.setEncoding("utf8").on("data", (chunk: string) => (lastWords = (lastWords + chunk).slice(-2000)));
  const watch = setInterval(() => void watchMemory(child, BASE_BYTES + 1.5 * memoryBytes), MEMORY_INTERVAL_MS);
  const limit = setTimeout(() => {
    cause = `it took longer than the ${timeoutMs / 60_000} minutes it may take`;
    child.kill("SIGKILL");
  }, timeoutMs);
  child.stdout?.pipe(stream, { end: false });
  child.once("close", (code, signal) => {
    clearInterval(watch);
    clearTimeout(limit);
    if (isWhole) stream.end();
    else
      stream.destroy(
        new ReaderFault(
          "died",
          `the export broke off: ${cause || lastWords.trim() || (signal ?? `exit code ${code}`)}`,
        ),
      );
  });
  // Without a listener a stream that fails before anybody reads it would end the server.
  stream.on("error", () => undefined);
  return stream;
}

async function watchMemory(child: ChildProcess, most: number): Promise<void> {
  const resident = child.pid === undefined ? undefined : await residentBytes(child.pid);
  if (resident !== undefined && resident > most) child.kill("SIGKILL");
}
