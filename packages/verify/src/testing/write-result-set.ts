/** Writes tables as a result set through DuckDB's COPY, with a certificate whose hashes fit. */
import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DuckDBInstance, type DuckDBConnection } from "@duckdb/node-api";
import { planText, sha256, summaryText, type ResultTables, type Row, type Side } from "./result-set.ts";

const big = "BIGINT";
const text = "VARCHAR";
const amount = "DECIMAL(18,2)";

const tableTypes: Record<string, Record<string, string>> = {
  groups: {
    group_id: big,
    kind: text,
    pass: text,
    status: text,
    confidence: "DOUBLE",
    left_count: big,
    right_count: big,
    left_total: amount,
    right_total: amount,
    residual: amount,
    explanation: text,
  },
  members: { group_id: big, side: text, row_id: big },
  differences: { group_id: big, field: text, left_value: text, right_value: text, delta: text },
  breaks: {
    break_id: big,
    kind: text,
    side: text,
    row_id: big,
    group_id: big,
    amount,
    currency: text,
    date: "DATE",
    reason: text,
    nearest: big,
    failed: text,
  },
  rejects: { side: text, source: text, line: big, row_id: big, text, reason: text },
};

let shared: Promise<DuckDBConnection> | undefined;
const connect = () => (shared ??= DuckDBInstance.create(":memory:").then((instance) => instance.connect()));

export interface WriteOptions {
  /** Extra COPY options, such as another compression. */
  copyOptions?: string;
  /** Last change before the certificate's file hashes are taken. */
  beforeCertificate?: (dir: string) => Promise<void>;
}

export async function writeResultSet(dir: string, tables: ResultTables, options: WriteOptions = {}): Promise<void> {
  await mkdir(dir, { recursive: true });
  const names: string[] = [];
  for (const side of ["left", "right"] as const) {
    await copy(dir, `${side}.parquet`, recordSelect(tables, side), {
      metadata: JSON.stringify(tables.declared.header[side]),
      ...options,
    });
    names.push(`${side}.parquet`);
  }
  for (const [name, types] of Object.entries(tableTypes)) {
    const rows = tables[name as "groups"];
    await copy(dir, `${name}.parquet`, select(rows, types), options);
    names.push(`${name}.parquet`);
  }
  await writeFile(join(dir, "plan.json"), planText(tables));
  await writeFile(join(dir, "summary.json"), summaryText(tables));
  await options.beforeCertificate?.(dir);
  await writeCertificate(dir, tables, [...names, "plan.json", "summary.json"]);
}

async function writeCertificate(dir: string, tables: ResultTables, names: string[]): Promise<void> {
  const files: Record<string, object> = {};
  for (const name of names) {
    const path = join(dir, name);
    const found = await stat(path).catch(() => undefined);
    if (found) files[name] = { sizeBytes: found.size, sha256: sha256(await readFile(path)) };
  }
  await writeFile(join(dir, "certificate.json"), JSON.stringify({ ...tables.certificate, files }));
}

function recordSelect(tables: ResultTables, side: Side): string {
  const { declared } = tables;
  const fields = Object.keys(declared.plan.fields);
  const types: Record<string, string> = { row_id: big, content_hash: text, outcome: text, group_id: big, reason: text };
  for (const field of fields) {
    const scale = declared.decimals[field];
    types[field] = scale !== undefined ? `DECIMAL(18,${scale})` : declared.dates.includes(field) ? "DATE" : text;
  }
  const sourceNames = declared.header[side].map((_, index) => `src.c${index + 1}`);
  const all = { ...types, ...Object.fromEntries(sourceNames.map((name) => [name, text])), hasSource: "BOOLEAN" };
  const rows = tables[side].map((row) => ({ ...row, hasSource: sourceNames.some((name) => name in row) ? 1 : 0 }));
  const struct = sourceNames.map((name, index) => `c${index + 1} := "${name}"`).join(", ");
  const columns = Object.keys(types)
    .map((name) => `"${name}"`)
    .join(", ");
  return `SELECT ${columns}, CASE WHEN hasSource THEN struct_pack(${struct}) END AS src FROM (${select(rows, all)})`;
}

function select(rows: Row[], types: Record<string, string>): string {
  const names = Object.keys(types);
  const values = rows.map(
    (row) => `(${names.map((name) => `CAST(${literal(row[name])} AS ${types[name]})`).join(", ")})`,
  );
  const columns = names.map((name) => `"${name}"`).join(", ");
  if (values.length > 0) return `SELECT * FROM (VALUES ${values.join(",\n")}) t(${columns})`;
  return `SELECT ${names.map((name) => `CAST(NULL AS ${types[name]}) AS "${name}"`).join(", ")} LIMIT 0`;
}

function literal(value: string | number | null | undefined): string {
  if (value === null || value === undefined) return "NULL";
  return typeof value === "number" ? String(value) : quote(value);
}

const quote = (value: string) => `'${value.replaceAll("'", "''")}'`;

async function copy(dir: string, name: string, query: string, options: { metadata?: string; copyOptions?: string }) {
  const connection = await connect();
  const metadata = options.metadata ? `, KV_METADATA {'recon.columns': ${quote(options.metadata)}}` : "";
  const extra = options.copyOptions ? `, ${options.copyOptions}` : "";
  await connection.run(`COPY (${query}) TO ${quote(join(dir, name))} (FORMAT parquet${metadata}${extra})`);
}
