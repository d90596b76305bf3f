/** The engine of the reader process: one instance, several connections, sealed off from everything but the result folders. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";
import { quoteText } from "@recon/core/dialect";
import type { Sql } from "../query/sql.ts";

export type Value = string | null;
export type ValueRow = readonly Value[];

export interface EngineOptions {
  readonly memoryBytes: number;
  readonly threads: number;
  /** Emptied by whoever starts the process: spilled data. */
  readonly workDir: string;
  /** Folders that may be read, with everything below them. */
  readonly readable: readonly string[];
}

export class ReaderEngine {
  readonly #instance: DuckDBInstance;
  readonly #idle: DuckDBConnection[] = [];

  private constructor(instance: DuckDBInstance) {
    this.#instance = instance;
  }

  static async open(options: EngineOptions): Promise<ReaderEngine> {
    const spill = join(options.workDir, "spill");
    mkdirSync(spill, { recursive: true });
    const instance = await DuckDBInstance.create(":memory:", {
      memory_limit: `${Math.max(128, Math.floor(options.memoryBytes / 2 ** 20))}MiB`,
      threads: String(options.threads),
      temp_directory: spill,
      autoinstall_known_extensions: "false",
      autoload_known_extensions: "false",
    });
    const engine = new ReaderEngine(instance);
    const allowed = [options.workDir, ...options.readable].map((path) => quoteText(path)).join(", ");
    await engine.use((connection) =>
      connection.run(
        // Result sets never change, so what was learnt of a file stays true.
        `SET parquet_metadata_cache = true; SET allowed_directories = [${allowed}]; SET enable_external_access = false; SET lock_configuration = true`,
      ),
    );
    return engine;
  }

  /** Runs `work` on a connection of its own; a cancelled one is interrupted and not used again. */
  async use<T>(work: (connection: DuckDBConnection) => Promise<T>, signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted();
    const connection = this.#idle.pop() ?? (await this.#instance.connect());
    const stop = (): void => connection.interrupt();
    signal?.addEventListener("abort", stop, { once: true });
    try {
      return await work(connection);
    } finally {
      signal?.removeEventListener("abort", stop);
      if (signal?.aborted === true) connection.closeSync();
      else this.#idle.push(connection);
    }
  }
}

/** What one request runs its statements on; the ones after a cancellation do not start. */
export class Query {
  readonly connection: DuckDBConnection;
  readonly #signal: AbortSignal | undefined;

  constructor(connection: DuckDBConnection, signal?: AbortSignal) {
    this.connection = connection;
    this.#signal = signal;
  }

  async run(text: string): Promise<void> {
    this.#signal?.throwIfAborted();
    await this.connection.run(text);
  }

  /** All rows of a small statement; every value comes as text, so that none is ever rounded on its way. */
  async rows(columns: readonly string[], rest: Sql, before = ""): Promise<ValueRow[]> {
    this.#signal?.throwIfAborted();
    const text = `${before} SELECT ${columns.map((expr, i) => `(${expr})::VARCHAR AS c${i}`).join(", ")} ${rest.text}`;
    if (process.env["RECON_TRACE"] === "1") return this.#traced(text, rest.values);
    return this.#read(text, rest.values);
  }

  async #read(text: string, values: readonly string[]): Promise<ValueRow[]> {
    const read = await this.connection.runAndReadAll(text, [...values]);
    const columns = read.getColumns() as unknown as readonly (readonly Value[])[];
    return Array.from({ length: read.currentRowCount }, (_, row) => columns.map((column) => column[row]!));
  }

  async #traced(text: string, values: readonly string[]): Promise<ValueRow[]> {
    const started = performance.now();
    const rows = await this.#read(text, values);
    process.stderr.write(
      `${Math.round(performance.now() - started)} ms, ${rows.length} rows  ${text.slice(0, 1500)}\n`,
    );
    return rows;
  }

  async single(columns: readonly string[], rest: Sql): Promise<ValueRow> {
    const [row] = await this.rows(columns, rest);
    if (row === undefined) throw new Error("a statement of one row gave none");
    return row;
  }
}
