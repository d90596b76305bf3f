/** Columns that make up each kind of row, and how their texts become the row. */
import { quoteName } from "@recon/core/dialect";
import type { BreakKind, GroupKind, GroupStatus, Outcome, Side } from "@recon/core";
import { numberOrNull, type ValueRow } from "./result-reader.ts";
import type { BreakRow, FieldDifference, GroupRow, ResultField, ResultRecord } from "./result-rows.ts";

export const fieldColumns = (fields: readonly ResultField[], alias: string): string[] =>
  fields.map(({ name }) => `${alias}.${quoteName(name)}`);

const groupNames = [
  "group_id",
  "kind",
  "pass",
  "status",
  "confidence",
  "left_count",
  "right_count",
  "left_total",
  "right_total",
  "residual",
  "explanation",
];
export const groupColumns = (alias: string): string[] => groupNames.map((name) => `${alias}.${name}`);

export function toGroup(row: ValueRow): GroupRow {
  const [groupId, kind, pass, status, confidence, leftCount, rightCount, leftTotal, rightTotal, residual, explanation] =
    row;
  return {
    groupId: Number(groupId),
    kind: kind as GroupKind,
    pass: pass!,
    status: status as GroupStatus,
    confidence: numberOrNull(confidence!),
    leftCount: Number(leftCount),
    rightCount: Number(rightCount),
    leftTotal: leftTotal!,
    rightTotal: rightTotal!,
    residual: residual!,
    explanation: explanation!,
  };
}

const breakNames = [
  "break_id",
  "kind",
  "side",
  "row_id",
  "group_id",
  "amount",
  "currency",
  "date",
  "reason",
  "nearest",
  "failed",
];
export const breakColumns = (alias: string): string[] => breakNames.map((name) => `${alias}.${name}`);

export function toBreak(row: ValueRow): BreakRow {
  const [breakId, kind, side, rowId, groupId, amount, currency, date, reason, nearest, failed] = row;
  return {
    breakId: Number(breakId),
    kind: kind as BreakKind,
    side: side as Side | null,
    rowId: numberOrNull(rowId!),
    groupId: numberOrNull(groupId!),
    amount: amount!,
    currency: currency!,
    date: date!,
    reason: reason!,
    nearest: numberOrNull(nearest!),
    failed: failed === null ? [] : (JSON.parse(failed!) as FieldDifference[]),
  };
}

const recordNames = ["row_id", "content_hash", "outcome", "group_id", "reason"];

export function recordColumns(fields: readonly ResultField[], header: readonly string[]): string[] {
  const cells = header.map((_, i) => `t.src.c${i + 1}`);
  return [...recordNames.map((name) => `t.${name}`), "t.src IS NULL", ...fieldColumns(fields, "t"), ...cells];
}

export function toRecord(
  row: ValueRow,
  shape: { side: Side; fields: readonly ResultField[]; header: readonly string[] },
): ResultRecord {
  const [rowId, contentHash, outcome, groupId, reason, noSource, ...rest] = row;
  const { side, fields, header } = shape;
  return {
    side,
    rowId: Number(rowId),
    contentHash: contentHash!,
    outcome: outcome as Outcome,
    groupId: numberOrNull(groupId!),
    reason: reason!,
    values: Object.fromEntries(fields.map(({ name }, i) => [name, rest[i]!])),
    src: noSource === "true" ? null : Object.fromEntries(header.map((name, i) => [name, rest[fields.length + i]!])),
  };
}
