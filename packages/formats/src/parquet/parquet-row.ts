import type { Cell, RecordRow, RejectRow } from "../source.ts";
import type { Node } from "./column-schema.ts";
import { leafJson } from "./nested-text.ts";

/** A row of a Parquet file; a class, so that a million rows do not carry a closure each. */
export class ParquetRecord implements RecordRow {
  readonly kind = "record";
  readonly line: number;
  readonly cells: readonly Cell[];
  readonly #columns: readonly Node[];

  constructor(line: number, cells: readonly Cell[], columns: readonly Node[]) {
    this.line = line;
    this.cells = cells;
    this.#columns = columns;
  }

  /** The row as a JSON object. */
  text(): string {
    const fields = this.#columns.map((column, index) => {
      const cell = this.cells[index] ?? null;
      return `${JSON.stringify(column.name)}:${cell === null ? "null" : cellJson(cell, column)}`;
    });
    return `{${fields.join(",")}}`;
  }

  /** Characters in all cells together. */
  textLength(): number {
    let length = 0;
    for (const cell of this.cells) if (cell !== null) length += cell.length;
    return length;
  }
}

/** The reject that takes a record's place. */
export function rejectOf(record: ParquetRecord, reason: string): RejectRow {
  return { kind: "reject", line: record.line, text: record.text(), reason };
}

function cellJson(cell: string, { content, repetition }: Node): string {
  if (content.kind === "group" || repetition === "REPEATED") return cell;
  return leafJson(cell, content.format.literal);
}
