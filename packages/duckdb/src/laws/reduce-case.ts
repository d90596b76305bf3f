/** Makes a case that the engine and the oracle disagree on as small as it goes, one part at a time. */
import type { Plan } from "@recon/core";
import { checkPlan } from "@recon/core";
import type { LawCase } from "./generate.ts";
import type { OracleSource } from "./oracle-types.ts";

const MAX_ATTEMPTS = 150;

/** Drops rows, passes and settings as long as `fails` says that the rest still fails. */
export async function reduceCase(lawCase: LawCase, fails: (smaller: LawCase) => Promise<boolean>): Promise<LawCase> {
  let [smallest, attempts] = [lawCase, 0];
  for (let changed = true; changed;) {
    changed = false;
    for (const smaller of smallerCases(smallest)) {
      if (++attempts > MAX_ATTEMPTS) return smallest;
      if (checkPlan(smaller.plan).length > 0 || !(await fails(smaller))) continue;
      smallest = smaller;
      changed = true;
      break;
    }
  }
  return smallest;
}

function* smallerCases({ plan, left, right }: LawCase): Generator<LawCase> {
  for (let i = 0; i < left.rows.length; i++) yield { plan, left: without(left, i), right };
  for (let i = 0; i < right.rows.length; i++) yield { plan, left, right: without(right, i) };
  for (const smaller of smallerPlans(plan)) yield { plan: smaller, left, right };
}

function* smallerPlans(plan: Plan): Generator<Plan> {
  const { roles, compare, ...rest } = plan;
  if (plan.passes.length > 1)
    for (let i = 0; i < plan.passes.length; i++) yield { ...plan, passes: plan.passes.toSpliced(i, 1) };
  if (roles !== undefined) yield { ...rest, ...(compare && { compare }) };
  if (compare !== undefined) yield { ...rest, ...(roles && { roles }) };
  for (const side of ["left", "right"] as const) {
    const { exclude, ...source } = plan[side]!;
    if (exclude !== undefined) yield { ...plan, [side]: source };
  }
  for (const name of Object.keys(plan.fields)) {
    const { [name]: dropped, ...fields } = plan.fields;
    yield { ...plan, fields };
    for (const setting of ["normalise", "onInvalid", "negate"] as const) {
      if (dropped?.[setting] === undefined) continue;
      const { [setting]: _, ...field } = dropped;
      yield { ...plan, fields: { ...plan.fields, [name]: field } };
    }
  }
}

function without({ header, rows }: OracleSource, index: number): OracleSource {
  return { header, rows: rows.toSpliced(index, 1) };
}
