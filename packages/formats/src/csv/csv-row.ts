import type { Cell, RecordRow, RejectRow } from "../source.ts";

/** A record of a CSV file. Its text stays in the chunk it was cut from until somebody asks for it. */
export class CsvRecord implements RecordRow {
  readonly kind = "record";
  readonly line: number;
  /** 1-based row as a spreadsheet program counts: every record and every blank line. */
  readonly ordinal: number;
  readonly cells: readonly Cell[];
  readonly #text: string;
  readonly #start: number;
  readonly #end: number;

  constructor(cells: readonly Cell[], place: RowPlace, extent: { text: string; start: number; end: number }) {
    this.cells = cells;
    this.line = place.line;
    this.ordinal = place.ordinal;
    this.#text = extent.text;
    this.#start = extent.start;
    this.#end = extent.end;
  }

  text(): string {
    return this.#text.slice(this.#start, this.#end);
  }
}

/** A record of a CSV file that breaks the rules. */
export interface CsvReject extends RejectRow {
  readonly ordinal: number;
}

export interface RowPlace {
  readonly line: number;
  readonly ordinal: number;
}

export type CsvRow = CsvRecord | CsvReject;

/** The reason of a record whose number of cells is not the header's; every reader of CSV words it so. */
export function cellCountReason(cells: number, header: number): string {
  return `${cells} cells instead of ${header}`;
}
