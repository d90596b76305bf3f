/** What a grouped or netted pass does with the open records of one key. */
import type { GroupedPass, Side } from "@recon/core";
import type { FieldValues } from "../records/field-values.ts";
import { fieldOf, type GroupedModel } from "../result/result-model.ts";
import type { PassRules } from "./pass-rules.ts";
import { compileTolerance, largerMagnitude, type Tolerance } from "./tolerance.ts";

export type Rows = Readonly<Record<Side, Int32Array>>;

/** Whether the records match as one group, and the reason its residual is booked under. */
export type GroupVerdict = { readonly matches: false } | { readonly matches: true; readonly reason: string | null };

const noMatch: GroupVerdict = { matches: false };

export function compileGroupedRule(
  model: GroupedModel,
  rules: PassRules,
  pass: GroupedPass,
): (rows: Rows) => GroupVerdict {
  const values = fieldOf(model, pass.sum.field);
  const within = compileTolerance(pass.sum.within, values.scale);
  const residual = pass.sum.residual;
  const upTo = residual && compileTolerance(residual.upTo, values.scale);
  return (rows) => {
    if (!fitsShape(pass.shape, rows) || !oneCurrency(rules, rows)) return noMatch;
    const [left, right] = [sumOf(values, "left", rows.left), sumOf(values, "right", rows.right)];
    if (left === null || right === null) return noMatch;
    const larger = largerMagnitude(left, right);
    if (within(left - right, larger)) return { matches: true, reason: null };
    return residual && upTo?.(left - right, larger) ? { matches: true, reason: residual.reason } : noMatch;
  };
}

function fitsShape(shape: GroupedPass["shape"], { left, right }: Rows): boolean {
  if (left.length === 0 || right.length === 0) return false;
  return shape === "1:n" ? left.length === 1 : shape === "n:1" ? right.length === 1 : true;
}

/** NULL is a currency of its own. */
export function oneCurrency({ currency }: PassRules, rows: Rows): boolean {
  if (!currency) return true;
  const first = rows.left.length > 0 ? currency.ids.left[rows.left[0]!] : currency.ids.right[rows.right[0]!];
  return (
    rows.left.every((row) => currency.ids.left[row] === first) &&
    rows.right.every((row) => currency.ids.right[row] === first)
  );
}

function sumOf(values: FieldValues, side: Side, rows: Int32Array): bigint | null {
  let sum = 0n;
  for (const row of rows) {
    const units = values.unitsOf(values.ids[side][row]!);
    if (units === null) return null;
    sum += units;
  }
  return sum;
}

/** Whether amounts have both signs and cancel within the tolerance (relative: of the larger of the two signs' sums). */
export function cancels(amounts: readonly bigint[], tolerance: Tolerance): boolean {
  let [plus, minus] = [0n, 0n];
  for (const amount of amounts) {
    if (amount > 0n) plus += amount;
    else minus -= amount;
  }
  return plus > 0n && minus > 0n && tolerance(plus - minus, largerMagnitude(plus, minus));
}
