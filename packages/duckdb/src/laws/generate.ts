/** Cases for the laws: a plan and two small sources, seeded and shrinkable through fast-check. */
import type { Plan } from "@recon/core";
import fc from "fast-check";
import { arbitraryMixedPlan, arbitrarySimplePlan, type Layout } from "./generate-plan.ts";
import { arbitrarySources, fieldNames, type Carrier, type FieldName } from "./generate-rows.ts";
import { OracleTooLarge, type OracleSource } from "./oracle-types.ts";
import { reconcile } from "./oracle.ts";

export interface LawCase {
  readonly plan: Plan;
  readonly left: OracleSource;
  readonly right: OracleSource;
}

const MAX_ROWS = 8;

const carrier: fc.Arbitrary<Carrier> = fc.record({
  amount: fc.oneof(
    { weight: 12, arbitrary: fc.constant("plain" as const) },
    { weight: 3, arbitrary: fc.constantFrom("debitCredit" as const, "minorUnits" as const, "comma" as const) },
  ),
  memo: fc.constantFrom(false, false, true),
  prefix: fc.constantFrom("", "", "", "x_"),
});

const fields: fc.Arbitrary<FieldName[]> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom<FieldName[]>(["ref", "amount"], ["ref", "amount", "ccy"], ["ref", "note"]) },
  { weight: 3, arbitrary: fc.subarray([...fieldNames], { minLength: 1, maxLength: 5 }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom<FieldName[]>(["ref", "amount", "day", "party"], ["ref", "amount", "ccy", "day", "note"]),
  },
);

export const arbitraryLayout: fc.Arbitrary<Layout> = fc.record({
  fields,
  carriers: fc.record({ left: carrier, right: carrier }),
});

/** Both sources of one case. */
export function sourcesOf(layout: Layout): fc.Arbitrary<{ left: OracleSource; right: OracleSource }> {
  return arbitrarySources(layout.fields, layout.carriers, MAX_ROWS);
}

function caseOf(planOf: (layout: Layout) => fc.Arbitrary<Plan>): fc.Arbitrary<LawCase> {
  return arbitraryLayout.chain((drawn) =>
    fc.record({ plan: planOf(drawn), sources: sourcesOf(drawn) }).map(({ plan, sources }) => ({ plan, ...sources })),
  );
}

/** Two of five cases are the product's main job (one keyed pass that compares the rest), the others mix all kinds. */
export const arbitraryCase: fc.Arbitrary<LawCase> = fc
  .oneof({ weight: 2, arbitrary: caseOf(arbitrarySimplePlan) }, { weight: 3, arbitrary: caseOf(arbitraryMixedPlan) })
  .filter(fitsOracle);

/** Whether the oracle can decide the case by enumeration. */
export function fitsOracle({ plan, left, right }: LawCase): boolean {
  try {
    reconcile(plan, left, right);
    return true;
  } catch (error) {
    if (error instanceof OracleTooLarge) return false;
    throw error;
  }
}

/** The case as a snippet that runs the oracle again when pasted into a test. */
export function describeCase({ plan, left, right }: LawCase): string {
  const source = (name: string, { header, rows }: OracleSource): string =>
    [
      `const ${name}: OracleSource = {`,
      `  header: ${JSON.stringify(header)},`,
      "  rows: [",
      ...rows.map((row) => `    ${JSON.stringify(row)},`),
      "  ],",
      "};",
    ].join("\n");
  const parts = [`const plan: Plan = ${JSON.stringify(plan, null, 2)};`, source("left", left), source("right", right)];
  return [...parts, "reconcile(plan, left, right);"].join("\n");
}
