/** Reads a result set's Parquet files with an engine of its own; decimals and dates come as text. */
import { join } from "node:path";
import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";

export type Row = Readonly<Record<string, string | null>>;

export interface ResultSet {
  readonly left: readonly Row[];
  readonly right: readonly Row[];
  readonly groups: readonly Row[];
  readonly members: readonly Row[];
  readonly differences: readonly Row[];
  readonly breaks: readonly Row[];
  readonly rejects: readonly Row[];
}

const names = ["left", "right", "groups", "members", "differences", "breaks", "rejects"] as const;
let connection: Promise<DuckDBConnection> | undefined;

export async function readResultSet(folder: string): Promise<ResultSet> {
  connection ??= DuckDBInstance.create(":memory:", { threads: "1" }).then((instance) => instance.connect());
  const reading = await connection;
  const tables: Record<string, Row[]> = {};
  for (const name of names) tables[name] = await readTable(reading, join(folder, `${name}.parquet`));
  return tables as unknown as ResultSet;
}

async function readTable(reading: DuckDBConnection, path: string): Promise<Row[]> {
  const sql = `SELECT CAST(COLUMNS(*) AS VARCHAR) FROM read_parquet('${path.replaceAll("'", "''")}')`;
  return (await reading.runAndReadAll(sql)).getRowObjectsJS() as unknown as Row[];
}
