import { createHash } from "node:crypto";
import { examples, payouts, reversals } from "./oracle-examples.ts";

const fee = { within: { absolute: "0.01" }, residual: { upTo: { relative: "0.03" }, reason: "fee" } };
examples("grouped passes", [
  [
    "1:n, sums equal",
    { columns: "ref amount", passes: [payouts("1:n")], left: "A 30", right: "A 10; A 20" },
    ["payouts 1:n L1|R1,R2 matched"],
  ],
  [
    "1:n wants exactly one left record",
    { columns: "ref amount", passes: [payouts("1:n")], left: "A 10; A 20", right: "A 30" },
    ["L1 unmatched", "L2 unmatched", "R1 unmatched"],
  ],
  [
    "n:1",
    { columns: "ref amount", passes: [payouts("n:1")], left: "A 10; A 20", right: "A 30" },
    ["payouts n:1 L1,L2|R1 matched"],
  ],
  [
    "n:m takes any shape and names it",
    { columns: "ref amount", passes: [payouts("n:m")], left: "A 10; B 5; C 1; C 2", right: "A 10; B 2; B 3; C 2; C 1" },
    ["payouts 1:1 L1|R1 matched", "payouts 1:n L2|R2,R3 matched", "payouts n:m L3,L4|R4,R5 matched"],
  ],
  [
    "a NULL amount stops the group",
    { columns: "ref amount", passes: [payouts("n:m")], left: "A 10; A ~", right: "A 10" },
    ["L1 unmatched", "L2 unmatched", "R1 unmatched"],
  ],
  [
    "two currencies stop the group",
    {
      columns: "ref amount ccy",
      passes: [payouts("n:m")],
      plan: { roles: { currency: "ccy" } },
      left: "A 10 EUR",
      right: "A 10 USD",
    },
    ["L1 unmatched", "R1 unmatched"],
  ],
  [
    "within, exactly at the limit: no reason",
    { columns: "ref amount", passes: [payouts("1:n", fee)], left: "A 9.99", right: "A 10" },
    ["payouts 1:1 L1|R1 matched residual -0.01"],
  ],
  [
    "residual, exactly at the limit",
    { columns: "ref amount", passes: [payouts("1:n", fee)], left: "A 97", right: "A 60; A 40" },
    ["payouts 1:n L1|R1,R2 matched residual -3 fee"],
  ],
  [
    "residual, just beyond",
    { columns: "ref amount", passes: [payouts("1:n", fee)], left: "A 96.99", right: "A 60; A 40" },
    ["L1 unmatched", "R1 unmatched", "R2 unmatched"],
  ],
  [
    "relative: of the larger sum",
    { columns: "ref amount", passes: [payouts("1:n", { within: { relative: "0.5" } })], left: "A -1", right: "A -2" },
    ["payouts 1:1 L1|R1 matched residual 1"],
  ],
  [
    "no field is compared",
    { columns: "ref amount note", passes: [payouts("1:n")], left: "A 10 x", right: "A 10 y" },
    ["payouts 1:1 L1|R1 matched"],
  ],
  [
    "suggest: true keeps the members",
    { columns: "ref amount", passes: [{ ...payouts("1:n"), suggest: true }], left: "A 30", right: "A 10; A 20" },
    ["payouts 1:n L1|R1,R2 suggested"],
  ],
]);

/** sha256 of `1:A2:101:x` and its like orders the four: the smaller hash of each sign goes with the smaller. */
function hashOrder(): string[] {
  const hash = (text: string): string => createHash("sha256").update(text).digest("hex");
  const xFirst = hash("1:A2:101:x") < hash("1:A2:101:y");
  const zFirst = hash("1:A3:-101:z") < hash("1:A3:-101:w");
  const pairs = xFirst === zFirst ? ["L1,L3", "L2,L4"] : ["L1,L4", "L2,L3"];
  return [...pairs.map((pair) => `rev net ${pair}| matched`), "L5 unmatched"];
}

examples("netted passes", [
  [
    "(a) all of a key that sums to zero",
    { columns: "ref amount", passes: [reversals], left: "A 10; A -4; A -6; A 0", right: "" },
    ["rev net L1,L2,L3,L4| matched"],
  ],
  [
    "(a) wants both signs",
    { columns: "ref amount", passes: [reversals], left: "A 0; A 0", right: "" },
    ["L1 unmatched", "L2 unmatched"],
  ],
  [
    "(a) within the tolerance",
    {
      columns: "ref amount",
      passes: [{ ...reversals, sum: { field: "amount", within: { absolute: "0.01" } } }],
      left: "A 10; A -9.99; B 10; B -9.98",
      right: "",
    },
    ["rev net L1,L2| matched", "L3 unmatched", "L4 unmatched"],
  ],
  [
    "(b) pairs of one magnitude",
    { columns: "ref amount", passes: [reversals], left: "A 10; A -10; A 7", right: "" },
    ["rev net L1,L2| matched", "L3 unmatched"],
  ],
  [
    "(b) interchangeable surplus stays open",
    { columns: "ref amount", passes: [reversals], left: "A 10; A 10; A -10", right: "" },
    ["rev net L1,L3| matched", "L2 unmatched"],
  ],
  [
    "(b) surplus that is not interchangeable is one suggestion",
    { columns: "ref amount note", passes: [reversals], left: "A 10 x; A 10 y; A -10 z", right: "" },
    ["rev net L1,L2,L3| suggested"],
  ],
  [
    "(b) other magnitudes stay open",
    { columns: "ref amount note", passes: [reversals], left: "A 10 x; A -10 y; A -10 y; A 3 z", right: "" },
    ["rev net L1,L2| matched", "L3 unmatched", "L4 unmatched"],
  ],
  [
    "(b) as many of each: contents do not matter, hashes decide",
    { columns: "ref amount note", passes: [reversals], left: "A 10 x; A 10 y; A -10 z; A -10 w; A 3 x", right: "" },
    hashOrder(),
  ],
  [
    "a NULL or a second currency leaves the key alone",
    {
      columns: "ref amount ccy",
      passes: [reversals],
      plan: { roles: { currency: "ccy" } },
      left: "A 10 EUR; A -10 USD; B 5 EUR; B -5 EUR; B ~ EUR",
      right: "",
    },
    ["L1 unmatched", "L2 unmatched", "L3 unmatched", "L4 unmatched", "L5 unmatched"],
  ],
  [
    "only its side",
    { columns: "ref amount", passes: [{ ...reversals, side: "right" }], left: "A 1; A -1", right: "A 1; A -1" },
    ["rev net |R1,R2 matched", "L1 unmatched", "L2 unmatched"],
  ],
  [
    "suggest: true stays net",
    { columns: "ref amount", passes: [{ ...reversals, suggest: true }], left: "A 1; A -1", right: "" },
    ["rev net L1,L2| suggested"],
  ],
]);
