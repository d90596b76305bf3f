import { profileColumns, type ColumnProfile, type SourceProfile, type SourceRow } from "@recon/formats";
import type { Side, Source, SourceOptions } from "@recon/core";
import { openSide, type OpenedSide } from "../load/open-side.ts";

/** A source as a proposal sees it: its profile, and its first records for comparing values across sides. */
export interface ReadSource {
  readonly side: Side;
  readonly opened: OpenedSide;
  readonly profile: SourceProfile;
  readonly rows: readonly SourceRow[];
  /** What the plan should say about reading it. */
  readonly options: SourceOptions;
}

/** Proposals look at so many records; the run itself judges every one. */
export const PROFILED_ROWS = 100_000;
const KEPT_ROWS = 20_000;

/** A file, and how to read it where detection is not to decide. */
export interface SourceToRead extends Pick<Source, "format" | "options"> {
  readonly file: string;
}

export async function readSource(side: Side, { file, ...said }: SourceToRead, baseDir: string): Promise<ReadSource> {
  const opened = await openSide(side, { files: [file], ...said }, { baseDir });
  const { file: source } = opened.files[0]!;
  const rows: SourceRow[] = [];
  async function* watched(): AsyncGenerator<readonly SourceRow[]> {
    for await (const batch of source.rows()) {
      if (rows.length < KEPT_ROWS) rows.push(...batch.slice(0, KEPT_ROWS - rows.length));
      yield batch;
    }
  }
  const profile = await profileColumns(source.header, watched(), { maxRows: PROFILED_ROWS });
  const { detected, dateOrder } = profile;
  const settled = dateOrder === "dmy" || dateOrder === "mdy" ? { dateOrder } : {};
  const marks =
    detected === undefined
      ? {}
      : { decimal: detected.decimal, ...(detected.thousands === undefined ? {} : { thousands: detected.thousands }) };
  return { side, opened, profile, rows, options: { ...source.resolved.options, ...marks, ...settled } };
}

export const columnNamed = (source: ReadSource, name: string): ColumnProfile =>
  source.profile.columns.find((column) => column.name === name)!;

/** Cells of a column among the kept records. */
export function cellsOf(source: ReadSource, column: ColumnProfile): string[] {
  return source.rows.flatMap((row) => {
    const cell = row.kind === "record" ? row.cells[column.index] : null;
    return cell === null || cell === undefined || cell.trim() === "" ? [] : [cell];
  });
}
