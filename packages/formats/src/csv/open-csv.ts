import { stat } from "node:fs/promises";
import { ReconError } from "@recon/core";
import { readFault } from "../read-fault.ts";
import type { Cell, ReadLimits, ResolvedSource, SourceFile, SourceRow } from "../source.ts";
import { trimWhiteSpace } from "../white-space.ts";
import { cellCountReason, type CsvRow } from "./csv-row.ts";
import { readText } from "./read-text.ts";
import { RecordScanner } from "./record-scanner.ts";

/** A record must fit into a JavaScript string twice over; a larger bound is taken as this. */
const MAX_RECORD_BYTES = 200 * 1024 * 1024;

/**
 * Opens a CSV or TSV file; the rules of reading stand in record-scanner.ts. The header is the row `headerRow`, counted as
 * a spreadsheet program counts (blank lines included), or, when that line is blank, the first one after it that is not.
 * An empty header name at column n becomes `column n`. Rows above the header are passed over.
 * Throws `INPUT_FORMAT` when there is no header row or it cannot be read, and what `readBytes` throws.
 */
export async function openCsv(
  path: string,
  resolved: ResolvedSource,
  limits: Required<ReadLimits>,
): Promise<SourceFile> {
  const sizeBytes = await fileSize(path);
  const header = await readHeader(path, resolved, limits);
  return {
    path,
    sizeBytes,
    resolved,
    header: header.names,
    rows: () => readRows(path, resolved, { limits, header }),
  };
}

interface Header {
  readonly names: readonly string[];
  readonly ordinal: number;
}

async function* readRows(
  path: string,
  resolved: ResolvedSource,
  context: { limits: Required<ReadLimits>; header: Header },
): AsyncGenerator<readonly SourceRow[]> {
  const { header, limits } = context;
  for await (const rows of scanRows(path, resolved, limits)) {
    const first = rows.findIndex((row) => row.ordinal > header.ordinal);
    if (first < 0) continue;
    const batch: SourceRow[] = first === 0 ? rows : rows.slice(first);
    rejectOtherWidths(batch, header.names.length);
    yield batch;
  }
}

/** All rows of the file, the header and what stands above it included. */
async function* scanRows(
  path: string,
  resolved: ResolvedSource,
  limits: Required<ReadLimits>,
): AsyncGenerator<CsvRow[]> {
  const scanner = createScanner(resolved, limits);
  let from: number | undefined;
  do {
    for await (const chunk of readText(path, resolved, { limits, ...(from === undefined ? {} : { from }) })) {
      const rows = scanner.feed(chunk);
      if (rows.length > 0) yield rows;
    }
    const rows = scanner.end();
    if (rows.length > 0) yield rows;
    from = scanner.rewindTo;
  } while (from !== undefined);
}

function createScanner({ options }: ResolvedSource, limits: Required<ReadLimits>): RecordScanner {
  return new RecordScanner({
    delimiter: options.delimiter ?? ",",
    quote: options.quote ?? '"',
    encoding: options.encoding ?? "utf-8",
    maxRecordBytes: Math.min(limits.maxRecordBytes, MAX_RECORD_BYTES),
  });
}

function rejectOtherWidths(rows: SourceRow[], width: number): void {
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    if (row.kind !== "record" || row.cells.length === width) continue;
    rows[i] = { kind: "reject", line: row.line, text: row.text(), reason: cellCountReason(row.cells.length, width) };
  }
}

async function readHeader(path: string, resolved: ResolvedSource, limits: Required<ReadLimits>): Promise<Header> {
  const headerRow = resolved.options.headerRow ?? 1;
  for await (const rows of scanRows(path, resolved, limits)) {
    const row = rows.find(({ ordinal }) => ordinal >= headerRow);
    if (row === undefined) continue;
    if (row.kind === "reject") {
      const message = `The header of ${path} cannot be read: ${row.reason}. Mend line ${row.line}, or set headerRow or encoding.`;
      throw new ReconError("INPUT_FORMAT", message, { at: { file: path, line: row.line } });
    }
    return { names: headerNames(row.cells), ordinal: row.ordinal };
  }
  const message = `${path} has no header: there is nothing in row ${headerRow} or below. Set headerRow to the row that names the columns.`;
  throw new ReconError("INPUT_FORMAT", message, { at: { file: path } });
}

/** The rows as they stand, whatever the header: what cannot be read as a record is left out. */
export async function* openCsvRows(
  path: string,
  resolved: ResolvedSource,
  limits: Required<ReadLimits>,
): AsyncGenerator<{ row: number; cells: readonly Cell[] }[]> {
  for await (const rows of scanRows(path, resolved, limits))
    yield rows.flatMap((row) => (row.kind === "record" ? [{ row: row.ordinal, cells: row.cells }] : []));
}

/** Trimmed names; an empty one at column n becomes `column n`. */
export function headerNames(cells: readonly Cell[]): string[] {
  return cells.map((cell, index) => trimWhiteSpace(cell ?? "") || `column ${index + 1}`);
}

async function fileSize(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    throw readFault(error, path);
  }
}
