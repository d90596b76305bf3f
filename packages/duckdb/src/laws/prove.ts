import { join } from "node:path";
import type { Plan, Summary } from "@recon/core";
import { verifyResultSet } from "@recon/verify";
import { readResultSet, type ResultSet } from "./read-result-set.ts";
import { withResultSet } from "./run-engine.ts";

export interface Proof {
  readonly summary: Summary;
  readonly result: ResultSet;
  /** What the verifier doubts, the sources included. */
  readonly findings: string[];
}

/** Runs a plan whose files stand in `folder`, and lets the verifier judge the result set against these files. */
export async function prove(plan: Plan, folder: string): Promise<Proof> {
  return withResultSet({ plan, folder }, async (outDir, summary) => {
    const paths = (files: readonly string[]): string[] => files.map((file) => join(folder, file));
    const sources = { left: paths(plan.left.files), right: paths(plan.right!.files) };
    const { findings } = await verifyResultSet(outDir, sources);
    const told = findings.map(({ check, message, at }) => `${check}: ${message} ${JSON.stringify(at ?? {})}`);
    return { summary, result: await readResultSet(outDir), findings: told };
  });
}
