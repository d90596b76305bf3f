import { openCsvRows } from "../csv/open-csv.ts";
import { completeLimits } from "../read-limits.ts";
import type { Cell, ResolvedSource, SourceSpec } from "../source.ts";
import { trimWhiteSpace } from "../white-space.ts";
import { openXlsxRows } from "../xlsx/open-xlsx.ts";
import { detectSource } from "../detect.ts";

/** A row of a table as it stands in the file, before any row is known to be the header. */
export interface TopRow {
  /** 1-based, as a spreadsheet program counts. */
  readonly row: number;
  readonly cells: readonly Cell[];
}

/** Where the header seems to stand, and what stands above it. */
export interface GuessedHeader {
  readonly row: number;
  readonly above: readonly string[];
}

const LOOKED_AT_ROWS = 200;
const LAST_CANDIDATE_ROW = 30;
/** Below this share of fitting records the first row is no header; a guess has to reach the other. */
const LEAST_USUAL_FIT = 0.5;
const LEAST_GUESSED_FIT = 0.9;
const delimiters = [",", ";", "\t", "|"];

/**
 * Looks for a header further down where the first row cannot be one: files made for reading begin with a title, a
 * company, a period. Undefined where the first row will do, where the person said the row, or where no row is better.
 * Throws what reading throws.
 */
export async function guessHeaderRow(
  path: string,
  resolved: ResolvedSource,
  spec: SourceSpec = {},
): Promise<GuessedHeader | undefined> {
  if (spec.options?.headerRow !== undefined) return undefined;
  if (resolved.format === "xlsx") {
    const rows = await firstRows(openXlsxRows(path, resolved, completeLimits({})));
    return guessFrom(rows, (extent, width) => extent <= width)?.guess;
  }
  if (resolved.format !== "csv" && resolved.format !== "tsv") return undefined;
  const said = spec.options?.delimiter ?? (spec.format === "tsv" ? "\t" : undefined);
  const guesses: Scored[] = [];
  for (const delimiter of said === undefined ? delimiters : [said]) {
    const read = { ...resolved, options: { ...resolved.options, delimiter } };
    const rows = await firstRows(openCsvRows(path, read, completeLimits({})));
    if (delimiter === resolved.options.delimiter && isUsualHeader(rows, isSame)) return undefined;
    const found = guessFrom(rows, isSame);
    if (found !== undefined) guesses.push(found);
  }
  return guesses.toSorted((a, b) => b.width - a.width)[0]?.guess;
}

/** The file as `detectSource` finds it, with the header where it seems to stand. */
export async function detectWithHeader(
  path: string,
  spec: SourceSpec = {},
): Promise<{ readonly resolved: ResolvedSource; readonly guessed: GuessedHeader | undefined }> {
  const resolved = await detectSource(path, spec);
  const guessed = await guessHeaderRow(path, resolved, spec);
  if (guessed === undefined) return { resolved, guessed };
  const options = { ...spec.options, headerRow: guessed.row };
  return { resolved: await detectSource(path, { ...spec, options }), guessed };
}

interface Scored {
  readonly guess: GuessedHeader;
  readonly width: number;
}

type Fits = (extent: number, width: number) => boolean;
const isSame: Fits = (extent, width) => extent === width;

async function firstRows(batches: AsyncIterable<readonly TopRow[]>): Promise<TopRow[]> {
  const rows: TopRow[] = [];
  for await (const batch of batches) {
    rows.push(...batch);
    if (rows.length >= LOOKED_AT_ROWS) break;
  }
  return rows.slice(0, LOOKED_AT_ROWS);
}

function guessFrom(rows: readonly TopRow[], fits: Fits): Scored | undefined {
  if (isUsualHeader(rows, fits)) return undefined;
  const at = rows.findIndex(({ row, cells }, i) => {
    return (
      row <= LAST_CANDIDATE_ROW &&
      looksLikeNames(cells) &&
      i + 1 < rows.length &&
      fitOf(rows, i, fits) >= LEAST_GUESSED_FIT
    );
  });
  const header = rows[at];
  if (header === undefined || header.row === 1) return undefined;
  const above = rows.slice(0, at).map(({ cells }) => textsOf(cells).join(" "));
  return {
    guess: { row: header.row, above: above.filter((text) => text !== "") },
    width: textsOf(header.cells).length,
  };
}

/** Whether the first row can be a header as usual: nothing is guessed then. */
function isUsualHeader(rows: readonly TopRow[], fits: Fits): boolean {
  const [first] = rows;
  if (first === undefined || rows.length === 1) return true;
  const names = textsOf(first.cells).length;
  return first.row === 1 && names > 1 && 2 * names >= first.cells.length && fitOf(rows, 0, fits) >= LEAST_USUAL_FIT;
}

const textsOf = (cells: readonly Cell[]): string[] =>
  cells.map((cell) => trimWhiteSpace(cell ?? "")).filter((text) => text !== "");

/** Column names: several, most of them given, no two alike, none a number or a date. */
function looksLikeNames(cells: readonly Cell[]): boolean {
  const names = textsOf(cells);
  if (names.length < 2 || 2 * names.length < cells.length) return false;
  return new Set(names).size === names.length && names.every((name) => /\p{L}/u.test(name) && !/^\d/.test(name));
}

/** The share of the rows below that a header here would have room for. */
function fitOf(rows: readonly TopRow[], at: number, fits: Fits): number {
  const below = rows.slice(at + 1);
  const width = rows[at]!.cells.length;
  return below.length === 0 ? 0 : below.filter(({ cells }) => fits(cells.length, width)).length / below.length;
}
