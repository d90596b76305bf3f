import type { Cell, RecordRow, RejectRow } from "../source.ts";
import type { SheetRow } from "./sheet-rows.ts";

/** A row of a worksheet; a class, so that a million rows do not carry a closure each. */
export class XlsxRecord implements RecordRow {
  readonly kind = "record";
  readonly line: number;
  readonly cells: readonly Cell[];

  constructor(line: number, cells: readonly Cell[]) {
    this.line = line;
    this.cells = cells;
  }

  /** The cells' texts with tabs between them. */
  text(): string {
    return this.cells.map((cell) => cell ?? "").join("\t");
  }
}

/** The record of a sheet's row, `blank` being one without data; undefined for a row without any data, which is no record. */
export function toRow(
  { row, cells, fault }: SheetRow,
  blank: readonly Cell[],
  maxRecordBytes: number,
): XlsxRecord | RejectRow | undefined {
  const last = cells.at(-1)?.column ?? 0;
  if (last === 0 && fault === undefined) return undefined;
  const columns = blank.length;
  const texts = blank.slice();
  for (let column = columns; column < last; column++) texts.push(null);
  let length = 0;
  for (const { column, text } of cells) {
    texts[column - 1] = text;
    length += text?.length ?? 0;
  }
  const record = new XlsxRecord(row, texts);
  const reason =
    fault ??
    (last > columns ? `${last} cells instead of ${columns}` : undefined) ??
    (length > maxRecordBytes ? `the record is larger than ${maxRecordBytes} bytes` : undefined);
  return reason === undefined ? record : { kind: "reject", line: row, text: record.text(), reason };
}
