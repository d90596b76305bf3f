/** Passes and tables that the hand-computed examples share, and the loop that checks them. */
import type { Pass } from "@recon/core";
import { describe, expect, it } from "vitest";
import { decide, type Example } from "./oracle-notation.ts";

export const keyed: Pass = { name: "exact", kind: "keyed", on: ["ref"] };
export const near = (conditions: Extract<Pass, { kind: "tolerant" }>["conditions"], block = ["ref"]): Pass => ({
  name: "near",
  kind: "tolerant",
  block,
  conditions,
});
export const amountNear = near([{ field: "amount", within: { absolute: "0.05" } }]);
export const payouts = (shape: "1:n" | "n:1" | "n:m", sum: object = { within: { absolute: "0" } }): Pass =>
  ({ name: "payouts", kind: "grouped", shape, on: ["ref"], sum: { field: "amount", ...sum } }) as Pass;
export const reversals: Extract<Pass, { kind: "netted" }> = {
  name: "rev",
  kind: "netted",
  side: "left",
  on: ["ref"],
  sum: { field: "amount", within: { absolute: "0" } },
};
export const ref = { columns: "ref", passes: [keyed] };
export const refAmount = { columns: "ref amount", passes: [keyed] };
export const refNote = { columns: "ref note", passes: [keyed] };

type Row = readonly [rule: string, example: Example, expected: readonly string[]];
export function examples(title: string, rows: readonly Row[]): void {
  describe(title, () => {
    it.each(rows)("%s", (_, example, expected) => expect(decide(example)).toEqual(expected));
  });
}
