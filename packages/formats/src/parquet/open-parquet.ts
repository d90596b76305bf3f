import { ReconError } from "@recon/core";
import type { RowGroup } from "hyparquet";
import { ExpansionBudget } from "../expansion-budget.ts";
import { readFault } from "../read-fault.ts";
import type { Cell, ReadLimits, ResolvedSource, SourceFile, SourceRow } from "../source.ts";
import { trimWhiteSpace } from "../white-space.ts";
import { columnReader, type Batch } from "./column-reader.ts";
import { PageReader } from "./page-reader.ts";
import { ParquetBytes } from "./parquet-bytes.ts";
import { ParquetRecord, rejectOf } from "./parquet-row.ts";
import { readFooter, type Footer } from "./read-footer.ts";

const batchRows = 1024;

/**
 * Opens a Parquet file: one record per row, `line` its 1-based row, the header its top-level columns.
 * Every value becomes its exact text (decimals from their unscaled integers); nested values become compact JSON.
 * Throws `INPUT_TRUNCATED` for files that are cut off or damaged, `INPUT_UNREADABLE` for encrypted ones,
 * `INPUT_FORMAT` for codecs and encodings that are not supported, `LIMIT_SIZE` beyond the limits.
 */
export async function openParquet(
  path: string,
  resolved: ResolvedSource,
  limits: Required<ReadLimits>,
): Promise<SourceFile> {
  const bytes = await orFault(path, () => ParquetBytes.open(path));
  try {
    const footer = await orFault(path, () => readFooter(bytes));
    return {
      path,
      sizeBytes: bytes.sizeBytes,
      resolved,
      header: footer.columns.map((column) => trimWhiteSpace(column.name)),
      rows: () => readRows(path, footer, limits),
    };
  } finally {
    await bytes.close();
  }
}

async function* readRows(path: string, footer: Footer, limits: Required<ReadLimits>): AsyncGenerator<SourceRow[]> {
  const bytes = await orFault(path, () => ParquetBytes.open(path));
  try {
    const budget = new ExpansionBudget(path, limits);
    let line = 1;
    for (const group of footer.metadata.row_groups) {
      for await (const batch of readRowGroup(footer, group, { bytes, budget })) {
        yield toRows(batch, { footer, line, maxRecordBytes: limits.maxRecordBytes });
        line += batch.cells.length;
      }
    }
  } finally {
    await bytes.close();
  }
}

async function* readRowGroup(
  { columns }: Footer,
  group: RowGroup,
  { bytes, budget }: { bytes: ParquetBytes; budget: ExpansionBudget },
): AsyncGenerator<Batch> {
  const readers = await orFault(bytes.path, () =>
    columns.map((node) =>
      columnReader(node, (leaf) => {
        const metadata = group.columns[leaf.index]!.meta_data!;
        return new PageReader({ leaf, metadata, bytes, budget });
      }),
    ),
  );
  for (let left = Number(group.num_rows); left > 0; left -= batchRows) {
    const batch = emptyBatch(Math.min(left, batchRows), columns.length);
    await orFault(bytes.path, async () => {
      for (const [column, reader] of readers.entries()) await reader.fill(batch, column);
    });
    yield batch;
  }
  await orFault(bytes.path, async () => {
    for (const reader of readers) await reader.finish();
  });
}

function emptyBatch(rows: number, columns: number): Batch {
  const blank = Array.from<Cell>({ length: columns }).fill(null);
  return { cells: Array.from({ length: rows }, () => blank.slice()), faults: new Map() };
}

function toRows(
  { cells, faults }: Batch,
  { footer, line, maxRecordBytes }: { footer: Footer; line: number; maxRecordBytes: number },
): SourceRow[] {
  return cells.map((rowCells, index) => {
    const record = new ParquetRecord(line + index, rowCells, footer.columns);
    const fault = faults.get(index);
    if (fault !== undefined) return rejectOf(record, fault);
    const tooLarge = record.textLength() > maxRecordBytes;
    return tooLarge ? rejectOf(record, `the record is larger than ${maxRecordBytes} bytes`) : record;
  });
}

/** Anything that goes wrong while decoding means that the bytes are not what a writer left. */
async function orFault<T>(path: string, read: () => T | Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ReconError) throw error;
    if (error instanceof Error && "syscall" in error) throw readFault(error, path);
    const detail = error instanceof Error ? error.message : String(error);
    const message = `${path} is no whole Parquet file: ${detail}. It is cut off or damaged: copy or export it again.`;
    throw new ReconError("INPUT_TRUNCATED", message, { at: { file: path }, cause: error });
  }
}
