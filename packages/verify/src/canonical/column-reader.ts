/** Where a side's value comes from: a column, a pair of columns or a constant. */
import { ReconError, type ColumnRef } from "@recon/core";
import { compileExpression, extractFirst } from "./expression.ts";

/** A record's cell by the position of its column. */
export type CellReader = (column: number) => string | null;

export interface ColumnPlan {
  readonly reference: ColumnRef;
  /** Positions of the columns read: one, two (debit, credit) or none (constant). */
  readonly columns: readonly number[];
  /** The raw texts in the order of `columns`, the reference's `extract` applied. */
  readonly read: (cells: CellReader) => (string | null)[];
  readonly minorUnits: number;
  /** The cell's bytes are the raw text: no extract, no constant. */
  readonly direct: boolean;
}

export function planColumns(reference: ColumnRef, header: readonly string[], field: string): ColumnPlan {
  const find = (name: string) => findColumn(name, header, field);
  const base = { reference, minorUnits: 0, direct: false };
  if (typeof reference === "string") return { ...base, ...oneColumn(find(reference)), direct: true };
  if ("value" in reference) return { ...base, columns: [], read: () => [reference.value] };
  if ("debit" in reference) {
    const columns = [find(reference.debit), find(reference.credit)];
    return { ...base, columns, read: (cells) => columns.map((column) => cells(column)) };
  }
  const minorUnits = reference.minorUnits ?? 0;
  const column = find(reference.column);
  if (reference.extract === undefined) return { ...base, ...oneColumn(column), minorUnits, direct: true };
  const expression = compileExpression(reference.extract);
  const extract = (text: string | null) => (text === null ? null : extractFirst(expression, text));
  return { ...base, columns: [column], minorUnits, read: (cells) => [extract(cells(column))] };
}

function oneColumn(column: number): Pick<ColumnPlan, "columns" | "read"> {
  return { columns: [column], read: (cells) => [cells(column)] };
}

function findColumn(name: string, header: readonly string[], field: string): number {
  const column = header.indexOf(name);
  if (column < 0) throw new ReconError("COLUMN_UNKNOWN", `field ${field} wants column ${JSON.stringify(name)}`);
  if (header.indexOf(name, column + 1) >= 0) {
    throw new ReconError("COLUMN_DUPLICATE", `column ${JSON.stringify(name)} of field ${field} stands twice`);
  }
  return column;
}
