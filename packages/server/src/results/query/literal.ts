/** Values that callers name, as exact literals of a column's type. */
import { quoteText } from "@recon/core/dialect";
import type { ColumnType } from "./list-column.ts";
import { FALSE, sql, type Sql } from "./sql.ts";

type Comparison = "=" | ">=" | "<=" | ">" | "<";

/** `expr op value`, or undefined when the value is no value of the type. A bound between two values of the type compares exactly. */
export function compare(expr: string, op: Comparison, value: string | number, type: ColumnType): Sql | undefined {
  switch (type.kind) {
    case "text":
    case "choice":
      return sql(`${expr} ${op} ?`, String(value));
    case "integer":
      return isInteger(value) ? sql(`${expr} ${op} CAST('${value}' AS BIGINT)`) : undefined;
    case "real":
      return isReal(value) ? sql(`${expr} ${op} CAST('${value}' AS DOUBLE)`) : undefined;
    case "date":
      return isDate(value) ? sql(`${expr} ${op} DATE ${quoteText(String(value))}`) : undefined;
    case "decimal":
      return compareDecimal(expr, op, value, type);
  }
}

const isInteger = (value: string | number): boolean =>
  /^-?\d{1,16}$/.test(String(value)) && Number.isSafeInteger(Number(value));

const isReal = (value: string | number): boolean =>
  /^-?\d{1,20}(\.\d{1,20})?(e[+-]?\d{1,3})?$/.test(String(value)) && Number.isFinite(Number(value));

function isDate(value: string | number): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(String(value));
  if (match === null) return false;
  const day = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(String(value)) && match[1] !== "0000";
}

const decimalText = /^(-?)(\d{1,60})(?:\.(\d{1,60}))?$/;

/** Callers' decimals may have more digits than the column: the bound moves to the nearest value that keeps the meaning. */
function compareDecimal(
  expr: string,
  op: Comparison,
  value: string | number,
  { precision, scale }: { readonly precision: number; readonly scale: number },
): Sql | undefined {
  const match = decimalText.exec(String(value));
  if (match === null) return undefined;
  const [, sign, whole, fraction = ""] = match;
  const kept = BigInt(`${sign}${whole}${fraction.padEnd(scale, "0").slice(0, scale)}`);
  const lost = /[1-9]/.test(fraction.slice(scale));
  // The value lies strictly between `low` and the next one.
  const low = lost && sign === "-" ? kept - 1n : kept;
  if (lost && op === "=") return FALSE;
  const exact = lost && (op === ">=" || op === "<") ? low + 1n : low;
  const limit = 10n ** BigInt(precision);
  const exactOp = lost && op === ">" ? ">" : lost && op === "<" ? "<" : op;
  if (exact >= limit) return sql(exactOp === "<" || exactOp === "<=" ? `${expr} IS NOT NULL` : "FALSE");
  if (exact <= -limit) return sql(exactOp === ">" || exactOp === ">=" ? `${expr} IS NOT NULL` : "FALSE");
  return sql(`${expr} ${exactOp} CAST('${decimalOf(exact, scale)}' AS DECIMAL(${precision},${scale}))`);
}

/** Decimal text of an integer that counts units of 10^-scale. */
export function decimalOf(units: bigint, scale: number): string {
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, "0");
  const sign = units < 0n ? "-" : "";
  return scale === 0 ? `${sign}${digits}` : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}
