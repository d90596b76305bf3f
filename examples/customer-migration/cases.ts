import type { CaseKind } from "../generator/case-book.ts";

const changed = { left: "differs", right: "differs", groups: { "1:1": 1 } } as const;

/** Every fate of a customer and what becomes of it under `customer-migration.recon.yaml`. */
export const kinds = {
  sound: {
    about: "Arrived unchanged but for its format.",
    left: "matched",
    right: "matched",
    groups: { "1:1": 1 },
    ordinary: true,
  },
  lost: { about: "Not in the new table.", left: "unmatched" },
  invented: { about: "Only in the new table.", right: "unmatched" },
  doubled: {
    about: "Twice in the new table; which of the two is surplus does not matter.",
    left: "matched",
    right: ["duplicate", "matched"],
    groups: { "1:1": 1 },
  },
  doubledAndChanged: {
    about: "Twice in the new table, each copy changed in another way: a person decides which is the customer.",
    left: "suggested",
    right: "suggested",
    together: true,
  },
  truncated: { about: "The new last name has room for 20 characters.", ...changed, fields: ["last_name"] },
  encoding: { about: "UTF-8 read as Windows-1252: Müller became MÃ¼ller.", ...changed, fields: ["last_name"] },
  dayEarlier: { about: "Summer births moved one day back by a time zone.", ...changed, fields: ["birth_date"] },
  zeroLost: { about: "A postcode was a number on its way: 01067 became 1067.", ...changed, fields: ["postcode"] },
  signLost: { about: "The trailing minus was dropped.", ...changed, fields: ["balance"] },
  phoneChanged: { about: "Another phone number.", ...changed, fields: ["phone"] },
  cityChanged: { about: "Another city and postcode.", ...changed, fields: ["city", "postcode"] },
  impossibleDate: { about: "A date of birth that no calendar has.", left: "rejected", right: "unmatched" },
  testAccount: { about: "Test accounts, excluded by the plan and not migrated.", left: "excluded" },
} satisfies Record<string, CaseKind>;

/** Name of a customer's fate. */
export type Kind = keyof typeof kinds;

/** How many customers meet each fate. */
export const counts: Record<Kind, number> = {
  sound: 24_462,
  lost: 40,
  invented: 12,
  doubled: 25,
  doubledAndChanged: 5,
  truncated: 70,
  encoding: 90,
  dayEarlier: 120,
  zeroLost: 35,
  signLost: 24,
  phoneChanged: 60,
  cityChanged: 45,
  impossibleDate: 6,
  testAccount: 18,
};
