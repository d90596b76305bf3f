import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rm, statfs } from "node:fs/promises";
import { availableParallelism, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import type { Summary } from "@recon/core";
import { WorkerProcess } from "@recon/duckdb/process";
import type { Logger } from "pino";
import type { IndexRequest } from "./reader/build-index.ts";
import { INDEX_MIN_ROWS, indexesFolder } from "./reader/index-files.ts";
import type { ReaderRequest, ReviewDelta, SetRef } from "./reader/messages.ts";
import { Reader } from "./reader/reader.ts";
import { ReaderRefusal } from "./reader/reader-fault.ts";
import { ResultExports } from "./export/result-exports.ts";

export interface ResultsOptions {
  readonly dataDir: string;
  readonly log: Logger;
  /** Memory of the engine that answers requests; default a quarter of the machine's, between 512 MiB and 4 GiB. */
  readonly memoryBytes?: number | undefined;
  readonly timeoutMs?: number;
  /** Records and breaks from which on an index is built; for tests. */
  readonly indexMinRows?: number;
}

/** A request without its set. */
type WithoutSet<T> = T extends unknown ? Omit<T, "set"> : never;
export type ResultRequest = WithoutSet<Exclude<ReaderRequest, { kind: "review" | "forget" }>>;

/** What of its review a set lacks, by the last decision that the reader knows. */
export type ReadDelta = (set: SetRef, from: number) => Promise<ReviewDelta>;

const MIB = 2 ** 20;
const MOST_TRIES = 4;

/** Everything that reads result sets: the reader process, its indexes, and exports. */
export class Results {
  readonly exports: ResultExports;
  readonly #reader: Reader;
  readonly #options: ResultsOptions;
  readonly #resultRoot: string;
  readonly #indexRoot: string;
  readonly #memoryBytes: number;
  /** Reviews are brought one after the other for each set. */
  readonly #syncing = new Map<string, Promise<unknown>>();
  readonly #indexed = new Set<string>();
  #indexing: Promise<void> = Promise.resolve();
  #indexer: WorkerProcess<IndexRequest, unknown> | undefined;
  #closed = false;

  constructor(options: ResultsOptions) {
    this.#options = options;
    this.#resultRoot = join(options.dataDir, "results");
    this.#indexRoot = indexesFolder(options.dataDir);
    this.#memoryBytes = options.memoryBytes ?? Math.min(4096 * MIB, Math.max(512 * MIB, Math.floor(totalmem() / 4)));
    const shared = {
      memoryBytes: this.#memoryBytes,
      threads: availableParallelism(),
      readable: [this.#resultRoot, this.#indexRoot],
      indexRoot: this.#indexRoot,
    };
    this.#reader = new Reader({
      ...shared,
      keepsSmall: true,
      ...(options.timeoutMs === undefined ? {} : { timeoutMs: options.timeoutMs }),
      onDeath: (cause) => options.log.error({ cause }, `the reader of results ended: ${cause}`),
    });
    this.exports = new ResultExports({ ...shared, memoryBytes: Math.floor(this.#memoryBytes / 2) });
  }

  get readerPid(): number | undefined {
    return this.#reader.pid;
  }

  /** Where a run's result set lies. */
  setOf(folder: string, reviewSeq: number): SetRef {
    return { id: folder, dir: join(this.#resultRoot, folder), reviewSeq };
  }

  /** Asks the reader, after bringing it what it lacks of the review. `abort` interrupts the work. */
  async ask<T>(
    set: SetRef,
    request: ResultRequest,
    how: { readDelta: ReadDelta; signal?: AbortSignal | undefined },
  ): Promise<T> {
    this.#ensureIndex(set);
    for (let tries = 1; ; tries++) {
      try {
        return await this.#reader.request<T>({ ...request, set } as ReaderRequest, how.signal);
      } catch (error) {
        if (!(error instanceof ReaderRefusal) || error.failure.kind !== "behind" || tries >= MOST_TRIES) throw error;
        const behind = error.failure.setId === set.id ? set : (request as { previous?: SetRef }).previous;
        if (behind === undefined) throw error;
        await this.#bring(behind, error.failure.reviewSeq, how);
      }
    }
  }

  /** Drops what is kept of a result set that was deleted. */
  async forget(folder: string): Promise<void> {
    this.#indexed.delete(folder);
    await rm(join(this.#indexRoot, folder), { recursive: true, force: true });
    if (this.#reader.pid !== undefined) await this.#reader.request({ kind: "forget", set: this.setOf(folder, 0) });
  }

  /** Resolves when no index is being built. */
  indexesBuilt(): Promise<void> {
    return this.#indexing;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#indexer?.dispose();
    await Promise.all([this.#reader.close(), this.exports.close(), this.#indexing]);
  }

  async #bring(
    set: SetRef,
    from: number,
    { readDelta, signal }: { readDelta: ReadDelta; signal?: AbortSignal | undefined },
  ): Promise<void> {
    const before = this.#syncing.get(set.id) ?? Promise.resolve();
    const now = before
      .catch(() => undefined)
      .then(async () =>
        this.#reader.request(
          { kind: "review", set: { ...set, reviewSeq: 0 }, delta: await readDelta(set, from) },
          signal,
        ),
      );
    this.#syncing.set(set.id, now);
    await now;
    if (this.#syncing.get(set.id) === now) this.#syncing.delete(set.id);
  }

  /** Large result sets get an index in the background, one after the other; until then they are read in place. */
  #ensureIndex(set: SetRef): void {
    if (this.#indexed.has(set.id) || this.#closed) return;
    this.#indexed.add(set.id);
    this.#indexing = this.#indexing
      .then(() => this.#index(set))
      .catch((error: unknown) => {
        if (!this.#closed)
          this.#options.log.warn(
            { err: error, set: set.id },
            "the index of a result set could not be built; it is read in place",
          );
      });
  }

  async #index(set: SetRef): Promise<void> {
    const target = join(this.#indexRoot, set.id);
    if (this.#closed || existsSync(join(target, "index.json"))) return;
    const rows = await countRows(set.dir);
    if (rows < (this.#options.indexMinRows ?? INDEX_MIN_ROWS)) return;
    await mkdir(this.#indexRoot, { recursive: true });
    if (!(await hasRoom(set.dir, this.#indexRoot))) throw new Error("not enough disk space for an index");
    this.#indexer = new WorkerProcess(workerModule(), { name: "the index builder", yields: true });
    const workDir = await mkdtemp(join(tmpdir(), "recon-index-"));
    try {
      const request = {
        setId: set.id,
        dir: set.dir,
        target,
        workDir,
        memoryBytes: Math.floor(this.#memoryBytes / 2),
        threads: availableParallelism(),
      };
      await this.#indexer.run(request, { memoryBytes: 300 * MIB + this.#memoryBytes });
      if (!this.#closed) await this.#reader.request({ kind: "forget", set });
    } finally {
      this.#indexer = undefined;
      await rm(workDir, { recursive: true, force: true });
    }
  }
}

function workerModule(): URL {
  const self = import.meta.url;
  return new URL(self.endsWith(".ts") ? "./reader/index-process.ts" : "./reader/index-process.js", self);
}

async function countRows(dir: string): Promise<number> {
  const { left, right } = JSON.parse(await readFile(join(dir, "summary.json"), "utf8")) as Summary;
  return left.rows + right.rows;
}

/** An index takes about a third of its result set. */
async function hasRoom(dir: string, indexRoot: string): Promise<boolean> {
  const { files } = JSON.parse(await readFile(join(dir, "certificate.json"), "utf8")) as {
    files: Record<string, { sizeBytes: number }>;
  };
  const size = Object.values(files).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const { bavail, bsize } = await statfs(indexRoot);
  return bavail * bsize > size + 512 * MIB;
}
