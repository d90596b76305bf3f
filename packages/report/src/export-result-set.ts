import { realpath, stat } from "node:fs/promises";
import { basename, dirname, extname, join, resolve, sep } from "node:path";
import { ReconError } from "@recon/core";
import type { ResultSet } from "@recon/duckdb";
import { writeCsv } from "./csv/write-csv.ts";
import { exportFormats, type ExportFormat, type ExportOptions } from "./export-options.ts";
import { writeHtml } from "./html/write-html.ts";
import { writeJson } from "./json/write-json.ts";
import { writeBeside, type OutputFile } from "./output/output-file.ts";
import { writeXlsx } from "./xlsx/write-xlsx.ts";

const writers = { xlsx: writeXlsx, csv: writeCsv, html: writeHtml, json: writeJson } satisfies Record<
  ExportFormat,
  (set: ResultSet, file: OutputFile, options: ExportOptions) => Promise<void>
>;

/**
 * Writes a result set as the file type that `to` ends in: `.xlsx`, `.csv`, `.html` or `.json` (packages/report/README.md tells what each holds). An existing
 * file is replaced once the new one is whole. Throws `USAGE` for another ending, `OUTPUT_REFUSED` where `to` is a folder, a source of the run,
 * inside the result set or cannot be created, `LIMIT_DISK` when the disk is full, `RESULT_INVALID` when a file of the result set is damaged.
 */
export async function exportResultSet(set: ResultSet, to: string, options: ExportOptions = {}): Promise<void> {
  const format = formatOf(to);
  await requireWritable(set, to);
  await writeBeside(to, (file) => writers[format](set, file, options));
}

function formatOf(to: string): ExportFormat {
  const ending = extname(to).slice(1).toLowerCase();
  const format = exportFormats.find((name) => name === ending);
  if (format !== undefined) return format;
  throw new ReconError(
    "USAGE",
    `${to}: an export ends in ${exportFormats.map((name) => `.${name}`).join(", ")}`.replace(/, (\.\w+)$/, " or $1"),
    { at: { file: to } },
  );
}

async function requireWritable(set: ResultSet, to: string): Promise<void> {
  const refuse = (why: string): never => {
    throw new ReconError("OUTPUT_REFUSED", `${to}: ${why}; choose another name`, { at: { file: to } });
  };
  if ((await stat(to).catch(() => undefined))?.isDirectory() === true) refuse("is a folder");
  const target = await canonicalPath(to);
  // A foreign file would make the folder no result set any more: the next run would refuse to replace it.
  if (`${target}${sep}`.startsWith(`${await canonicalPath(set.dir)}${sep}`)) refuse("lies inside the result set");
  const { left, right } = set.certificate.sources;
  for (const { path } of [...left, ...right]) {
    if ((await canonicalPath(path)) === target) refuse("is a source of this reconciliation");
  }
}

async function canonicalPath(path: string): Promise<string> {
  const whole = await realpath(path).catch(() => undefined);
  if (whole !== undefined) return whole;
  return join(await realpath(dirname(resolve(path))).catch(() => dirname(resolve(path))), basename(path));
}
