/** The files of a result set and their columns (docs/result-set.md). */
import { createReadStream } from "node:fs";
import { lstat, readFile } from "node:fs/promises";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { ParquetFile } from "../parquet/parquet-file.ts";
import type { CheckLog, CheckName } from "../report.ts";

export const tableColumns = {
  "groups.parquet": [
    "group_id",
    "kind",
    "pass",
    "status",
    "confidence",
    "left_count",
    "right_count",
    "left_total",
    "right_total",
    "residual",
    "explanation",
  ],
  "members.parquet": ["group_id", "side", "row_id"],
  "differences.parquet": ["group_id", "field", "left_value", "right_value", "delta"],
  "breaks.parquet": [
    "break_id",
    "kind",
    "side",
    "row_id",
    "group_id",
    "amount",
    "currency",
    "date",
    "reason",
    "nearest",
    "failed",
  ],
  "rejects.parquet": ["side", "source", "line", "row_id", "text", "reason"],
} as const;
export type TableName = keyof typeof tableColumns;

export const recordFiles = { left: "left.parquet", right: "right.parquet" } as const;
export const certificateFile = "certificate.json";
export const listedFiles: readonly string[] = [
  ...Object.values(recordFiles),
  ...Object.keys(tableColumns),
  "plan.json",
  "summary.json",
];

const MAX_JSON_BYTES = 64 * 2 ** 20;

/** The bytes of a JSON file; a link, a device or an oversized file throws. */
export async function readSmallFile(dir: string, name: string): Promise<Buffer> {
  await requireRegularFile(join(dir, name), MAX_JSON_BYTES);
  return readFile(join(dir, name));
}

export async function requireRegularFile(path: string, maxBytes = Infinity): Promise<number> {
  const { size, ...stat } = await statFile(path);
  if (!stat.regular) throw new Error("not a regular file");
  if (size > maxBytes) throw new Error(`${size} bytes are too many`);
  return size;
}

async function statFile(path: string): Promise<{ size: number; regular: boolean }> {
  const stat = await lstat(path);
  return { size: stat.size, regular: stat.isFile() };
}

export async function hashFile(path: string, onBytes?: (count: number) => Promise<void>): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    hash.update(chunk);
    await onBytes?.(chunk.length);
  }
  return hash.digest("hex");
}

/** Opens a file of the result set; what is wrong with it becomes a finding of the check that needs it. */
export async function openTable(
  dir: string,
  name: string,
  log: { checkLog: CheckLog; check: CheckName; columns: readonly string[] },
): Promise<ParquetFile | undefined> {
  try {
    await requireRegularFile(join(dir, name));
    const file = await ParquetFile.open(join(dir, name));
    const names = file.columnNames;
    if (names.length === log.columns.length && log.columns.every((column) => names.includes(column))) return file;
    await file.close();
    throw new Error(`columns are ${names.join(", ")} instead of ${log.columns.join(", ")}`);
  } catch (cause) {
    log.checkLog.find(log.check, `${name} cannot be read: ${describeFault(cause)}`, { file: name });
    return undefined;
  }
}

export function describeFault(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
