import { examples, keyed, ref, refAmount, refNote } from "./oracle-examples.ts";

examples("keyed passes", [
  [
    "equal keys match, others are left",
    { ...ref, left: "A; B", right: "C; A" },
    ["exact 1:1 L1|R2 matched", "L2 unmatched", "R1 unmatched"],
  ],
  ["NULL never equals NULL in a key", { ...ref, left: "~", right: "~" }, ["L1 unmatched", "R1 unmatched"]],
  ["an empty text is NULL", { ...ref, left: "''", right: "''" }, ["L1 unmatched", "R1 unmatched"]],
  ["NULL equals NULL among compared fields", { ...refNote, left: "A ~", right: "A ~" }, ["exact 1:1 L1|R1 matched"]],
  ["NULL differs from a value", { ...refNote, left: "A ~", right: "A x" }, ["exact 1:1 L1|R1 differs(note)"]],
  [
    "one value has many texts",
    { ...refAmount, left: "A 10; B (10.00); C -5", right: "A 010.00; B -10.0; C 5-" },
    ["exact 1:1 L1|R1 matched", "exact 1:1 L2|R2 matched", "exact 1:1 L3|R3 matched"],
  ],
  ["a difference makes it differs", { ...refAmount, left: "A 10", right: "A 11" }, ["exact 1:1 L1|R1 differs(amount)"]],
  [
    "fields named by compare only",
    { ...refAmount, plan: { compare: [] }, left: "A 10", right: "A 11" },
    ["exact 1:1 L1|R1 matched"],
  ],
  [
    "a tolerance, at its limit",
    {
      ...refAmount,
      plan: { compare: [{ field: "amount", within: { absolute: "0.05" } }] },
      left: "A 10; B 10",
      right: "A 10.05; B 10.051",
    },
    ["exact 1:1 L1|R1 matched", "exact 1:1 L2|R2 differs(amount)"],
  ],
  [
    "a tolerance never makes NULL equal a value",
    {
      ...refAmount,
      plan: { compare: [{ field: "amount", within: { absolute: "5" } }] },
      left: "A ~; B ~",
      right: "A 0; B ~",
    },
    ["exact 1:1 L1|R1 differs(amount)", "exact 1:1 L2|R2 matched"],
  ],
  [
    "a compare entry the pass judges is left out",
    { ...refNote, plan: { compare: [{ field: "ref" }, { field: "note" }] }, left: "A x", right: "A y" },
    ["exact 1:1 L1|R1 differs(note)"],
  ],
]);

examples("law 5: duplicates", [
  [
    "two equal pair with two equal",
    { ...refNote, left: "A x; A x", right: "A x; A x" },
    ["exact 1:1 L1|R1 matched", "exact 1:1 L2|R2 matched"],
  ],
  [
    "only the surplus is a duplicate",
    { ...refNote, left: "A x; A x; A x", right: "A x; A x" },
    ["exact 1:1 L1|R1 matched", "exact 1:1 L2|R2 matched", "L3 duplicate"],
  ],
  [
    "duplicates without a counterpart key are unmatched",
    { ...ref, left: "A; A", right: "B" },
    ["L1 unmatched", "L2 unmatched", "R1 unmatched"],
  ],
  [
    "rule 1: equal ones pair first",
    { ...refNote, left: "A x; A y", right: "A y; A z" },
    ["exact 1:1 L1|R2 differs(note)", "exact 1:1 L2|R1 matched"],
  ],
  [
    "rule 2: a rest without a counterpart is duplicate",
    { ...refNote, left: "A x; A y", right: "A y" },
    ["exact 1:1 L2|R1 matched", "L1 duplicate"],
  ],
  [
    "rule 3: interchangeable rests pair as differs, surplus duplicate",
    { ...refNote, left: "A x; A x; A x", right: "A y; A y" },
    ["exact 1:1 L1|R1 differs(note)", "exact 1:1 L2|R2 differs(note)", "L3 duplicate"],
  ],
  [
    "rule 3 within a tolerance matches",
    {
      ...refAmount,
      plan: { compare: [{ field: "amount", within: { absolute: "1" } }] },
      left: "A 1",
      right: "A 2; A 2",
    },
    ["exact 1:1 L1|R1 matched", "R2 duplicate"],
  ],
  [
    "rule 4: n:n rests are assigned by least difference",
    { ...refAmount, left: "A 10; A 20", right: "A 21; A 11" },
    ["exact 1:1 L1|R2 differs(amount)", "exact 1:1 L2|R1 differs(amount)"],
  ],
  [
    "rule 4: the number of differing fields comes first",
    { columns: "ref amount note", passes: [keyed], left: "A 10 x; A 99 y", right: "A 10.01 y; A 99.01 x" },
    ["exact 1:1 L1|R2 differs(amount)", "exact 1:1 L2|R1 differs(amount)"],
  ],
  [
    "rule 4: a difference within tolerance counts as none",
    {
      columns: "ref amount note",
      passes: [keyed],
      plan: { compare: [{ field: "amount", within: { absolute: "1" } }, { field: "note" }] },
      left: "A 10 x; A 99 y",
      right: "A 10.5 y; A 99.5 z",
    },
    ["exact 1:1 L1|R1 differs(note)", "exact 1:1 L2|R2 differs(note)"],
  ],
  [
    "rule 4: days count like units",
    { columns: "ref day", passes: [keyed], left: "A 2026-10-01; A 2026-10-09", right: "A 2026-10-08; A 2026-10-02" },
    ["exact 1:1 L1|R2 differs(day)", "exact 1:1 L2|R1 differs(day)"],
  ],
  [
    "rule 4: a tie is one suggestion",
    { ...refNote, left: "A x; A y", right: "A p; A q" },
    ["exact n:m L1,L2|R1,R2 suggested"],
  ],
  [
    "rule 4: 2 + 2 is less than 12 + 8",
    { ...refAmount, left: "A 10; A 20", right: "A 12; A 22" },
    ["exact 1:1 L1|R1 differs(amount)", "exact 1:1 L2|R2 differs(amount)"],
  ],
  [
    "rule 4: nested amounts tie",
    { ...refAmount, left: "A 10; A 20", right: "A 30; A 40" },
    ["exact n:m L1,L2|R1,R2 suggested"],
  ],
  [
    "rule 4: what is certain is confirmed beside a tie",
    { columns: "ref amount note", passes: [keyed], left: "A 10 x; A 20 y; A 900 z", right: "A 30 p; A 40 q; A 901 z" },
    ["exact n:m L1,L2|R1,R2 suggested", "exact 1:1 L3|R3 differs(amount)"],
  ],
  [
    "rule 4: two classes of two are no tie",
    { ...refNote, left: "A x; A x; A y; A y", right: "A p; A p; A p; A p" },
    [
      "exact 1:1 L1|R1 differs(note)",
      "exact 1:1 L2|R2 differs(note)",
      "exact 1:1 L3|R3 differs(note)",
      "exact 1:1 L4|R4 differs(note)",
    ],
  ],
  [
    "rule 5: another n:m rest is a suggestion",
    { ...refNote, left: "A x; A y", right: "A z" },
    ["exact n:1 L1,L2|R1 suggested"],
  ],
  [
    "rule 5: 2:3 with unequal contents",
    { ...refNote, left: "A x; A y", right: "A p; A p; A q" },
    ["exact n:m L1,L2|R1,R2,R3 suggested"],
  ],
  [
    "a flagged record stays open for later passes",
    {
      columns: "ref note",
      passes: [keyed, { name: "notes", kind: "keyed", on: ["note"] }],
      left: "A x; A x",
      right: "A x; B x",
    },
    ["exact 1:1 L1|R1 matched", "notes 1:1 L2|R2 differs(ref)"],
  ],
]);
