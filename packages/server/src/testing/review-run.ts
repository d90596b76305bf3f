/** A small run with a break of every kind, for tests of the review. */
import type { ProjectId } from "@recon/api";
import { insertRun, type TestRun } from "./test-run.ts";
import type { TestServer, TestUser } from "./test-server.ts";

const plan = {
  name: "review",
  fields: {
    id: { type: "text" },
    party: { type: "text" },
    amount: { type: "money" },
    currency: { type: "currency" },
    booked: { type: "date" },
  },
  roles: { amount: "amount", currency: "currency", date: "booked" },
  compare: [{ field: "amount", within: { absolute: "0.00" } }],
  passes: [
    { name: "key", kind: "keyed", on: ["id"] },
    {
      name: "near",
      kind: "tolerant",
      block: ["party"],
      conditions: [{ field: "amount", within: { absolute: "0.05" }, weight: 1 }],
      suggest: true,
    },
  ],
} as never;

const header = "id,party,amount,currency,booked";
const lines = (rows: readonly string[]): string => `${[header, ...rows].join("\n")}\n`;

/**
 * Left 1, 2: matched. Left 3: differs by 0.01 from right 3. Left 4 and 5 compete for right 4 in a suggestion. Left 6, 7, 8 and
 * right 5, 6, 7, 8 are left over: left 6 and 7 add up to right 6, left 8 takes
 * back left 7; right 8 is in another currency.
 */
export const reviewLeft = lines([
  "A1,Acme,10.00,EUR,2026-01-01",
  "A2,Acme,20.00,EUR,2026-01-02",
  "A3,Beta,30.00,EUR,2026-01-03",
  "A4,Gamma,40.00,EUR,2026-01-04",
  "A5,Gamma,40.02,EUR,2026-01-05",
  "A6,Delta,60.00,EUR,2026-01-06",
  "A7,Delta,40.00,EUR,2026-01-07",
  "A8,Omega,-40.00,EUR,2026-01-08",
]);
export const reviewRight = lines([
  "A1,Acme,10.00,EUR,2026-01-01",
  "A2,Acme,20.00,EUR,2026-01-02",
  "A3,Beta,30.01,EUR,2026-01-03",
  "B4,Gamma,40.01,EUR,2026-01-04",
  "B5,Kappa,40.01,EUR,2026-01-05",
  "B6,Sigma,100.00,EUR,2026-01-06",
  "B7,Sigma,60.00,EUR,2026-01-07",
  "B8,Sigma,60.00,USD,2026-01-08",
]);

export function insertReviewRun(
  server: TestServer,
  { by, projectId }: { by: TestUser; projectId: ProjectId },
): Promise<TestRun> {
  return insertRun(server, { by, projectId, plan, left: reviewLeft, right: reviewRight });
}
