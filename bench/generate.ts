/**
 * Makes a pair of tables in bench/data: `node --conditions=source bench/generate.ts 1M`.
 * Every value follows from the row's number, so the same size always gives the same rows and the same truth.
 */
import { DuckDBInstance } from "@duckdb/node-api";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Where generated data lie; git ignores it. */
export const dataFolder = join(import.meta.dirname, "data");

/** What a right comparison of a generated pair finds. */
export type Truth = {
  left: number;
  right: number;
  matched: number;
  changed: number;
  onlyLeft: number;
  onlyRight: number;
};

/** A generated pair: its folder holds `old` and `new`, each as `.csv` and `.parquet`. */
export type Pair = { rows: number; folder: string; truth: Truth };

// Of 2,000 rows one or two per side are missing and ten are changed in one cell.
const onlyRight = "fate < 2";
const onlyLeft = "fate IN (2, 3)";
const changed = "fate BETWEEN 4 AND 13";

const source = (rows: number): string => `
  SELECT i, hash(i * 7 + 1) % 2000 AS fate, hash(i * 7 + 2) AS a, hash(i * 7 + 3) AS b, hash(i * 7 + 4) AS c
  FROM range(1, ${rows + 1}) t(i)`;

/** The nine columns; `isNew` applies the changes. */
function columns(isNew: boolean): string {
  const change = (which: number, to: string, from: string): string =>
    isNew ? `CASE WHEN ${changed} AND i % 4 = ${which} THEN ${to} ELSE ${from} END` : from;
  const amount = "((a % 9999999)::BIGINT - 2000000 + 1)";
  return `
    'T' || lpad((i * 7919 % 1000000007)::VARCHAR, 10, '0') AS id,
    'Customer ' || (b % 50000) AS customer,
    ${change(0, `((${amount} + 1) * 0.01)::DECIMAL(18,2)`, `(${amount} * 0.01)::DECIMAL(18,2)`)} AS amount,
    ['EUR', 'USD', 'GBP', 'CHF'][(b % 4 + 1)::INT] AS currency,
    ${change(1, "(DATE '2026-01-01' + ((c % 300 + 1)::INT))", "(DATE '2026-01-01' + ((c % 300)::INT))")} AS booked,
    ${change(2, "'Payment for order ' || (a % 1000000) || ' amended'", "'Payment for order ' || (a % 1000000)")} AS description,
    'REF-' || printf('%012x', (c % 281474976710656)::BIGINT) AS reference,
    ${change(3, "'disputed'", "['open', 'paid', 'closed'][(c % 3 + 1)::INT]")} AS status,
    'DE' || lpad((b % 1000003)::VARCHAR, 12, '0') AS account`;
}

/** The pair of the given size, made on first use. */
export async function generatePair(rows: number): Promise<Pair> {
  const folder = join(dataFolder, `rows-${rows}`);
  const truthFile = join(folder, "truth.json");
  if (!existsSync(truthFile)) await write(rows, folder, truthFile);
  return { rows, folder, truth: JSON.parse(readFileSync(truthFile, "utf8")) as Truth };
}

async function write(rows: number, folder: string, truthFile: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const instance = await DuckDBInstance.create(":memory:", { temp_directory: join(folder, "tmp") });
  const connection = await instance.connect();
  const sides = [
    { name: "old", where: `NOT (${onlyRight})`, order: "i", isNew: false },
    { name: "new", where: `NOT (${onlyLeft})`, order: "hash(i * 7 + 5)", isNew: true },
  ];
  for (const { name, where, order, isNew } of sides) {
    const parquet = join(folder, `${name}.parquet`);
    const select = `SELECT ${columns(isNew)} FROM (${source(rows)}) WHERE ${where} ORDER BY ${order}`;
    await connection.run(`COPY (${select}) TO '${parquet}' (FORMAT parquet)`);
    await connection.run(`COPY (FROM '${parquet}') TO '${join(folder, `${name}.csv`)}' (HEADER)`);
  }
  const count = (where: string): string => `count(*) FILTER (WHERE ${where})::DOUBLE`;
  const reader = await connection.runAndReadAll(
    `SELECT ${[onlyRight, onlyLeft, changed].map(count).join(", ")} FROM (${source(rows)})`,
  );
  const [right, left, differs] = reader.getRowsJS()[0] as [number, number, number];
  const truth: Truth = {
    left: rows - right,
    right: rows - left,
    matched: rows - right - left - differs,
    changed: differs,
    onlyLeft: left,
    onlyRight: right,
  };
  writeFileSync(`${truthFile}.new`, JSON.stringify(truth));
  renameSync(`${truthFile}.new`, truthFile); // last, so that a broken-off run is not taken for a pair
  connection.closeSync();
}

/** `1M`, `250k` or a plain number as a count of rows. */
export function parseRows(text: string): number {
  const match = /^(\d+)([kM]?)$/.exec(text);
  if (match === null) throw new Error(`a number of rows looks like 1M, 250k or 5000, not ${text}`);
  return Number(match[1]) * { "": 1, k: 1_000, M: 1_000_000 }[match[2] as "" | "k" | "M"];
}

if (import.meta.main) console.log(await generatePair(parseRows(process.argv[2] ?? "1M")));
