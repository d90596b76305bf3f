import type { DifferenceRow, MatchRow, MemberRow, ResultField, ResultReject } from "@recon/duckdb";
import { column, kindOf, type Column } from "./column.ts";

export function matchColumns(fields: readonly ResultField[]): Column<MatchRow>[] {
  const values = fields.flatMap((field, i) => [
    column<MatchRow>(`left.${field.name}`, kindOf(field), (row) => row.left[i]!),
    column<MatchRow>(`right.${field.name}`, kindOf(field), (row) => row.right[i]!),
  ]);
  return [
    column("group_id", "id", (row) => row.groupId),
    column("pass", "text", (row) => row.pass),
    column("outcome", "text", (row) => row.outcome),
    column("left_row_id", "id", (row) => row.leftRowId),
    column("right_row_id", "id", (row) => row.rightRowId),
    column("residual", "decimal", (row) => row.residual),
    column("reason", "text", (row) => row.reason),
    ...values,
  ];
}

/** One row per member, the group's own columns repeated on each. */
export function memberColumns(fields: readonly ResultField[]): Column<MemberRow>[] {
  return [
    column("group_id", "id", ({ group }) => group.groupId),
    column("kind", "text", ({ group }) => group.kind),
    column("pass", "text", ({ group }) => group.pass),
    column("side", "text", (row) => row.side),
    column("row_id", "id", (row) => row.rowId),
    ...fields.map((field, i) => column<MemberRow>(field.name, kindOf(field), (row) => row.values[i]!)),
    column("left_count", "count", ({ group }) => group.leftCount),
    column("right_count", "count", ({ group }) => group.rightCount),
    column("left_total", "decimal", ({ group }) => group.leftTotal),
    column("right_total", "decimal", ({ group }) => group.rightTotal),
    column("residual", "decimal", ({ group }) => group.residual),
    column("explanation", "text", ({ group }) => group.explanation),
  ];
}

/** Values keep their texts: one column holds values of every type. `delta` is a number, in days for a date. */
export const differenceColumns: readonly Column<DifferenceRow>[] = [
  column("group_id", "id", (row) => row.groupId),
  column("field", "text", (row) => row.field),
  column("left_value", "text", (row) => row.left),
  column("right_value", "text", (row) => row.right),
  column("delta", "decimal", (row) => row.delta),
];

export const rejectColumns: readonly Column<ResultReject>[] = [
  column("side", "text", (row) => row.side),
  column("source", "text", (row) => row.source),
  column("line", "id", (row) => row.line),
  column("row_id", "id", (row) => row.rowId),
  column("reason", "text", (row) => row.reason),
  column("text", "text", (row) => row.text),
];
