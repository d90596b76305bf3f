import { createHash } from "node:crypto";
import { type PlanInput, Problem } from "@recon/api";
import { parsePlan, type Plan, PlanFaults, planToYaml, stringifyPlan } from "@recon/core";

/** What messages call the plan. */
export const PLAN_NAME = "plan";

export interface ReadPlan {
  readonly plan: Plan;
  /** As it was written, comments included. */
  readonly text: string;
  /** sha256 of its canonical JSON. */
  readonly hash: string;
}

/** Reads a plan that was sent as text or as an object. Throws `PlanFaults`. */
export function readPlan(input: PlanInput): ReadPlan {
  const isText = typeof input === "string";
  const plan = parsePlan(isText ? input : JSON.stringify(input, null, 2), PLAN_NAME);
  const hash = createHash("sha256").update(stringifyPlan(plan)).digest("hex");
  return { plan, text: isText ? input : planToYaml(plan, {}), hash };
}

/** The same; a plan that is not valid is a problem with every fault in `errors`. */
export function requirePlan(input: PlanInput): ReadPlan {
  try {
    return readPlan(input);
  } catch (error) {
    if (!(error instanceof PlanFaults)) throw error;
    const errors = error.faults.map(({ path, line, column, message }) => ({
      path: path === "" ? "plan" : `plan.${path}`,
      message: typeof input === "string" ? `line ${line}, column ${column}: ${message}` : message,
    }));
    throw new Problem("PLAN_INVALID", error.message, { errors, cause: error });
  }
}
