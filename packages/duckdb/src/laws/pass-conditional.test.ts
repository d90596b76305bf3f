import { createHash } from "node:crypto";
import type { Pass } from "@recon/core";
import { amountNear, examples, near } from "./oracle-examples.ts";

examples("tolerant passes and section 5", [
  [
    "at the limit",
    { columns: "ref amount", passes: [amountNear], left: "A 10; B 10", right: "A 10.05; B 10.06" },
    ["near 1:1 L1|R1 matched", "L2 unmatched", "R2 unmatched"],
  ],
  [
    "relative, of the larger",
    {
      columns: "ref amount",
      passes: [near([{ field: "amount", within: { relative: "0.1" } }])],
      left: "A 90; B -90; C 0",
      right: "A 100; B -100.01; C 0",
    },
    ["near 1:1 L1|R1 matched", "near 1:1 L3|R3 matched", "L2 unmatched", "R2 unmatched"],
  ],
  [
    "NULL satisfies no condition",
    { columns: "ref amount", passes: [amountNear], left: "A ~", right: "A ~" },
    ["L1 unmatched", "R1 unmatched"],
  ],
  [
    "NULL in a block takes no part",
    { columns: "ref amount", passes: [amountNear], left: "~ 1", right: "~ 1" },
    ["L1 unmatched", "R1 unmatched"],
  ],
  [
    "minimum total cost, not first-wins",
    { columns: "ref amount", passes: [amountNear], left: "A 10; A 10.04", right: "A 10.04; A 10.08" },
    ["near 1:1 L1|R1 matched", "near 1:1 L2|R2 matched"],
  ],
  [
    "as many pairs as possible comes first",
    { columns: "ref amount", passes: [amountNear], left: "A 10.00; A 10.05", right: "A 10.05; A 10.10" },
    ["near 1:1 L1|R1 matched", "near 1:1 L2|R2 matched"],
  ],
  [
    "a loser of the assignment stays open",
    { columns: "ref amount", passes: [amountNear], left: "A 10; A 10.03", right: "A 10.01" },
    ["near 1:1 L1|R1 matched", "L2 unmatched"],
  ],
  [
    "a tie is a suggestion n:1",
    { columns: "ref amount", passes: [amountNear], left: "A 10; A 10.02", right: "A 10.01" },
    ["near n:1 L1,L2|R1 suggested"],
  ],
  [
    "a tie is a suggestion 1:n",
    { columns: "ref amount", passes: [amountNear], left: "A 10.01", right: "A 10; A 10.02" },
    ["near 1:n L1|R1,R2 suggested"],
  ],
  [
    "interchangeable records are no competitors",
    { columns: "ref amount", passes: [amountNear], left: "A 10; A 10.00", right: "A 10.01" },
    ["near 1:1 L1|R1 matched", "L2 unmatched"],
  ],
  [
    "different compared fields make competitors",
    { columns: "ref amount note", passes: [amountNear], left: "A 10 x; A 10 y", right: "A 10.01 z" },
    ["near n:1 L1,L2|R1 suggested"],
  ],
  [
    "a chain of ties is one suggestion",
    { columns: "ref amount note", passes: [amountNear], left: "A 10 x; A 10 y", right: "A 10 p; A 10 q" },
    ["near n:m L1,L2|R1,R2 suggested"],
  ],
  [
    "of a class all not confirmed records are suggested",
    { columns: "ref amount", passes: [amountNear], left: "A 10; A 10; A 10; A 10.08", right: "A 10.04; A 10.04" },
    ["near 1:1 L1|R1 matched", "near n:1 L2,L3,L4|R2 suggested"],
  ],
  [
    "a class is confirmed in part",
    { columns: "ref amount", passes: [amountNear], left: "A 10; A 10; A 10.08", right: "A 10.04; A 10.04" },
    ["near 1:1 L1|R1 matched", "near n:1 L2,L3|R2 suggested"],
  ],
  [
    "equal weights, equal cost: a tie across fields",
    {
      columns: "ref amount day",
      passes: [
        near([
          { field: "amount", within: { absolute: "5" } },
          { field: "day", dateWithin: { days: 5 } },
        ]),
      ],
      left: "A 10 2026-10-01",
      right: "A 11 2026-10-01; A 10 2026-10-02",
    },
    ["near 1:n L1|R1,R2 suggested"],
  ],
  [
    "weights decide it",
    {
      columns: "ref amount day",
      passes: [
        near([
          { field: "amount", within: { absolute: "5" } },
          { field: "day", dateWithin: { days: 5 }, weight: 0.1 },
        ]),
      ],
      left: "A 10 2026-10-01",
      right: "A 11 2026-10-01; A 10 2026-10-02",
    },
    ["near 1:1 L1|R2 matched", "R1 unmatched"],
  ],
  [
    "business days: Friday to Monday is one",
    {
      columns: "ref day",
      passes: [near([{ field: "day", dateWithin: { days: 1, calendar: "bank" } }])],
      plan: { calendars: { bank: { holidays: ["2026-10-06"] } } },
      left: "A 2026-10-02; B 2026-10-02; C 2026-10-02",
      right: "A 2026-10-05; B 2026-10-06; C 2026-10-07",
    },
    ["near 1:1 L1|R1 matched", "near 1:1 L2|R2 matched", "L3 unmatched", "R3 unmatched"],
  ],
  [
    "a compared field differs",
    { columns: "ref amount note", passes: [amountNear], left: "A 10 x", right: "A 10.01 y" },
    ["near 1:1 L1|R1 differs(note)"],
  ],
  [
    "a judged field does not make it differ",
    {
      columns: "ref amount",
      passes: [amountNear],
      plan: { compare: [{ field: "amount" }] },
      left: "A 10",
      right: "A 10.01",
    },
    ["near 1:1 L1|R1 matched"],
  ],
  [
    "currency rule: different currencies are no candidate",
    {
      columns: "ref amount ccy",
      passes: [amountNear],
      plan: { roles: { currency: "ccy" } },
      left: "A 10 EUR; B 10 ~",
      right: "A 10 USD; B 10 ~",
    },
    ["near 1:1 L2|R2 matched", "L1 unmatched", "R1 unmatched"],
  ],
  [
    "currency rule: only amounts",
    {
      columns: "ref day ccy",
      passes: [near([{ field: "day", dateWithin: { days: 1 } }])],
      plan: { roles: { currency: "ccy" } },
      left: "A 2026-10-01 EUR",
      right: "A 2026-10-01 USD",
    },
    ["near 1:1 L1|R1 differs(ccy)"],
  ],
  [
    "currency rule: no role, no rule",
    { columns: "ref amount ccy", passes: [amountNear], left: "A 10 EUR", right: "A 10 USD" },
    ["near 1:1 L1|R1 differs(ccy)"],
  ],
]);

/** Nothing is compared, so that records of different notes are interchangeable; hashes say who goes with whom. */
function takenByHash(): string[] {
  const hash = (text: string): string => createHash("sha256").update(text).digest("hex");
  const xFirst = hash("1:A2:101:x") < hash("1:A2:101:y");
  const nearFirst = hash("1:A5:10.01-") < hash("1:A5:10.02-");
  return xFirst === nearFirst
    ? ["near 1:1 L1|R1 matched", "near 1:1 L2|R2 matched"]
    : ["near 1:1 L1|R2 matched", "near 1:1 L2|R1 matched"];
}

examples("who is taken", [
  [
    "class pairs are served in the order of their content hashes",
    {
      columns: "ref amount note",
      passes: [amountNear],
      plan: { compare: [] },
      left: "A 10 x; A 10 y",
      right: "A 10.01 ~; A 10.02 ~",
    },
    takenByHash(),
  ],
  [
    "records of different currencies are not interchangeable under the currency rule",
    {
      columns: "ref amount ccy",
      passes: [amountNear],
      plan: { compare: [], roles: { currency: "ccy" } },
      left: "A 10 EUR; A 10 USD",
      right: "A 10.01 USD; A 10.01 GBP",
    },
    ["near 1:1 L2|R1 matched", "L1 unmatched", "R2 unmatched"],
  ],
  [
    "and the other way round",
    {
      columns: "ref amount ccy",
      passes: [amountNear],
      plan: { compare: [], roles: { currency: "ccy" } },
      left: "A 10 EUR; A 10 USD",
      right: "A 10.01 EUR; A 10.01 GBP",
    },
    ["near 1:1 L1|R1 matched", "L2 unmatched", "R2 unmatched"],
  ],
]);

examples("similar passes", [
  [
    "jaroWinkler: MARTHA, MARHTA is 0.961111",
    { columns: "ref party", passes: [similar("jaroWinkler", 0.961111)], left: "A MARTHA", right: "A Marhta" },
    ["text 1:1 L1|R1 matched"],
  ],
  [
    "jaroWinkler: just missed",
    { columns: "ref party", passes: [similar("jaroWinkler", 0.961112)], left: "A MARTHA", right: "A MARHTA" },
    ["L1 unmatched", "R1 unmatched"],
  ],
  [
    "levenshtein: kitten, sitting is 4/7",
    { columns: "ref party", passes: [similar("levenshtein", 0.571429)], left: "A kitten", right: "A sitting" },
    ["text 1:1 L1|R1 matched"],
  ],
  [
    "tokenSet: two of three tokens",
    { columns: "ref party", passes: [similar("tokenSet", 0.666667)], left: "A acme_ltd_uk", right: "A ÁCME__ltd" },
    ["text 1:1 L1|R1 matched"],
  ],
  [
    "tfidf: equal texts are 1",
    { columns: "ref party", passes: [similar("tfidf", 1)], left: "A Müller", right: "A muller" },
    ["text 1:1 L1|R1 matched"],
  ],
  [
    "the more similar one wins",
    { columns: "ref party", passes: [similar("levenshtein", 0.1)], left: "A acme", right: "A acmx; A acme" },
    ["text 1:1 L1|R2 matched", "R1 unmatched"],
  ],
]);

function similar(measure: "jaroWinkler" | "levenshtein" | "tokenSet" | "tfidf", atLeast: number): Pass {
  return {
    name: "text",
    kind: "similar",
    block: ["ref"],
    conditions: [{ field: "party", similar: { measure, atLeast } }],
  };
}
