import { outcomes, sides, type Outcome, type Side } from "@recon/core";
import type { ResultSet } from "@recon/duckdb";
import { basisPoints, counted, grouped, scaled } from "./number-text.ts";

/** Of the records that take part: what the plan excludes says nothing about how well the sides agree. */
export type RatedOutcome = Exclude<Outcome, "excluded">;
export const ratedOutcomes = outcomes.filter((outcome): outcome is RatedOutcome => outcome !== "excluded");

/** A bar of the match-rate chart: how one side's records, or their value in one currency, divide over the outcomes; excluded records are left out. */
export interface RateBar {
  readonly label: string;
  /** Share of each outcome in basis points. */
  readonly shares: Readonly<Record<RatedOutcome, number>>;
  /** As shown: counts, or gross values. */
  readonly amounts: Readonly<Record<RatedOutcome, string>>;
  /** Whether there is anything to divide. */
  readonly isEmpty: boolean;
}

/** Bars by count, then by gross value per currency: sums of both signs would cancel out. */
export async function matchRates(set: ResultSet): Promise<RateBar[]> {
  const values = await set.valueByOutcome();
  const currencies = [...new Set(values.map(({ currency }) => currency))];
  const byCount = sides.map((side) =>
    bar(
      `Records, ${side}`,
      ratedOutcomes.map((outcome) => String(set.summary[side][outcome])),
      counted0,
    ),
  );
  const byValue = currencies.flatMap((currency) =>
    sides.map((side) => {
      const gross = (outcome: Outcome): string =>
        values.find((v) => v.side === side && v.currency === currency && v.outcome === outcome)?.gross ?? "0";
      return bar(`${currency ?? "Value"}, ${side}`, ratedOutcomes.map(gross), grouped);
    }),
  );
  return [...byCount, ...byValue];
}

const counted0 = (text: string): string => counted(Number(text));

function bar(label: string, decimals: readonly string[], show: (decimal: string) => string): RateBar {
  const units = scaled(decimals);
  const all = units.reduce((sum, part) => sum + part, 0n);
  const of = <T>(value: (i: number) => T): Record<RatedOutcome, T> =>
    Object.fromEntries(ratedOutcomes.map((outcome, i) => [outcome, value(i)])) as Record<RatedOutcome, T>;
  return {
    label,
    shares: of((i) => basisPoints(units[i]!, all)),
    amounts: of((i) => show(decimals[i]!)),
    isEmpty: all === 0n,
  };
}

/** Share of matched records among those that take part, in basis points; undefined when none does. */
export function matchRate(set: ResultSet, side: Side): number | undefined {
  const { rows, excluded, matched } = set.summary[side];
  return rows === excluded ? undefined : basisPoints(BigInt(matched), BigInt(rows - excluded));
}
