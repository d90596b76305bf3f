import { describe, expect, it } from "vitest";
import { resultOf } from "./oracle-notation.ts";
import type { Pass } from "@recon/core";
import { amountNear, examples, keyed, ref, refAmount, refNote, reversals } from "./oracle-examples.ts";

const kept = { amount: { type: "money", onInvalid: "keep" }, ref: { type: "text" } } as const;
examples("before the passes", [
  [
    "what does not convert is rejected",
    { ...refAmount, left: "A x", right: "A x" },
    ["L1 rejected(amount)", "R1 rejected(amount)"],
  ],
  [
    "keep compares trimmed texts",
    { ...refAmount, plan: { fields: kept }, left: "A x_; B x; C 1", right: "A x; B y; C x" },
    ["exact 1:1 L1|R1 matched", "exact 1:1 L2|R2 differs(amount)", "exact 1:1 L3|R3 differs(amount)"],
  ],
  [
    "kept is NULL to a tolerance",
    { columns: "ref amount", passes: [amountNear], plan: { fields: kept }, left: "A x", right: "A x" },
    ["L1 unmatched", "R1 unmatched"],
  ],
  [
    "the first exclusion that holds",
    {
      ...refNote,
      plan: {
        left: {
          files: ["l"],
          exclude: [
            { where: { field: "note", in: ["VOID"] }, reason: "voided" },
            { where: { field: "note", matches: "^V" }, reason: "v" },
            { where: { field: "ref", empty: true }, reason: "no ref" },
          ],
        },
      },
      left: "A VOID; A VX; ~ x",
      right: "A VOID",
    },
    ["L1 excluded(voided)", "L2 excluded(v)", "L3 excluded(no ref)", "R1 unmatched"],
  ],
  [
    "suggest: true suggests pairs",
    { ...ref, passes: [{ ...keyed, suggest: true }], left: "A; A", right: "A" },
    ["exact 1:1 L1|R1 suggested", "L2 duplicate"],
  ],
  [
    "a later pass sees what is left",
    {
      columns: "ref amount",
      passes: [{ name: "exact", kind: "keyed", on: ["ref", "amount"] }, amountNear],
      left: "A 10; A 10.02",
      right: "A 10.01; A 10.02",
    },
    ["near 1:1 L1|R1 matched", "exact 1:1 L2|R2 matched"],
  ],
]);

describe("what is reported", () => {
  const roles = { amount: "amount", currency: "ccy" };
  const result = resultOf({
    columns: "ref amount ccy",
    passes: [keyed],
    plan: { roles },
    left: "A 12.50 EUR; B 1 EUR; C ~ EUR; D 2 ~; E 3 E1",
    right: "A 12.5 EUR; B 2 EUR",
  });

  it("totals per outcome and currency, rejects included", () => {
    expect(result.summary.left.totals["EUR"]).toMatchObject({ matched: "12.5", differs: "1", unmatched: "0" });
    expect(result.summary.left.totals["XXX"]).toMatchObject({ unmatched: "2", rejected: "3" });
    expect(result.summary.left.amountUnknown).toBe(1);
    expect(result.groupCounts).toEqual({ "1:1": 2, "1:n": 0, "n:1": 0, "n:m": 0, net: 0 });
  });

  it("differences with right − left", () => {
    expect(result.differences).toEqual([{ groupId: 2, field: "amount", leftValue: "1", rightValue: "2", delta: "1" }]);
  });

  it("ids of groups without left members start after the left records", () => {
    const netted = { ...reversals, side: "right" } as Pass;
    const groups = resultOf({
      columns: "ref amount",
      passes: [netted],
      left: "X 1; Y 1",
      right: "Z 1; A 1; A -1",
    }).groups;
    expect(groups.map(({ id }) => id)).toEqual([4]);
  });
});
