/** Classes of amounts and ages: how they are counted, and the condition that chooses each. */
import type { Filter } from "@recon/api";
import type { ColumnType, ListColumn } from "../query/list-column.ts";
import { decimalOf } from "../query/literal.ts";

export interface Bucket {
  /** A short name. */
  readonly value: string;
  readonly filter: Filter;
}

/** Powers of ten of the absolute amount, as far as the column's type holds them. */
export function amountBucket({ sql: expr, type }: Pick<ListColumn, "sql" | "type">): string {
  const { precision, scale } = type as { precision: number; scale: number };
  const powers = Array.from({ length: 9 }, (_, power) => power).filter((power) => power < precision - scale);
  const cases = powers.map(
    (power) => `WHEN abs(${expr}) < CAST('1${"0".repeat(power)}' AS DECIMAL(${precision},${scale})) THEN ${power}`,
  );
  return `CASE WHEN ${expr} IS NULL THEN NULL ${cases.join(" ")} ELSE ${powers.length} END`;
}

/** Bounds of the absolute amount, whatever the sign; the largest bucket has no upper one. */
export function amountBucketOf({ name, type }: { name: string; type: ColumnType }, power: number): Bucket {
  const scale = type.kind === "decimal" ? type.scale : 0;
  const from = power === 0 ? "0" : `1${"0".repeat(power - 1)}`;
  const to = power === 9 ? undefined : decimalOf(10n ** BigInt(power + scale) - 1n, scale);
  const up = { column: name, from, ...(to === undefined ? {} : { to }) };
  const down = { column: name, to: `-${from}`, ...(to === undefined ? {} : { from: `-${to}` }) };
  return { value: power === 0 ? "under 1" : from, filter: { any: [up, down] } };
}

const ageBounds = [-1, 7, 30, 60, 90, 365];

export const ageBucket = (expr: string): string =>
  `CASE WHEN ${expr} IS NULL THEN NULL ${ageBounds.map((bound, i) => `WHEN ${expr} <= ${bound} THEN ${i}`).join(" ")} ELSE ${ageBounds.length} END`;

export function ageBucketOf({ name }: { name: string }, at: number): Bucket {
  const from = at === 0 ? undefined : ageBounds[at - 1]! + 1;
  const to = at === ageBounds.length ? undefined : ageBounds[at];
  const filter = { column: name, ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
  return {
    value: from === undefined ? "in the future" : to === undefined ? `${from} and more` : `${from} to ${to}`,
    filter,
  };
}
