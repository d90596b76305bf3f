/** Plans that between them use every kind of pass and condition, with a few records that make every path do something. */
import type { Pass, Plan } from "@recon/core";

export interface ExampleRun {
  readonly plan: Omit<Plan, "version" | "name" | "left" | "right">;
  readonly left: string;
  readonly right: string;
}

const keyed: Pass = { name: "exact", kind: "keyed", on: ["ref", "ccy"] };
const fields: Plan["fields"] = {
  ref: { type: "text", normalise: ["trim", "upper", { replace: ["^INV-", ""] }] },
  amount: { type: "money" },
  ccy: { type: "currency" },
  day: { type: "date" },
  party: { type: "text", normalise: ["fold", "squeeze"] },
};
const roles = { amount: "amount", currency: "ccy", date: "day" };
const calendars = { business: { holidays: ["2026-10-06"] } };
const header = "ref,amount,ccy,day,party\n";
const left = `${header}A,10.00,EUR,2026-10-02,Müller GmbH\nA,10.00,EUR,2026-10-05,Acme\nA,12.00,EUR,2026-10-05,Acme\nB,5,EUR,2026-10-02,Foo\nB,-5,EUR,2026-10-02,Foo\nC,7,USD,,\n`;
const right = `${header}A,10.00,EUR,2026-10-03,Muller GmbH\nA,11.00,EUR,2026-10-05,Acme Ltd\nA,12.50,EUR,2026-10-07,Acme\nB,5,EUR,2026-10-02,Foo\nC,3,USD,2026-10-02,Bar\nC,4,USD,2026-10-02,Bar\n`;
const data = { left, right };

export const exampleRuns: Readonly<Record<string, ExampleRun>> = {
  keyed: { ...data, plan: { fields, roles, passes: [keyed] } },
  "keyed-within-tolerance": {
    ...data,
    plan: {
      fields: { ...fields, amount: { type: "money", onInvalid: "keep" } },
      roles,
      calendars,
      compare: [
        { field: "amount", within: { absolute: "0.50" } },
        { field: "day", dateWithin: { days: 1, calendar: "business" } },
        { field: "party", similar: { measure: "jaroWinkler", atLeast: 0.9 } },
      ],
      passes: [keyed],
    },
  },
  tolerant: {
    ...data,
    plan: {
      fields,
      roles,
      calendars,
      passes: [
        {
          name: "near",
          kind: "tolerant",
          block: ["ref"],
          conditions: [
            { field: "amount", within: { absolute: "0.50" } },
            { field: "day", dateWithin: { days: 3, calendar: "business" }, weight: 0.1 },
          ],
        },
        {
          name: "share",
          kind: "tolerant",
          suggest: true,
          block: ["ref"],
          conditions: [{ field: "amount", within: { relative: "0.1" } }],
        },
      ],
    },
  },
  similar: {
    ...data,
    plan: {
      fields,
      passes: [
        {
          name: "tokens",
          kind: "similar",
          block: ["ref"],
          conditions: [{ field: "party", similar: { measure: "tokenSet", atLeast: 0.5 } }],
        },
        {
          name: "distance",
          kind: "similar",
          block: ["ref"],
          conditions: [{ field: "party", similar: { measure: "levenshtein", atLeast: 0.5 } }],
        },
        {
          name: "grams",
          kind: "similar",
          block: ["ref"],
          conditions: [{ field: "party", similar: { measure: "tfidf", atLeast: 0.2 } }],
        },
      ],
    },
  },
  grouped: {
    ...data,
    plan: {
      fields,
      roles,
      passes: [
        {
          name: "payouts",
          kind: "grouped",
          shape: "1:n",
          on: ["ref", "ccy"],
          sum: { field: "amount", within: { absolute: "0" }, residual: { upTo: { relative: "0.03" }, reason: "fee" } },
        },
        {
          name: "many",
          kind: "grouped",
          shape: "n:m",
          suggest: true,
          on: ["ref"],
          sum: { field: "amount", within: { absolute: "2" } },
        },
      ],
    },
  },
  netted: {
    ...data,
    plan: {
      fields,
      roles,
      passes: [
        {
          name: "reversals",
          kind: "netted",
          side: "left",
          on: ["ref", "ccy"],
          sum: { field: "amount", within: { absolute: "0" } },
        },
        keyed,
      ],
    },
  },
};
