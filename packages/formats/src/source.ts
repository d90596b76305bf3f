/** What every reader of a source file yields, whatever the format. Shared by the engine's loader and the verifier. */
import type { SourceOptions } from "@recon/core";

export const sourceFormats = ["csv", "tsv", "xlsx", "json", "ndjson", "parquet"] as const;
export type SourceFormat = (typeof sourceFormats)[number];

/** A cell's text, or NULL. An empty CSV or XLSX cell is NULL; a JSON `""` is an empty text. */
export type Cell = string | null;

export interface RecordRow {
  readonly kind: "record";
  /** 1-based line (CSV, NDJSON, JSON) or row (XLSX, Parquet) on which the record starts. */
  readonly line: number;
  /** As many cells as the header has columns. */
  readonly cells: readonly Cell[];
  /** The record as it stands in the file; decoded lazily, without its line end. */
  text(): string;
}

/** A record that cannot be read. It keeps its ordinal among the file's records. */
export interface RejectRow {
  readonly kind: "reject";
  readonly line: number;
  readonly text: string;
  readonly reason: string;
}

export type SourceRow = RecordRow | RejectRow;

/** How a file is to be read: what the plan says, all of it optional, the rest detected. */
export interface SourceSpec {
  readonly format?: SourceFormat | undefined;
  readonly options?: SourceOptions | undefined;
}

/** Bounds that keep hostile files harmless; exceeding one is `LIMIT_SIZE`. */
export interface ReadLimits {
  /** Bytes a compressed file may expand to in all. Default 64 GiB. */
  readonly maxExpandedBytes?: number;
  /** Expanded bytes per compressed byte beyond the first 64 MiB. Default 400: tables compress 5 to 50 times. */
  readonly maxExpansionRatio?: number;
  /** Bytes of one record. A larger record is a reject, kept whole. Default 64 MiB. */
  readonly maxRecordBytes?: number;
}

/** Everything detection found, written out, so that reading again needs no detection. */
export interface ResolvedSource {
  readonly format: SourceFormat;
  readonly compression: "none" | "gzip";
  /** Only what applies to the format; `encoding` is the label the plan uses. */
  readonly options: SourceOptions;
  /** Whether the text starts with a byte-order mark. */
  readonly bom: boolean;
}

/** An opened source file. Opening reads the header only (JSON: scans the property names). */
export interface SourceFile {
  readonly path: string;
  readonly sizeBytes: number;
  readonly resolved: ResolvedSource;
  /** Trimmed header names in order, case kept; duplicates are kept too: the caller judges them. */
  readonly header: readonly string[];
  /** XLSX: the workbook's sheets in their order. */
  readonly sheets?: readonly string[];
  /** The rows in file order, in batches, from the start at each call. Blank lines are no rows. */
  rows(): AsyncIterable<readonly SourceRow[]>;
}
