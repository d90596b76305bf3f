import type { PlanEdit, PlanPath } from "@recon/core";
import { listOf, recordOf, type Loose, type LoosePlan } from "./loose-plan.ts";

/**
 * Takes a field out of a plan and out of everything that names it. What a pass cannot be without (its sum, its last
 * key) stays and becomes a fault at its place: nothing else is right to put there.
 */
export function removalOfField(plan: LoosePlan | undefined, name: string): PlanEdit[] {
  if (plan === undefined) return [];
  const roles = Object.entries(plan.roles)
    .filter(([, field]) => field === name)
    .map(([role]) => ["roles", role]);
  const paths: PlanPath[] = [
    ...plan.passes.flatMap((pass, i) => placesIn(pass, ["passes", i], name)),
    ...entriesNaming(plan.compare ?? [], ["compare"], name),
    ...roles,
    ["fields", name],
  ];
  return paths.map((path) => ({ kind: "remove", path }));
}

function placesIn(pass: Loose, at: PlanPath, name: string): PlanPath[] {
  const keys = ["on", "block"].flatMap((key) => {
    const names = listOf(pass[key]);
    return names.length > 1 ? entriesNaming(names, [...at, key], name) : [];
  });
  const conditions = listOf(pass["conditions"]);
  return [...keys, ...(conditions.length > 1 ? entriesNaming(conditions, [...at, "conditions"], name) : [])];
}

/** Last first: a removal moves what stands behind it. */
function entriesNaming(entries: readonly unknown[], at: PlanPath, name: string): PlanPath[] {
  return entries
    .map((entry, i) => ({ i, names: entry === name || recordOf(entry)["field"] === name }))
    .filter(({ names }) => names)
    .map(({ i }) => [...at, i])
    .toReversed();
}
