import type { CaseKind } from "../generator/case-book.ts";

const changed = { left: "differs", right: "differs", groups: { "1:1": 1 } } as const;

/** Every kind of row and what becomes of it under `recon compare old.csv new.csv --key id`. */
export const kinds = {
  same: { about: "Unchanged.", left: "matched", right: "matched", groups: { "1:1": 1 }, ordinary: true },
  otherText: {
    about: "The same amount in another notation (12.50 and 12.5): equal, since the column is a number.",
    left: "matched",
    right: "matched",
    groups: { "1:1": 1 },
  },
  gone: { about: "Only in old.csv.", left: "unmatched" },
  added: { about: "Only in new.csv.", right: "unmatched" },
  amountChanged: { about: "One cent or more off.", ...changed, fields: ["amount"] },
  statusChanged: { about: "Another status.", ...changed, fields: ["status"] },
  dateChanged: { about: "A later date.", ...changed, fields: ["booked"] },
  twoChanged: { about: "Amount and status changed.", ...changed, fields: ["amount", "status"] },
  customerGone: { about: "The customer's name is empty in new.csv.", ...changed, fields: ["customer"] },
  doubled: {
    about: "Twice in new.csv; which of the two is surplus does not matter.",
    left: "matched",
    right: ["duplicate", "matched"],
    groups: { "1:1": 1 },
  },
  twiceInBoth: {
    about: "Twice in both files: legitimate, paired two to two.",
    left: "matched",
    right: "matched",
    groups: { "1:1": 2 },
  },
} satisfies Record<string, CaseKind>;

/** Name of a kind of row. */
export type Kind = keyof typeof kinds;

/** How many cases of each kind the files hold. */
export const counts: Record<Kind, number> = {
  same: 1_897,
  otherText: 8,
  gone: 11,
  added: 14,
  amountChanged: 24,
  statusChanged: 18,
  dateChanged: 12,
  twoChanged: 5,
  customerGone: 3,
  doubled: 6,
  twiceInBoth: 4,
};
