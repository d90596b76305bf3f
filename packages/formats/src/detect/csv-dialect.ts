/** Delimiter and quote of a CSV text, found by trying: the right ones give every record the header's number of cells. */
import type { SourceOptions } from "@recon/core";
import type { CsvRow } from "../csv/csv-row.ts";
import { RecordScanner } from "../csv/record-scanner.ts";

export interface CsvDialect {
  readonly delimiter: string;
  readonly quote: string;
}

const delimiters = [",", ";", "\t", "|", ":"];
const RECORDS = 200;
const NO_BOUND = 1 << 28;
const SLICE = 32 * 1024;

export interface DialectSample {
  readonly text: string;
  /** Whether the text is the whole file; if not, an unfinished last record is left out. */
  readonly isWhole: boolean;
}

interface Trial extends CsvDialect {
  /** Cells of the header. */
  readonly width: number;
  /** Records below the header that were looked at. */
  readonly records: number;
  /** Share of them with as many cells as the header. */
  readonly share: number;
  /** Whether the delimiter stands in any of them. */
  readonly isUsed: boolean;
  /** Header names that start with white space, as after the comma in `Amount, EUR`. */
  readonly indented: number;
  /** Share of cells that start with the quote. */
  readonly quotedShare: number;
}

/**
 * The dialect of a text; what the plan says is taken as said. A text of one column gets a delimiter it does not hold.
 */
export function detectDialect(sample: DialectSample, options: SourceOptions = {}): CsvDialect {
  const headerRow = options.headerRow ?? 1;
  const quotes = options.quote === undefined ? ['"', "'"] : [options.quote];
  const candidates = options.delimiter === undefined ? delimiters : [options.delimiter];
  const [usual, apostrophe] = quotes.map((quote) =>
    bestTrial(candidates.map((delimiter) => tryDialect(sample, { delimiter, quote }, headerRow))),
  );
  const best = apostrophe !== undefined && isEvident(apostrophe, usual!) ? apostrophe : usual!;
  return { delimiter: best.delimiter, quote: best.quote };
}

/** An apostrophe is a quote only where much stands in it and nothing speaks against it. */
function isEvident(apostrophe: Trial, usual: Trial): boolean {
  return apostrophe.quotedShare >= 0.25 && apostrophe.share >= Math.max(usual.share, 0.9) && usual.quotedShare === 0;
}

function bestTrial(trials: readonly Trial[]): Trial {
  const tables = trials.filter((trial) => trial.width > 1 && trial.isUsed && !isUnlikelyColon(trial));
  if (tables.length > 0) return maximum(tables, (a, b) => score(a) - score(b) || b.indented - a.indented);
  return maximum(trials, (a, b) => a.share - b.share);
}

/** Many columns that fit nearly always beat two that always do: decimal commas make such pairs by chance. */
function score({ share, width }: Trial): number {
  return share * (1 - 1 / width);
}

/** Colons stand in times and sentences: they must be right nearly everywhere to count. */
function isUnlikelyColon({ delimiter, records, share }: Trial): boolean {
  return delimiter === ":" && (records === 0 || share < 0.9);
}

/** The first of the greatest. */
function maximum(trials: readonly Trial[], compare: (a: Trial, b: Trial) => number): Trial {
  return trials.reduce((best, trial) => (compare(trial, best) > 0 ? trial : best));
}

function tryDialect(sample: DialectSample, dialect: CsvDialect, headerRow: number): Trial {
  const rows = scanSample(sample, dialect, headerRow + RECORDS).filter(({ ordinal }) => ordinal >= headerRow);
  const header = rows[0]?.kind === "record" ? rows[0].cells : [];
  const width = header.length;
  const records = rows.slice(1, RECORDS + 1);
  const fitting = records.filter((row) => row.kind === "record" && row.cells.length === width).length;
  return {
    ...dialect,
    width,
    records: records.length,
    share: width === 0 ? 0 : records.length === 0 ? 1 : fitting / records.length,
    isUsed: records.length === 0 || records.some((row) => row.kind === "reject" || row.cells.length > 1),
    indented: header.filter((name) => name?.startsWith(" ")).length,
    quotedShare: quotedShare(rows, dialect),
  };
}

function scanSample({ text, isWhole }: DialectSample, dialect: CsvDialect, wanted: number): CsvRow[] {
  const scanner = new RecordScanner({ ...dialect, maxRecordBytes: NO_BOUND, encoding: "utf-8" });
  const rows: CsvRow[] = [];
  for (let start = 0; start < text.length; start += SLICE) {
    rows.push(...scanner.feed({ text: text.slice(start, start + SLICE), endByte: 0 }));
    if (rows.length > wanted) return rows;
  }
  // A sample without a single line end still shows a header.
  return isWhole || rows.length === 0 ? [...rows, ...scanner.end()] : rows;
}

function quotedShare(rows: readonly CsvRow[], { delimiter, quote }: CsvDialect): number {
  if (quote === "") return 0;
  let cells = 0;
  let quoted = 0;
  for (const row of rows.slice(0, RECORDS)) {
    if (row.kind === "reject") continue;
    cells += row.cells.length;
    quoted += (delimiter + row.text()).split(delimiter + quote).length - 1;
  }
  return cells === 0 ? 0 : quoted / cells;
}
