import { once } from "node:events";
import { createReadStream } from "node:fs";
import { join } from "node:path";
import type { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { csvLine, exportTableXlsx, type TableColumn } from "@recon/report/table";
import { ChosenList } from "../lists/list-query.ts";
import { findColumn } from "../query/compile-filter.ts";
import { compileSort, orderBy } from "../query/compile-sort.ts";
import type { ListColumn } from "../query/list-column.ts";
import { QueryFault } from "../query/query-fault.ts";
import { Query, ReaderEngine, type ValueRow } from "../reader/engine.ts";
import { OpenSets } from "../reader/open-sets.ts";
import { applyReview } from "../reader/review-tables.ts";
import type { ExportRequest } from "./messages.ts";

interface Output {
  readonly out: Writable;
  started(): Promise<void>;
}

/** Rows that one statement brings to JavaScript at a time. */
const PAGE_ROWS = 4096;

/** Writes what a list shows under a filter, search and sort, to its last row. Returns how many rows that were. */
export async function writeView(request: ExportRequest, output: Output): Promise<number> {
  const engine = await ReaderEngine.open(request.engine);
  const sets = new OpenSets(engine, request.engine);
  return sets.use({ ...request.set, reviewSeq: 0 }, (set) =>
    engine.use(async (connection) => {
      const query = new Query(connection);
      await applyReview(query, set, request.delta);
      const chosen = new ChosenList(set, request.query);
      const columns = chooseColumns(request, chosen);
      const texts = columns.map(({ sql }, i) => `(${sql})::VARCHAR AS c${i}`);
      const order = `ORDER BY ${orderBy(compileSort(request.query.sort, chosen.shape))}`;
      const rest = chosen.from(texts, [], order);
      // The view runs to its end into a table first, which spills to disk: rows that stream while they are computed end early without an error when
      // something fails.
      await connection.run(`CREATE TEMP TABLE exported AS SELECT ${texts.join(", ")} ${rest.text}`, [...rest.values]);
      const count = Number((await query.single(["count(*)"], { text: "FROM exported", values: [] }))[0]);
      const view = { columns, count, rows: readTable(query, columns.length, count), list: request.query.list };
      await formats[request.format as Exclude<ExportRequest["format"], "html">](view, output, request);
      return count;
    }),
  );
}

interface View {
  readonly list: string;
  readonly columns: readonly ListColumn[];
  readonly count: number;
  readonly rows: AsyncGenerator<ValueRow>;
}

function chooseColumns({ columns }: ExportRequest, { shape }: ChosenList): ListColumn[] {
  if (columns === undefined) return [...shape.columns.values()];
  if (columns.length > 300) throw new QueryFault("columns", "at most 300 columns");
  return columns.map((name) => findColumn(shape, name, "columns"));
}

async function* readTable(query: Query, columns: number, count: number): AsyncGenerator<ValueRow> {
  const names = Array.from({ length: columns }, (_, i) => `c${i}`);
  let seen = 0;
  for (let first = 0; first < count; first += PAGE_ROWS) {
    const text = `FROM exported WHERE rowid >= ${first} AND rowid < ${first + PAGE_ROWS} ORDER BY rowid`;
    const page = await query.rows(names, { text, values: [] });
    seen += page.length;
    yield* page;
  }
  if (seen !== count) throw new Error(`read ${seen} of ${count} rows`);
}

const formats = {
  csv: writeCsv,
  ndjson: (view: View, output: Output) =>
    writeJsonLines(view, output, { before: "", between: "\n", after: view.count === 0 ? "" : "\n" }),
  json: (view: View, output: Output) => {
    const head = JSON.stringify({
      formatVersion: 1,
      list: view.list,
      total: view.count,
      columns: view.columns.map(({ name }) => name),
    });
    return writeJsonLines(view, output, {
      before: `${head.slice(0, -1)},"items":[\n`,
      between: ",\n",
      after: "\n]}\n",
    });
  },
  xlsx: writeXlsx,
};

async function writeCsv(view: View, { out, started }: Output, { bom }: ExportRequest): Promise<void> {
  await started();
  const text = new Batch(out);
  await text.add(`${bom ? "\ufeff" : ""}${csvLine(view.columns.map(({ name }) => name))}`);
  for await (const row of view.rows) await text.add(csvLine(row));
  await text.flush();
}

async function writeJsonLines(
  view: View,
  { out, started }: Output,
  around: { before: string; between: string; after: string },
): Promise<void> {
  await started();
  const text = new Batch(out);
  await text.add(around.before);
  let between = "";
  for await (const row of view.rows) {
    const entries = view.columns.map(({ name, type }, i) => {
      const value = row[i]!;
      const isNumber = value !== null && (type.kind === "integer" || type.kind === "real");
      return `${JSON.stringify(name)}:${isNumber ? Number(value) : JSON.stringify(value)}`;
    });
    await text.add(`${between}{${entries.join(",")}}`);
    between = around.between;
  }
  await text.add(around.after);
  await text.flush();
}

const kinds = {
  text: "text",
  choice: "text",
  integer: "id",
  real: "decimal",
  decimal: "decimal",
  date: "date",
} as const;

/** A workbook's archive is put together on disk. */
async function writeXlsx(view: View, { out, started }: Output, { engine }: ExportRequest): Promise<void> {
  const path = join(engine.workDir, "view.xlsx");
  const columns = view.columns.map(({ name, type }): TableColumn => ({ header: name, kind: kinds[type.kind] }));
  await exportTableXlsx(path, { name: view.list, columns, rows: view.rows });
  await started();
  await pipeline(createReadStream(path), out, { end: false });
}

const BATCH_CHARACTERS = 1 << 17;

/** Text on its way out, as fast as it is taken. */
class Batch {
  readonly #out: Writable;
  #parts: string[] = [];
  #length = 0;

  constructor(out: Writable) {
    this.#out = out;
  }

  async add(text: string): Promise<void> {
    this.#parts.push(text);
    this.#length += text.length;
    if (this.#length >= BATCH_CHARACTERS) await this.flush();
  }

  async flush(): Promise<void> {
    const text = this.#parts.join("");
    this.#parts = [];
    this.#length = 0;
    if (text !== "" && !this.#out.write(text)) await once(this.#out, "drain");
  }
}
