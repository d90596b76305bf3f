import { fork, type ChildProcess } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { childEnvironment, residentBytes } from "@recon/duckdb/process";
import { ReaderFault, ReaderRefusal } from "./reader-fault.ts";
import type { FromReader, ReaderRequest, ToReader } from "./messages.ts";

export interface ReaderChildOptions {
  /** The engine's memory; the process may take half as much again, then it is ended. */
  readonly memoryBytes: number;
  readonly threads: number;
  /** Folders that hold result sets and their indexes. */
  readonly readable: readonly string[];
  readonly indexRoot: string | null;
  /** Whether small sets are held in memory as long as they are open. */
  readonly keepsSmall?: boolean | undefined;
}

const MEMORY_INTERVAL_MS = 500;
/** Room for the program itself and for rows on their way. */
const BASE_BYTES = 300 * 2 ** 20;
/** How long interrupted work may take to stop before its process is ended. */
const CANCEL_GRACE_MS = 5_000;

interface Pending {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: Error) => void;
}

/** One life of the reader process. */
export class ReaderChild {
  readonly #child: ChildProcess;
  readonly #workDir: string;
  readonly #pending = new Map<number, Pending>();
  readonly #watch: NodeJS.Timeout;
  #ids = 0;
  #cause: string | undefined;
  #stderr = "";
  #removed: Promise<void> = Promise.resolve();
  ended = false;
  /** Resolves with the cause when the process has ended. */
  readonly death: Promise<string>;

  constructor(options: ReaderChildOptions) {
    this.#workDir = mkdtempSync(join(tmpdir(), "recon-reader-"));
    const self = import.meta.url;
    const isSource = self.endsWith(".ts");
    this.#child = fork(fileURLToPath(new URL(isSource ? "./reader-process.ts" : "./reader-process.js", self)), [], {
      stdio: ["ignore", "ignore", "pipe", "ipc"],
      execArgv: isSource ? ["--conditions=source", "--disable-warning=ExperimentalWarning"] : [],
      // Each running query holds a thread of the pool for as long as it runs.
      env: childEnvironment({ UV_THREADPOOL_SIZE: "16" }),
    });
    this.#child.stderr?.setEncoding("utf8").on("data", (chunk: string) => {
      if (process.env["RECON_TRACE"] === "1") process.stderr.write(chunk);
      this.#stderr = (this.#stderr + chunk).slice(-4000);
    });
    this.#child.on("message", (message: FromReader) => this.#receive(message));
    this.death = new Promise((resolve) => {
      this.#child.once("error", (error) => resolve(this.#end(error.message)));
      this.#child.once("close", (code, signal) => resolve(this.#end(signal ?? `exit code ${code}`)));
    });
    this.#watch = setInterval(() => void this.#watchMemory(options.memoryBytes), MEMORY_INTERVAL_MS);
    this.#watch.unref();
    this.#send({ kind: "open", ...options, workDir: this.#workDir });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  ask(request: ReaderRequest, signal: AbortSignal): Promise<unknown> {
    const id = ++this.#ids;
    return new Promise((resolve, reject) => {
      let force: NodeJS.Timeout | undefined;
      const cancel = (): void => {
        this.#send({ kind: "cancel", id });
        force = setTimeout(() => this.#kill("did not stop when it was interrupted"), CANCEL_GRACE_MS);
      };
      const settle = (): void => {
        clearTimeout(force);
        signal.removeEventListener("abort", cancel);
        this.#pending.delete(id);
      };
      this.#pending.set(id, {
        resolve: (result) => (settle(), resolve(result)),
        reject: (error) => (settle(), reject(error)),
      });
      this.#send({ kind: "request", id, request });
      signal.addEventListener("abort", cancel, { once: true });
      if (signal.aborted) cancel();
    });
  }

  async stop(): Promise<void> {
    this.#kill("the server is stopping");
    await this.death;
    await this.#removed;
  }

  #send(message: ToReader): void {
    if (!this.ended) this.#child.send(message, () => undefined);
  }

  #receive(message: FromReader): void {
    if (message.kind === "ready") return;
    const pending = this.#pending.get(message.id);
    if (message.kind === "done") pending?.resolve(message.result);
    else pending?.reject(new ReaderRefusal(message.failure));
  }

  #kill(cause: string): void {
    this.#cause ??= cause;
    this.#child.kill("SIGKILL");
  }

  async #watchMemory(memoryBytes: number): Promise<void> {
    const most = BASE_BYTES + 1.5 * memoryBytes;
    const resident = this.#child.pid === undefined ? undefined : await residentBytes(this.#child.pid);
    if (resident !== undefined && resident > most)
      this.#kill(
        `it took ${Math.round(resident / 2 ** 20)} MiB of memory, more than the ${Math.round(most / 2 ** 20)} MiB it may`,
      );
  }

  #end(how: string): string {
    this.ended = true;
    clearInterval(this.#watch);
    const lastWords = this.#stderr.trim();
    const cause =
      this.#cause ??
      `it ended by itself (${how})${lastWords === "" ? "" : `; its last words: ${lastWords.slice(-1000)}`}`;
    const error = new ReaderFault(
      "died",
      `the reader of results ended: ${cause.split("\n")[0]}; it starts again with the next request`,
    );
    for (const { reject } of this.#pending.values()) reject(error);
    // The system tidies its temporary folder; a rest there must not end the server.
    this.#removed = rm(this.#workDir, { recursive: true, force: true }).catch(() => undefined);
    return cause;
  }
}
