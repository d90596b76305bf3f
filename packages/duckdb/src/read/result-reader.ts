import { ReconError } from "@recon/core";
import { EngineError, type Session } from "../engine/session.ts";
import { invalid } from "./check-result-folder.ts";
import type { ResultField, Value } from "./result-rows.ts";

export type ValueRow = readonly Value[];

/** Rows that one statement brings to JavaScript at a time. */
const PAGE_ROWS = 4096;

/** Runs the queries of a result set. Every column comes as text, so that no value is ever rounded on its way. */
export class ResultReader {
  readonly session: Session;
  readonly dir: string;
  readonly fields: readonly ResultField[];
  #tables = 0;

  constructor(session: Session, dir: string, fields: readonly ResultField[]) {
    this.session = session;
    this.dir = dir;
    this.fields = fields;
  }

  /** All rows of a small query. */
  async rows(columns: readonly string[], rest: string): Promise<ValueRow[]> {
    return this.#page(`SELECT ${asTexts(columns)} ${rest}`);
  }

  /**
   * Rows of a query of any size, in its order. The query runs to its end into a table first, which spills to disk: a result that is streamed
   * while it is computed ends early without an error when something fails.
   */
  async *stream(columns: readonly string[], rest: string): AsyncGenerator<ValueRow> {
    const table = `streamed_${++this.#tables}`;
    await this.#guard(() => this.session.execute(`CREATE TEMP TABLE ${table} AS SELECT ${asTexts(columns)} ${rest}`));
    try {
      const count = Number((await this.#page(`SELECT count(*)::VARCHAR FROM ${table}`))[0]![0]);
      let seen = 0;
      for (let first = 0; first < count; first += PAGE_ROWS) {
        const page = await this.#page(
          `SELECT * FROM ${table} WHERE rowid >= ${first} AND rowid < ${first + PAGE_ROWS} ORDER BY rowid`,
        );
        seen += page.length;
        yield* page;
      }
      if (seen !== count) throw new Error(`read ${seen} of ${count} rows`);
    } finally {
      await this.session.execute(`DROP TABLE ${table}`);
    }
  }

  async #page(sql: string): Promise<ValueRow[]> {
    return this.#guard(async () => {
      const read = await this.session.connection.runAndReadAll(sql);
      const columns = read.getColumns() as unknown as readonly (readonly Value[])[];
      return Array.from({ length: read.currentRowCount }, (_, row) => columns.map((column) => column[row]!));
    });
  }

  /** A file that cannot be read is the result set's fault; anything else is ours and stays as it is. */
  async #guard<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof ReconError) throw error;
      const message = error instanceof Error ? error.message : String(error);
      if (/Out of Memory Error/i.test(message))
        throw new ReconError("LIMIT_MEMORY", "reading the result set needs more memory than it may use", {
          cause: error,
        });
      const isFileFault = /^(IO|Invalid Input|Serialization|Conversion) Error|parquet|snappy|corrupt/i.test(message);
      if (isFileFault && !/^(Binder|Catalog|Parser) Error/.test(message))
        throw invalid(this.dir, `a file is damaged: ${message.split("\n")[0]}`, error);
      throw error instanceof EngineError ? error : new EngineError(message, "", error);
    }
  }
}

const asTexts = (columns: readonly string[]): string =>
  columns.map((expr, i) => `(${expr})::VARCHAR AS v${i}`).join(", ");

export const numberOrNull = (text: Value): number | null => (text === null ? null : Number(text));
