/**
 * Writes sources of any format into one CSV that a database reads back exactly.
 *
 * The spool is UTF-8 with LF line ends and without a header: row_id, then the cells. A cell is quoted with `"`, doubled
 * inside; NULL is an unquoted `\N`; so an empty text and a text of `\N` stay apart from it. A reject is a row whose
 * cells are all NULL. The second file holds the rejects in the same way: source, line, row_id, text, reason.
 * DuckDB reads both with `header = false, delim = ',', quote = '"', escape = '"', nullstr = '\N',
 * allow_quoted_nulls = false, max_line_size = <maxRecordBytes>`, and `parallel = false` when `hasLineBreaks`.
 */
import { ReconError } from "@recon/core";
import type { Cell, SourceFile, SourceRow } from "./source.ts";
import { SpoolWriter } from "./spool-writer.ts";

export interface SpoolOptions {
  /** Called after each batch. */
  readonly onProgress?: (progress: SpoolProgress) => void;
  /** row_id of the first record. Default 1. */
  readonly firstRowId?: number;
  /** Default: the spool's path with `.rejects`. */
  readonly rejectsPath?: string;
  /** Stops the spooling with its reason when aborted. */
  readonly signal?: AbortSignal;
}

export interface SpoolProgress {
  readonly path: string;
  readonly rows: number;
  readonly rejects: number;
}

export interface SpoolResult {
  readonly path: string;
  readonly rejectsPath: string;
  /** Of the first file; the other files' columns are put into its order. */
  readonly header: readonly string[];
  /** Every record, rejects included. */
  readonly rows: number;
  readonly rejects: number;
  /** The longest line of either file, in bytes. */
  readonly maxRecordBytes: number;
  /** Whether a cell or the text of a reject holds a line end. */
  readonly hasLineBreaks: boolean;
  /** Records of each file, rejects included, in the files' order. */
  readonly files: readonly { readonly path: string; readonly rows: number; readonly rejects: number }[];
}

/**
 * Spools the files of one source, in the given order. row_id counts over all of them, rejects included.
 * Throws `INPUT_FORMAT` when the files' columns differ, `LIMIT_DISK` when the disk is full, and what reading throws.
 */
export async function spoolSources(
  files: readonly SourceFile[],
  outPath: string,
  options: SpoolOptions = {},
): Promise<SpoolResult> {
  const header = files[0]?.header ?? [];
  const orders = files.map((file) => columnOrder(file, files[0]!));
  const rejectsPath = options.rejectsPath ?? `${outPath}.rejects`;
  await using rowsOut = await SpoolWriter.create(outPath);
  await using rejectsOut = await SpoolWriter.create(rejectsPath);
  const spooling = new Spooling(rowsOut, rejectsOut, { ...options, width: header.length });
  for (const [index, file] of files.entries()) await spooling.addFile(file, orders[index]);
  await rowsOut.finish();
  await rejectsOut.finish();
  return {
    path: outPath,
    rejectsPath,
    header,
    rows: spooling.rows,
    rejects: spooling.rejects,
    maxRecordBytes: Math.max(rowsOut.maxLineBytes, rejectsOut.maxLineBytes),
    hasLineBreaks: rowsOut.hasLineBreaks || rejectsOut.hasLineBreaks,
    files: spooling.files,
  };
}

interface SpoolingOptions extends SpoolOptions {
  readonly width: number;
}

class Spooling {
  rows = 0;
  rejects = 0;
  readonly files: { path: string; rows: number; rejects: number }[] = [];
  readonly #rowsOut: SpoolWriter;
  readonly #rejectsOut: SpoolWriter;
  readonly #options: SpoolingOptions;
  readonly #nulls: readonly Cell[];

  constructor(rowsOut: SpoolWriter, rejectsOut: SpoolWriter, options: SpoolingOptions) {
    this.#rowsOut = rowsOut;
    this.#rejectsOut = rejectsOut;
    this.#options = options;
    this.#nulls = Array.from({ length: options.width }, () => null);
  }

  async addFile(file: SourceFile, order: readonly number[] | undefined): Promise<void> {
    const before = { rows: this.rows, rejects: this.rejects };
    for await (const batch of file.rows()) {
      this.#options.signal?.throwIfAborted();
      for (const row of batch) this.#addRow(file.path, row, order);
      await this.#rowsOut.drain();
      await this.#rejectsOut.drain();
      this.#options.onProgress?.({ path: file.path, rows: this.rows, rejects: this.rejects });
    }
    this.files.push({ path: file.path, rows: this.rows - before.rows, rejects: this.rejects - before.rejects });
  }

  #addRow(path: string, row: SourceRow, order: readonly number[] | undefined): void {
    const rowId = (this.#options.firstRowId ?? 1) + this.rows++;
    if (row.kind === "reject") {
      this.rejects++;
      this.#rowsOut.addLine(rowId, this.#nulls);
      this.#rejectsOut.addTexts([path, String(row.line), String(rowId), row.text, row.reason]);
    } else {
      this.#rowsOut.addLine(rowId, order === undefined ? row.cells : order.map((index) => row.cells[index] ?? null));
    }
  }
}

/** Where the first file's columns stand in this one; undefined when in the same places. */
function columnOrder(file: SourceFile, first: SourceFile): readonly number[] | undefined {
  const names = file.header;
  const isSame = names.length === first.header.length && names.every((name, i) => name === first.header[i]);
  if (isSame) return undefined;
  const missing = first.header.filter((name) => !names.includes(name));
  const added = names.filter((name) => !first.header.includes(name));
  const isReordered = missing.length + added.length === 0 && new Set(names).size === names.length;
  if (isReordered && names.length === first.header.length) return first.header.map((name) => names.indexOf(name));
  const differences = [
    ...missing.map((name) => `"${name}" is missing`),
    ...added.map((name) => `"${name}" is added`),
    ...(missing.length + added.length === 0 ? ["a name stands there more than once"] : []),
  ];
  const message = `${file.path} has other columns than ${first.path}: ${differences.join(", ")}. Files of one source need the same columns.`;
  throw new ReconError("INPUT_FORMAT", message, { at: { file: file.path } });
}
