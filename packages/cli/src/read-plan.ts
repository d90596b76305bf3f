import { readFile } from "node:fs/promises";
import { checkRunnable, parsePlan, ReconError, type Plan } from "@recon/core";

/** Reads and checks a plan; throws all its faults together, each with its place in the file. */
export async function readPlan(file: string): Promise<Plan> {
  const plan = parsePlan(await readPlanText(file), file);
  checkRunnable(plan);
  return plan;
}

export async function readPlanText(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const what =
      code === "ENOENT"
        ? "there is no such plan"
        : code === "EISDIR"
          ? "is a folder, not a plan"
          : `cannot be read (${code})`;
    throw new ReconError("USAGE", `${file}: ${what}; make one with "recon init LEFT RIGHT -o ${file}"`, {
      at: { file },
      cause: error,
    });
  }
}
