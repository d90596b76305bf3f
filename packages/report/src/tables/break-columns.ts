import type { DetailedBreak, FieldDifference, ResultField } from "@recon/duckdb";
import { column, kindOf, type Column } from "./column.ts";

/**
 * Columns of an exported break: its own, the record on each side (the left-over one and its nearest candidate, or the group's first members, with
 * how many there are), then every canonical field of both, left beside right.
 */
export function breakColumns(fields: readonly ResultField[]): Column<DetailedBreak>[] {
  const values = fields.flatMap((field, i) => [
    column<DetailedBreak>(`left.${field.name}`, kindOf(field), (row) => row.left?.values[i] ?? null),
    column<DetailedBreak>(`right.${field.name}`, kindOf(field), (row) => row.right?.values[i] ?? null),
  ]);
  return [
    column("break_id", "id", (row) => row.breakId),
    column("kind", "text", (row) => row.kind),
    column("side", "text", (row) => row.side),
    column("row_id", "id", (row) => row.rowId),
    column("group_id", "id", (row) => row.groupId),
    column("amount", "decimal", (row) => row.amount),
    column("currency", "text", (row) => row.currency),
    column("date", "date", (row) => row.date),
    column("reason", "text", (row) => row.reason),
    column("nearest", "id", (row) => row.nearest),
    column("failed", "text", (row) => failedText(row.failed)),
    column("left_row_id", "id", (row) => row.left?.rowId ?? null),
    column("left_records", "count", (row) => row.left?.count ?? null),
    column("right_row_id", "id", (row) => row.right?.rowId ?? null),
    column("right_records", "count", (row) => row.right?.count ?? null),
    ...values,
  ];
}

/** `amount: 12.50 / 12.51 (0.01); party: … / nothing` */
function failedText(failed: readonly FieldDifference[]): string | null {
  if (failed.length === 0) return null;
  return failed
    .map(
      ({ field, left, right, delta }) =>
        `${field}: ${left ?? "nothing"} / ${right ?? "nothing"}${delta === null ? "" : ` (${delta})`}`,
    )
    .join("; ");
}
