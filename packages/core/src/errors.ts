/**
 * The catalogue of everything that can go wrong and that a person can mend.
 * A code never changes its meaning; the command line and the server map each one to an exit code or an HTTP status
 * with `satisfies Record<ErrorCode, …>`, so a new code without a mapping does not compile.
 */
export const errorCodes = [
  "USAGE", // the command was called wrongly
  "PLAN_INVALID", // the plan does not satisfy its schema or contradicts itself
  "PLAN_UNSUPPORTED", // the plan asks for something this version or engine cannot do
  "COLUMN_UNKNOWN", // a plan names a column that the source lacks
  "COLUMN_DUPLICATE", // a source names one column twice, or two fields claim one name
  "DATE_ORDER_OPEN", // the data leave day and month open: the plan must say
  "OUTPUT_REFUSED", // the output folder holds something that is not a result set
  "INPUT_MISSING",
  "INPUT_IS_FOLDER",
  "INPUT_EMPTY", // zero bytes
  "INPUT_UNREADABLE", // permission, I/O error
  "INPUT_BINARY", // not text, not a format we read
  "INPUT_TRUNCATED", // a JSON, XLSX, gzip or Parquet file that is cut off or corrupt
  "INPUT_FORMAT", // readable, but not what the plan says it is
  "RESULT_INVALID", // a result set is missing, altered or unreadable
  "VERIFICATION_FAILED",
  "LIMIT_MEMORY",
  "LIMIT_DISK",
  "LIMIT_TIME",
  "LIMIT_PAIRS",
  "LIMIT_SIZE", // a file expands beyond its bound (zip bomb), a record beyond its size
  "INTERRUPTED",
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** Where in a document or a file the fault lies. Lines and columns are 1-based. */
export interface Place {
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  /** Path into the plan, such as `passes[2].conditions[0].field`. */
  readonly path?: string;
}

/** A failure its reader can mend: what happened, where, and what to do. A bug is a bare `Error` instead. */
export class ReconError extends Error {
  override readonly name = "ReconError";
  readonly code: ErrorCode;
  readonly at: Place | undefined;

  constructor(code: ErrorCode, message: string, detail: { at?: Place; cause?: unknown } = {}) {
    super(message, detail.cause === undefined ? undefined : { cause: detail.cause });
    this.code = code;
    this.at = detail.at;
  }
}

/** `file:line:column` of a place, as editors and terminals understand it; empty without a file or line. */
export function formatPlace(at: Place | undefined): string {
  if (at === undefined) return "";
  const position = at.line === undefined ? [] : at.column === undefined ? [at.line] : [at.line, at.column];
  return [...(at.file === undefined ? [] : [at.file]), ...position].join(":");
}
