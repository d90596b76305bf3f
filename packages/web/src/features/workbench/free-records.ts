import { NO_CURRENCY, type Filter } from "@recon/api";
import type { BenchSide } from "./bench-record.ts";

/** Left-over records of a side that no group holds: what can be matched by hand. */
export function freeRecords(side: BenchSide): Filter {
  return {
    all: [
      { column: "side", in: [side] },
      { column: "outcome", in: ["unmatched", "duplicate"] },
      { column: "groupId", isNull: true },
    ],
  };
}

/** Those of a currency; XXX: records without one. `column` is undefined where the plan names no currency. */
export function inCurrency(column: string | undefined, currency: string): readonly Filter[] {
  if (column === undefined) return [];
  return [currency === NO_CURRENCY ? { column: "currency", isNull: true } : { column: "currency", in: [currency] }];
}
