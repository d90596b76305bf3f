import { t } from "@lingui/core/macro";
import { addDecimals, fromUnits, isZero, scaleOf, subtractDecimals } from "@recon/api";
import { wordOf } from "../../client/api-words.ts";
import { otherSide, type BenchRecord, type BenchSide } from "./bench-record.ts";

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
  /** `cancelling`: all on one side, a booking and what takes it back. */
  { readonly kind: "balanced" | "cancelling" | "unbalanced" } | { readonly kind: "impossible"; readonly why: string };

export const isMatchable = ({ kind }: Verdict): boolean => kind === "balanced" || kind === "cancelling";

export function judge(records: readonly BenchRecord[]): Verdict {
  const taken = records.filter(({ isFree }) => !isFree);
  if (taken.length > 0) return impossible(t`A picked record is no longer free; take it out of the group.`);
  const [first] = records;
  if (first === undefined) return impossible(t`Pick records until the difference is zero.`);
  const [balance, second] = balancesOf(records);
  if (second !== undefined) return impossible(t`A match has one currency; take out the records of the others.`);
  const hasAmounts = records.some(({ amount }) => amount !== null);
  const isEven = balance?.difference != null && isZero(balance.difference);
  if (records.every(({ side }) => side === first.side)) {
    if (records.length > 1 && isEven) return { kind: "cancelling" };
    return impossible(
      t`Pick records on the ${wordOf(otherSide(first.side))}, or on the ${wordOf(first.side)} what cancels them out.`,
    );
  }
  return { kind: isEven || !hasAmounts ? "balanced" : "unbalanced" };
}

const impossible = (why: string): Verdict => ({ kind: "impossible", why });
