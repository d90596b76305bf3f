/**
 * The yardstick: the best hand-written DuckDB program we know for what `recon compare` does, and no more.
 *
 *     node --conditions=source bench/bare-duckdb.ts OLD NEW OUT      every row with content hash, outcome, typed columns, src
 *     node --conditions=source bench/bare-duckdb.ts OLD NEW          counts only, by key and 64-bit row hash
 *
 * Prints its counts as JSON. Options, for experiments: --rehash (hash the right side's rows afresh instead of taking
 * the equal left row's hash), --ordered (keep the order of the files), --number (always number the occurrences),
 * --parquet ", COMPRESSION zstd" (other writing options), --threads, --memory.
 */
import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";
import { mkdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

const columns = ["id", "customer", "amount", "currency", "booked", "description", "reference", "status", "account"];

/** What both the yardstick and its rivals must count. */
export type Counts = { matched: number; changed: number; onlyLeft: number; onlyRight: number };

const rowHash = `hash(${columns.join(", ")})`;
// concat skips NULLs: a NULL leaves `-`, a text `n:` and itself (docs/matching.md section 1).
const cellTexts = columns.map((name) => `strlen(${name}), CASE WHEN ${name} IS NULL THEN '-' ELSE ':' END, ${name}`);
const contentHash = `sha256(concat(${cellTexts.join(", ")}))`;
const typedColumns = columns
  .map((name) => ({ amount: "amount::DECIMAL(18, 2) AS amount", booked: "booked::DATE AS booked" })[name] ?? name)
  .join(", ");
const src = `struct_pack(${columns.map((name, at) => `c${at + 1} := ${name}`).join(", ")}) AS src`;

function sourceOf(path: string): string {
  if (path.endsWith(".parquet")) {
    return `(SELECT ${columns.map((name) => `${name}::VARCHAR AS ${name}`).join(", ")} FROM read_parquet('${path}'))`;
  }
  const types = columns.map((name) => `'${name}': 'VARCHAR'`).join(", ");
  return `read_csv('${path}', header = true, auto_detect = false, delim = ',', quote = '"', escape = '"', columns = {${types}})`;
}

// Of nine settings tried the cheapest: no dictionaries for columns of nearly distinct values, and the lightest codec.
const fastestParquet = ", PARQUET_VERSION v2, DICTIONARY_SIZE_LIMIT 1000, COMPRESSION lz4_raw";

/** Counts without writing: the bar for `--summary`. It trusts that keys are distinct, which makes it a little too fast. */
export async function countBare(connection: DuckDBConnection, oldPath: string, newPath: string): Promise<Counts> {
  const side = (path: string) => `(SELECT id, ${rowHash} AS h FROM ${sourceOf(path)})`;
  return readCounts(
    connection,
    `SELECT count(*) FILTER (l.h = r.h), count(*) FILTER (l.h <> r.h), count(*) FILTER (r.id IS NULL), count(*) FILTER (l.id IS NULL)
     FROM ${side(oldPath)} l FULL JOIN ${side(newPath)} r ON l.id = r.id`,
  );
}

type Options = { rehash: boolean; number: boolean; parquet: string };

/** Writes left.parquet, right.parquet and differences.parquet. */
export async function compareBare(
  connection: DuckDBConnection,
  { oldPath, newPath, out }: { oldPath: string; newPath: string; out: string },
  options: Options,
): Promise<Counts> {
  mkdirSync(out, { recursive: true });
  const hashOnce = options.rehash ? "" : `, ${contentHash} AS content_hash`;
  await connection.run(`CREATE TEMP TABLE l AS SELECT *, ${rowHash} AS h${hashOnce} FROM ${sourceOf(oldPath)}`);
  await connection.run(`CREATE TEMP TABLE r AS SELECT *, ${rowHash} AS h FROM ${sourceOf(newPath)}`);
  let key = ["id"];
  if (options.number || !(await writeSides(connection, { ...options, out, key }))) {
    await numberOccurrences(connection);
    key = ["id", "class", "place"];
    await writeSides(connection, { ...options, out, key });
  }
  await writeDifferences(connection, out, key);
  const count = (side: string, outcome: string) =>
    `(SELECT count(*) FROM read_parquet('${join(out, side)}.parquet') WHERE outcome = '${outcome}')`;
  return readCounts(
    connection,
    `SELECT ${count("left", "matched")}, ${count("left", "differs")}, ${count("left", "unmatched")}, ${count("right", "unmatched")}`,
  );
}

/** False when a key stands twice: the join then gives more rows than the side has. */
async function writeSides(
  connection: DuckDBConnection,
  { out, key, rehash, parquet }: Options & { out: string; key: string[] },
): Promise<boolean> {
  let fits = true;
  for (const [name, side, other] of [
    ["left", "l", "r"],
    ["right", "r", "l"],
  ] as const) {
    const carried = side === "r" && !rehash ? ", content_hash" : "";
    const hash = rehash
      ? contentHash
      : side === "l"
        ? "content_hash"
        : `CASE WHEN other.h = side.h THEN other.content_hash ELSE ${contentHash} END`;
    const on = key.map((column) => `side.${column} = other.k_${column}`).join(" AND ");
    const narrow = `SELECT ${key.map((column) => `${column} AS k_${column}`).join(", ")}, h${carried} FROM ${other}`;
    const result = await connection.run(`COPY (
      SELECT ${hash} AS content_hash,
        CASE WHEN other.h IS NULL THEN 'unmatched' WHEN other.h = side.h THEN 'matched' ELSE 'differs' END AS outcome,
        ${typedColumns}, ${src}
      FROM ${side} side LEFT JOIN (${narrow}) other ON ${on}
    ) TO '${join(out, name)}.parquet' (FORMAT parquet${parquet})`);
    const rows = await connection.runAndReadAll(`SELECT count(*) FROM ${side}`);
    fits &&= BigInt(result.rowsChanged) === rows.getRows()[0]![0];
  }
  return fits;
}

/** Equal rows pair first, occurrence by occurrence; what is left of a key pairs by occurrence too. */
async function numberOccurrences(connection: DuckDBConnection): Promise<void> {
  for (const side of ["l", "r"]) {
    await connection.run(
      `CREATE TEMP TABLE ${side}_numbered AS SELECT *, row_number() OVER (PARTITION BY id, h) AS occurrence FROM ${side}`,
    );
  }
  for (const [side, other] of [
    ["l", "r"],
    ["r", "l"],
  ]) {
    await connection.run(`CREATE OR REPLACE TEMP TABLE ${side} AS
      SELECT s.* EXCLUDE (occurrence), CASE WHEN equal THEN h ELSE 0 END AS class,
        CASE WHEN equal THEN occurrence ELSE row_number() OVER (PARTITION BY id, equal) END AS place
      FROM (SELECT n.*, (id, h, occurrence) IN (SELECT (id, h, occurrence) FROM ${other}_numbered) AS equal FROM ${side}_numbered n) s`);
  }
}

async function writeDifferences(connection: DuckDBConnection, out: string, key: string[]): Promise<void> {
  const fields = columns.slice(1).map(
    (name) => `CASE WHEN l.${name} IS DISTINCT FROM r.${name} THEN
      {field: '${name}', left_value: l.${name}, right_value: r.${name}} END`,
  );
  const on = key.map((column) => `l.${column} = r.${column}`).join(" AND ");
  await connection.run(`COPY (
    SELECT id, difference.* FROM (SELECT l.id, unnest([${fields.join(", ")}]) AS difference FROM l JOIN r ON ${on} AND l.h <> r.h)
    WHERE difference IS NOT NULL
  ) TO '${join(out, "differences.parquet")}' (FORMAT parquet)`);
}

async function readCounts(connection: DuckDBConnection, sql: string): Promise<Counts> {
  const [matched, changed, onlyLeft, onlyRight] = (await connection.runAndReadAll(sql)).getRows()[0]!.map(Number);
  return { matched: matched!, changed: changed!, onlyLeft: onlyLeft!, onlyRight: onlyRight! };
}

async function main(): Promise<void> {
  const flag = { type: "boolean", default: false } as const;
  const { values, positionals } = parseArgs({
    options: {
      rehash: flag,
      ordered: flag,
      number: flag,
      threads: { type: "string" },
      memory: { type: "string" },
      parquet: { type: "string", default: fastestParquet },
    },
    allowPositionals: true,
  });
  const [oldPath, newPath, out] = positionals;
  if (oldPath === undefined || newPath === undefined) throw new Error("usage: bare-duckdb.ts OLD NEW [OUT]");
  const instance = await DuckDBInstance.create(":memory:", {
    threads: values.threads ?? String(availableParallelism()),
    preserve_insertion_order: String(values.ordered),
    ...(values.memory === undefined ? {} : { memory_limit: values.memory }),
  });
  const connection = await instance.connect();
  const counts =
    out === undefined
      ? await countBare(connection, oldPath, newPath)
      : await compareBare(connection, { oldPath, newPath, out }, values);
  console.log(JSON.stringify(counts));
}

if (import.meta.main) await main();
