import type { FieldType } from "@recon/core";
import type { ResultField, Value } from "@recon/duckdb";

/** What a column's texts mean; a text that does not read as its kind is shown as it is. */
export type ColumnKind = "text" | "id" | "count" | "decimal" | "date";

/** One column of an exported table. */
export interface Column<Row> {
  readonly header: string;
  readonly kind: ColumnKind;
  value(row: Row): Value | number;
}

const kinds = {
  text: "text",
  currency: "text",
  number: "decimal",
  money: "decimal",
  date: "date",
} as const satisfies Record<FieldType, ColumnKind>;

export const kindOf = (field: ResultField | undefined): ColumnKind =>
  field === undefined ? "text" : kinds[field.type];

export function column<Row>(header: string, kind: ColumnKind, value: (row: Row) => Value | number): Column<Row> {
  return { header, kind, value };
}
