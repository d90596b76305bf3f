import { ReconError } from "../errors.ts";
import { formatPath } from "./plan-path.ts";
import type { Plan } from "./schema.ts";

/**
 * Refuses what the plan's format holds and this version does not run: `linked` and `summed` passes and deduplication (not yet), tf-idf in
 * `compare`. Throws `PLAN_UNSUPPORTED`, naming every such place.
 */
export function checkRunnable(plan: Plan): void {
  const refused = [
    ...(plan.sources === 1 ? [{ path: "sources", message: "sources: 1 (deduplication) cannot be run yet" }] : []),
    ...plan.passes.flatMap(({ kind, name }, index) => {
      if (kind !== "linked" && kind !== "summed") return [];
      const path = formatPath(["passes", index]);
      return [{ path, message: `pass ${JSON.stringify(name)} is of kind ${kind}, which cannot be run yet` }];
    }),
    ...comparedFrequencies(plan),
  ];
  const first = refused[0];
  if (first === undefined) return;
  const message = refused.map((item) => item.message).join("; ");
  throw new ReconError("PLAN_UNSUPPORTED", message, { at: { path: first.path } });
}

/** The weights of tf-idf come from the open records of a pass; whether two matched texts agree must not hang on who else is open. */
function comparedFrequencies({ compare = [] }: Plan): { path: string; message: string }[] {
  return compare.flatMap((entry, index) => {
    if (!("similar" in entry) || entry.similar.measure !== "tfidf") return [];
    const path = formatPath(["compare", index, "similar", "measure"]);
    const why = "whose weights depend on all open records; use jaroWinkler, levenshtein or tokenSet";
    return [{ path, message: `compare cannot judge ${JSON.stringify(entry.field)} by tfidf, ${why}` }];
  });
}
