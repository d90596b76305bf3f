import type { BenchRecord } from "./bench-record.ts";

/** A free record; what a test is about, it says itself. */
export const freeRecord = (part: Partial<BenchRecord> & Pick<BenchRecord, "side" | "rowId">): BenchRecord => ({
  version: 1,
  isFree: true,
  outcome: "unmatched",
  amount: "0.00",
  currency: "EUR",
  date: null,
  text: "",
  ...part,
});
