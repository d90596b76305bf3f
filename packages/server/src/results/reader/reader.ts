import { availableParallelism } from "node:os";
import { ReaderFault, ReaderRefusal } from "./reader-fault.ts";
import { ReaderChild, type ReaderChildOptions } from "./reader-child.ts";
import type { ReaderRequest } from "./messages.ts";

export interface ReaderOptions extends ReaderChildOptions {
  /** Requests that the reader works on at once; default twice the processors. */
  readonly concurrency?: number;
  /** Requests that may wait beyond those. */
  readonly queue?: number;
  readonly timeoutMs?: number;
  /** Told when the process ended without being asked to, with the cause. */
  onDeath?(cause: string): void;
}

const DEFAULT_QUEUE = 100;
const DEFAULT_TIMEOUT_MS = 30_000;

interface Waiting {
  readonly start: () => void;
  readonly refuse: (error: Error) => void;
}

/**
 * Requests to the reader process: so many at once, the others in a queue of bounded length. A process that dies takes its requests with it
 * (`ReaderFault`, `died`) and the next request starts another one. `abort` and time-outs interrupt the work in the process.
 */
export class Reader {
  readonly #options: ReaderOptions;
  readonly #concurrency: number;
  readonly #waiting: Waiting[] = [];
  #running = 0;
  #child: ReaderChild | undefined;
  #closed = false;

  constructor(options: ReaderOptions) {
    this.#options = options;
    this.#concurrency = options.concurrency ?? 2 * availableParallelism();
  }

  get pid(): number | undefined {
    return this.#child?.pid;
  }

  async request<T>(request: ReaderRequest, signal?: AbortSignal): Promise<T> {
    await this.#turn(signal);
    try {
      return (await this.#ask(request, signal)) as T;
    } finally {
      this.#running--;
      this.#waiting.shift()?.start();
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const { refuse } of this.#waiting.splice(0)) refuse(new ReaderFault("closed", "the server is stopping"));
    await this.#child?.stop();
  }

  async #turn(signal: AbortSignal | undefined): Promise<void> {
    signal?.throwIfAborted();
    if (this.#running < this.#concurrency) {
      this.#running++;
      return;
    }
    if (this.#waiting.length >= (this.#options.queue ?? DEFAULT_QUEUE))
      throw new ReaderFault("overloaded", "too many requests for results wait already");
    await new Promise<void>((resolve, reject) => {
      const leave = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(entry), 1);
        reject(signal?.reason as Error);
      };
      const entry: Waiting = {
        start: () => {
          signal?.removeEventListener("abort", leave);
          this.#running++;
          resolve();
        },
        refuse: (error) => {
          signal?.removeEventListener("abort", leave);
          reject(error);
        },
      };
      this.#waiting.push(entry);
      signal?.addEventListener("abort", leave, { once: true });
    });
  }

  async #ask(request: ReaderRequest, signal: AbortSignal | undefined): Promise<unknown> {
    if (this.#closed) throw new ReaderFault("closed", "the server is stopping");
    if (this.#child === undefined || this.#child.ended) {
      this.#child = new ReaderChild(this.#options);
      void this.#child.death.then((cause) => {
        if (!this.#closed) this.#options.onDeath?.(cause);
      });
    }
    const limit = AbortSignal.timeout(this.#options.timeoutMs ?? DEFAULT_TIMEOUT_MS);
    try {
      return await this.#child.ask(request, signal === undefined ? limit : AbortSignal.any([limit, signal]));
    } catch (error) {
      if (!(error instanceof ReaderRefusal) || error.failure.kind !== "cancelled") throw error;
      signal?.throwIfAborted();
      throw new ReaderFault("timeout", "this takes longer than a request may; narrow the filter or export instead");
    }
  }
}
