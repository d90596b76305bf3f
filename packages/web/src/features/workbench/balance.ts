import { addDecimals, fromUnits, isZero, scaleOf, subtractDecimals } from "@recon/api";
import type { BenchRecord, BenchSide } from "./bench-record.ts";

/** What the picked records of one currency come to. Sums are exact decimal texts; null where an amount is unknown. */
export interface Balance {
  readonly currency: string;
  readonly left: string | null;
  readonly right: string | null;
  /** left − right */
  readonly difference: string | null;
}

/** One balance a currency, in the order in which the currencies were picked. */
export function balancesOf(records: readonly BenchRecord[]): readonly Balance[] {
  const currencies = [...new Set(records.map(({ currency }) => currency))];
  return currencies.map((currency) => {
    const own = records.filter((record) => record.currency === currency);
    const [left, right] = [totalOf(own, "left"), totalOf(own, "right")];
    return {
      currency,
      left,
      right,
      difference: left === null || right === null ? null : subtractDecimals(left, right),
    };
  });
}

function totalOf(records: readonly BenchRecord[], side: BenchSide): string | null {
  const amounts = records.filter((record) => record.side === side).map(({ amount }) => amount);
  if (amounts.some((amount) => amount === null)) return null;
  // An empty side, too, is told with the currency's digits.
  const zero = fromUnits(0n, Math.max(...records.map(({ amount }) => scaleOf(amount ?? ""))));
  return addDecimals(zero, ...(amounts as string[]));
}

/** What can be done with the picked records, or what stands in the way. */
export type Verdict =
  { readonly kind: "balanced" | "unbalanced" } | { readonly kind: "impossible"; readonly why: string };

export function judge(records: readonly BenchRecord[]): Verdict {
  const taken = records.filter(({ isFree }) => !isFree);
  if (taken.length > 0) return impossible("A picked record is no longer free; take it out of the group.");
  const missing = (["left", "right"] as const).filter((wanted) => records.every(({ side }) => side !== wanted));
  if (missing.length === 2) return impossible("Pick records on both sides until the difference is zero.");
  if (missing.length === 1) return impossible(`Pick at least one record on the ${missing.join("")}.`);
  const [balance, second] = balancesOf(records);
  if (second !== undefined) return impossible("A match has one currency; take out the records of the others.");
  const hasAmounts = records.some(({ amount }) => amount !== null);
  const isEven = balance?.difference != null && isZero(balance.difference);
  return { kind: isEven || !hasAmounts ? "balanced" : "unbalanced" };
}

const impossible = (why: string): Verdict => ({ kind: "impossible", why });
