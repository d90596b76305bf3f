import { addDecimals, Problem, subtractDecimals } from "@recon/api";
import type { Side } from "@recon/core";
import type { RecordFacts } from "../../results/lists/read-facts.ts";
import type { MadeGroup } from "../../results/reader/messages.ts";

/** A group of these records with exact sums; throws where their currencies differ. Sums are null where an amount is unknown, and on an empty side. */
export function madeGroup(
  records: readonly RecordFacts[],
  { explanation }: { readonly explanation: string },
): MadeGroup {
  const currencies = [...new Set(records.map(({ currency }) => currency))];
  if (currencies.length > 1)
    throw new Problem(
      "CURRENCIES_DIFFER",
      `The records are in ${currencies.map((currency) => currency ?? "no currency").join(", ")}; a match has one currency.`,
    );
  const [left, right] = [ofSide(records, "left"), ofSide(records, "right")];
  const [leftTotal, rightTotal] = [total(left), total(right)];
  const isKnown = records.every(({ amount }) => amount !== null);
  return {
    kind: kindOf(left.length, right.length),
    leftCount: left.length,
    rightCount: right.length,
    leftTotal,
    rightTotal,
    residual: isKnown ? subtractDecimals(leftTotal ?? "0", rightTotal ?? "0") : null,
    explanation,
  };
}

const ofSide = (records: readonly RecordFacts[], wanted: Side): RecordFacts[] =>
  records.filter(({ side }) => side === wanted);

function total(records: readonly RecordFacts[]): string | null {
  const amounts = records.map(({ amount }) => amount);
  if (amounts.length === 0 || amounts.some((amount) => amount === null)) return null;
  return addDecimals("0", ...(amounts as string[]));
}

function kindOf(left: number, right: number): MadeGroup["kind"] {
  if (left === 0 || right === 0) return "net";
  if (left === 1) return right === 1 ? "1:1" : "1:n";
  return right === 1 ? "n:1" : "n:m";
}
