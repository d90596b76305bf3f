import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";
import { ReconError } from "@recon/core";
import { printRelation, printStatement, quoteText, type Relation, type Statement } from "@recon/core/dialect";

export interface SessionOptions {
  /** Memory the engine may use before it spills to `workDir`; the process needs some more around it. */
  readonly memoryBytes: number;
  readonly threads: number;
  readonly workDir: string;
  /** Whether the progress of running statements is asked for. */
  readonly watched?: boolean;
}

/** `RECON_TRACE=1` prints every statement with its wall and processor time, for profiling; `RECON_TRACE=full` prints it whole. */
const traceLength = { "1": 160, full: Infinity }[process.env["RECON_TRACE"] ?? ""];

function trace(sql: string, started: number, cpu: NodeJS.CpuUsage): void {
  const { user, system } = process.cpuUsage(cpu);
  const times = `${Math.round(performance.now() - started)} ms, ${Math.round((user + system) / 1000)} ms of processor`;
  process.stderr.write(`${times}  ${sql.replaceAll(/\s+/g, " ").slice(0, traceLength)}\n`);
}

export type Row = Readonly<Record<string, string | number | bigint | boolean | null>>;

/** A connection to an embedded engine. Statements of one session run one after the other; a failing one throws. */
export class Session {
  readonly #instance: DuckDBInstance;
  /** Sessions opened alongside this one. */
  readonly #others: Session[] = [];
  readonly connection: DuckDBConnection;
  readonly workDir: string;

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection, workDir: string) {
    this.#instance = instance;
    this.connection = connection;
    this.workDir = workDir;
  }

  static async open(options: SessionOptions): Promise<Session> {
    const spill = join(options.workDir, "spill");
    mkdirSync(spill, { recursive: true });
    const instance = await DuckDBInstance.create(":memory:", {
      memory_limit: `${Math.max(64, Math.floor(options.memoryBytes / 2 ** 20))}MiB`,
      threads: String(options.threads),
      temp_directory: spill,
      autoinstall_known_extensions: "false",
      autoload_known_extensions: "false",
    });
    const session = new Session(instance, await instance.connect(), options.workDir);
    if (options.watched === true) {
      await session.execute(
        "SET enable_progress_bar = true; SET enable_progress_bar_print = false; SET progress_bar_time = 0",
      );
    }
    return session;
  }

  /** From here on the engine reaches no file outside its work folder, and no statement can change that. */
  async seal(writable: readonly string[]): Promise<void> {
    const allowed = [this.workDir, ...writable].map((path) => quoteText(path)).join(", ");
    await this.execute(
      `SET allowed_directories = [${allowed}]; SET enable_external_access = false; SET lock_configuration = true`,
    );
  }

  async execute(sql: string): Promise<void> {
    const [started, cpu] = [performance.now(), process.cpuUsage()];
    await guarded(sql, () => this.connection.run(sql));
    if (traceLength !== undefined) trace(sql, started, cpu);
  }

  async run(statement: Statement): Promise<void> {
    await this.execute(printStatement(statement));
  }

  /** All rows of a small relation. Decimals and wide integers come as bigint or text: cast in the relation what must be exact text. */
  async rows(relation: Relation | string): Promise<Row[]> {
    const sql = typeof relation === "string" ? relation : printRelation(relation);
    const [started, cpu] = [performance.now(), process.cpuUsage()];
    const reader = await guarded(sql, () => this.connection.runAndReadAll(sql));
    if (traceLength !== undefined) trace(sql, started, cpu);
    return reader.getRowObjectsJS() as unknown as Row[];
  }

  /** Rows of a large relation, column-wise in blocks. */
  async *chunks(relation: Relation | string): AsyncGenerator<readonly (readonly unknown[])[]> {
    const sql = typeof relation === "string" ? relation : printRelation(relation);
    const result = await guarded(sql, () => this.connection.run(sql));
    for (;;) {
      const chunk = await result.fetchChunk();
      if (chunk === null || chunk.rowCount === 0) return;
      yield chunk.getColumns();
    }
  }

  async single(relation: Relation | string): Promise<Row> {
    const [row] = await this.rows(relation);
    if (row === undefined) throw new Error("a relation of one row gave none");
    return row;
  }

  async hasRows(table: string): Promise<boolean> {
    return (await this.rows(`FROM "${table.replaceAll('"', '""')}" LIMIT 1`)).length > 0;
  }

  /** Runs the pieces of work at once, each on a connection of its own: one statement alone seldom keeps all processors busy to its end. */
  async atOnce(work: readonly ((session: Session) => Promise<void>)[]): Promise<void> {
    const [first, ...rest] = work;
    const others = await Promise.all(
      rest.map(async () => new Session(this.#instance, await this.#instance.connect(), this.workDir)),
    );
    this.#others.push(...others);
    const settled = await Promise.allSettled([first?.(this), ...rest.map((run, i) => run(others[i]!))]);
    this.#others.length = 0;
    for (const other of others) other.connection.closeSync();
    const failure = settled.find((result) => result.status === "rejected");
    if (failure !== undefined) throw failure.reason;
  }

  interrupt(): void {
    for (const session of [this, ...this.#others]) session.connection.interrupt();
  }

  close(): void {
    this.connection.closeSync();
    this.#instance.closeSync();
  }
}

/** Turns the engine's resource failures into errors with a remedy; anything else is our bug and shows its statement. */
async function guarded<T>(sql: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    if (/Out of Memory Error/i.test(message)) {
      if (/No space left|max_temp_directory_size|failed to offload/i.test(message)) throw diskFull(error);
      throw new ReconError(
        "LIMIT_MEMORY",
        "the run needs more memory than it may use; raise --memory or give it fewer threads",
        { cause: error },
      );
    }
    if (/No space left on device|Could not write all bytes|disk full/i.test(message)) throw diskFull(error);
    if (/(Out of Range|Conversion) Error: .*(DECIMAL|HUGEINT)/.test(message)) throw tooManyDigits(error);
    if (/INTERRUPT/.test(message)) throw new ReconError("INTERRUPTED", "interrupted", { cause: error });
    throw new EngineError(message, sql, error);
  }
}

const diskFull = (cause: unknown): ReconError =>
  new ReconError("LIMIT_DISK", "the disk is full; free space or point --out (and TMPDIR) to a larger disk", { cause });

/** Loading has checked that sums fit; what can still overflow is a product with a long tolerance or weight. */
const tooManyDigits = (cause: unknown): ReconError =>
  new ReconError(
    "LIMIT_SIZE",
    "amounts, tolerances and weights together have more digits than can be calculated with exactly (38); shorten the longest of them",
    { cause },
  );

/** A statement the engine refused: a bug of ours, or a file it reads differently than we do. */
export class EngineError extends Error {
  override readonly name = "EngineError";
  readonly sql: string;
  constructor(message: string, sql: string, cause: unknown) {
    super(message, { cause });
    this.sql = sql;
  }
}
