import { ReconError } from "../errors.ts";
import { formatPath } from "./plan-path.ts";
import type { Plan } from "./schema.ts";

/**
 * Refuses what the plan's format holds already and this version cannot run yet: `linked` and `summed` passes and
 * deduplication. Throws `PLAN_UNSUPPORTED`, naming every such pass and its kind.
 */
export function checkRunnable(plan: Plan): void {
  const refused = [
    ...(plan.sources === 1 ? [{ path: "sources", message: "sources: 1 (deduplication) cannot be run yet" }] : []),
    ...plan.passes.flatMap(({ kind, name }, index) => {
      if (kind !== "linked" && kind !== "summed") return [];
      const path = formatPath(["passes", index]);
      return [{ path, message: `pass ${JSON.stringify(name)} is of kind ${kind}, which cannot be run yet` }];
    }),
  ];
  const first = refused[0];
  if (first === undefined) return;
  const message = refused.map((item) => item.message).join("; ");
  throw new ReconError("PLAN_UNSUPPORTED", message, { at: { path: first.path } });
}
