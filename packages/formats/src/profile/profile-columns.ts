import type { SourceOptions } from "@recon/core";
import type { SourceRow } from "../source.ts";
import type { ColumnProfile, DetectedNumberStyle } from "./column-profile.ts";
import { ColumnProfiler } from "./column-profiler.ts";
import { type DetectedDateOrder, type NumericDateCounts, settleDateOrder } from "./date-evidence.ts";

export interface ProfileOptions {
  /** Said by the plan: taken instead of what the data suggest. */
  readonly options?: SourceOptions | undefined;
  /** Distinct texts of a column that are counted exactly. Default 1,000,000. */
  readonly maxDistinct?: number;
  /** Look at the first rows only. Default: all. */
  readonly maxRows?: number;
  /** Called after each batch with the rows so far. */
  readonly onProgress?: (rows: number) => void;
}

/** What a source holds, column by column. Rejects are counted and otherwise left out. */
export interface SourceProfile {
  /** Records, rejects included. */
  readonly rows: number;
  readonly rejects: number;
  /** Whether `maxRows` ended it before the source did. */
  readonly partial: boolean;
  readonly columns: readonly ColumnProfile[];
  /** One number style for the whole source, from its number and money columns; a column that settles it decides. */
  readonly detected: SourceNumberStyle | undefined;
  /** One date order for the whole source, from its date columns. */
  readonly dateOrder: DetectedDateOrder | undefined;
}

export interface SourceNumberStyle extends DetectedNumberStyle {
  /** Columns that settle on the other decimal mark. */
  readonly contradicting: readonly string[];
}

/** Profiles the rows of one source; the header gives the columns' names. What is thrown comes from the rows. */
export async function profileColumns(
  header: readonly string[],
  rows: AsyncIterable<readonly SourceRow[]>,
  options: ProfileOptions = {},
): Promise<SourceProfile> {
  const { maxDistinct = 1_000_000, maxRows = Infinity } = options;
  const { decimal, thousands, dateOrder } = options.options ?? {};
  const profilers = header.map(
    (name, index) => new ColumnProfiler({ name, index }, { maxDistinct, decimal, thousands }),
  );
  const counts = { rows: 0, rejects: 0, partial: false };
  for await (const batch of rows) {
    for (const row of batch) {
      counts.partial = counts.rows >= maxRows;
      if (counts.partial) break;
      counts.rows++;
      if (row.kind === "reject") counts.rejects++;
      else for (let i = 0; i < profilers.length; i++) profilers[i]!.add(row.cells[i] ?? null);
    }
    options.onProgress?.(counts.rows);
    if (counts.partial) break;
  }
  const columns = finishColumns(profilers);
  const order = dateOrder === "dmy" || dateOrder === "mdy" ? dateOrder : sourceDateOrder(columns);
  return { ...counts, columns, detected: sourceNumberStyle(columns), dateOrder: order };
}

/** A column that leaves its decimal mark open takes that of the columns which settle theirs. */
function finishColumns(profilers: readonly ColumnProfiler[]): ColumnProfile[] {
  const columns = profilers.map((profiler) => profiler.finish());
  const decimal = settledMark(columns.filter(isNumeric));
  if (decimal === undefined) return columns;
  return columns.map((column, i) => (column.numbers?.detected.open ? profilers[i]!.finish(decimal) : column));
}

function isNumeric({ type, numbers }: ColumnProfile): boolean {
  return numbers !== undefined && (type === "money" || type === "number");
}

/** The mark that most of the settling columns settle on. */
function settledMark(numeric: readonly ColumnProfile[]): "." | "," | undefined {
  const marks = numeric.map(markOf).filter((mark) => mark !== undefined);
  if (marks.length === 0) return undefined;
  return marks.filter((mark) => mark === ",").length * 2 > marks.length ? "," : ".";
}

/** The decimal mark without which fewer values of the column would convert. */
function markOf({ numbers }: ColumnProfile): "." | "," | undefined {
  const most = Math.max(...numbers!.styles.map(({ count }) => count));
  const marks = new Set(numbers!.styles.filter(({ count }) => count === most).map(({ decimal }) => decimal));
  return marks.size === 1 ? [...marks][0] : undefined;
}

function sourceNumberStyle(columns: readonly ColumnProfile[]): SourceNumberStyle | undefined {
  const numeric = columns.filter(isNumeric);
  if (numeric.length === 0) return undefined;
  const decimal = settledMark(numeric) ?? numeric[0]!.numbers!.detected.decimal;
  const fitting = numeric.filter(({ numbers }) => numbers!.detected.decimal === decimal);
  return {
    decimal,
    thousands: fitting.map(({ numbers }) => numbers!.detected.thousands).find((mark) => mark !== undefined),
    open: numeric.some(({ numbers }) => numbers!.detected.open),
    contradicting: numeric.filter((column) => (markOf(column) ?? decimal) !== decimal).map(({ name }) => name),
  };
}

function sourceDateOrder(columns: readonly ColumnProfile[]): DetectedDateOrder | undefined {
  const sum = { onlyDmy: 0, onlyMdy: 0, differing: 0, same: 0 };
  for (const { type, dates } of columns) {
    if (type !== "date" || dates === undefined) continue;
    for (const key of Object.keys(sum) as (keyof NumericDateCounts)[]) sum[key] += dates.numeric[key];
  }
  return settleDateOrder(sum);
}
