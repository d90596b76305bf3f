import { useMemo } from "react";
import { isZero, type ResultRow, type RunId } from "@recon/api";
import { balancesOf } from "./balance.ts";
import { recordKey, type BenchRecord } from "./bench-record.ts";
import { openSides, suggest, type Suggestion } from "./suggestion.ts";
import type { Picked, Picks } from "./use-picked.ts";
import { useNearest } from "./use-nearest.ts";

interface SuggestionsAsked {
  readonly picks: Picks;
  readonly picked: Picked;
  readonly listed: readonly BenchRecord[];
  readonly hasCurrencies: boolean;
  readonly read: (row: ResultRow) => BenchRecord;
}

export type Suggestions =
  | { readonly kind: "none" }
  /** `found` is undefined while they are looked for. */
  | { readonly kind: "wanted"; readonly found: readonly Suggestion[] | undefined };

/** What could settle the difference; none while there is no difference, or several. */
export function useSuggestions(runId: RunId, asked: SuggestionsAsked): Suggestions {
  const { picks, picked, listed, hasCurrencies, read } = asked;
  const balances = balancesOf(picked.records);
  const [balance] = balances;
  const { currency = "", difference = null } = balances.length === 1 && balance !== undefined ? balance : {};
  const isWanted = !picked.isPending && difference !== null && !isZero(difference);
  const sides = openSides(picked.records);
  const near = useNearest(runId, isWanted ? { difference, currency, hasCurrencies, sides, picked: picks } : undefined);
  const found = useMemo(() => {
    if (near === undefined || difference === null) return undefined;
    const taken = new Set(picked.records.map(recordKey));
    const pool = listed.filter(
      (record) => record.isFree && record.currency === currency && !taken.has(recordKey(record)),
    );
    return suggest({ difference, sides: openSides(picked.records), near: near.map(read), pool });
  }, [near, difference, currency, listed, picked.records, read]);
  return isWanted ? { kind: "wanted", found } : { kind: "none" };
}
