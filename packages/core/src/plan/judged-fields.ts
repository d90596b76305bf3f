import { equalLists, passJudgements } from "./plan-uses.ts";
import type { CompareEntry, Pass, Plan } from "./schema.ts";

/** The fields a pass judges itself (docs/matching.md, 3): keys, conditions, sums; each once, in the order of the pass. */
export function judgedFields(pass: Pass): string[] {
  const equal = equalLists([], pass).flatMap(({ fields }) => fields);
  const judged = passJudgements([], pass).map(({ field }) => field);
  return [...new Set([...equal, ...judged, ...("sum" in pass ? [pass.sum.field] : [])])];
}

/**
 * What is compared in a pair that the pass forms: the entries of `compare`, or all fields in their order when it is
 * absent, without those the pass judges. Grouped passes compare nothing; netted ones for interchangeability only.
 */
export function comparedFields(plan: Pick<Plan, "fields" | "compare">, pass: Pass): CompareEntry[] {
  if (pass.kind === "grouped" || pass.kind === "summed") return [];
  const judged = new Set(judgedFields(pass));
  const entries: CompareEntry[] = plan.compare ?? Object.keys(plan.fields).map((field) => ({ field }));
  return entries.filter(({ field }) => !judged.has(field));
}
