import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Plan, Summary } from "@recon/core";
import { verifyResultSet } from "@recon/verify";
import { readResultSet, type ResultSet } from "./read-result-set.ts";
import { inFolder, withResultSet } from "./run-engine.ts";

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

export interface WrittenCase {
  /** Texts by file name, in the order they are read; those whose name begins with `left` are the left source's. */
  readonly files: Readonly<Record<string, string>>;
  /** Without passes, one on the field `id`. */
  readonly plan: Pick<Plan, "fields"> & Partial<Omit<Plan, "left" | "right">>;
}

/** `prove` over files just written. */
export async function proveFiles({ files, plan }: WrittenCase): Promise<Proof> {
  return inFolder(async (folder) => {
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    const named = (side: string) => ({ files: Object.keys(files).filter((name) => name.startsWith(side)) });
    const passes: Plan["passes"] = [{ name: "exact", kind: "keyed", on: ["id"] }];
    return prove({ version: 1, name: "written", passes, ...plan, left: named("left"), right: named("right") }, folder);
  });
}

export const lines = (...texts: readonly string[]): string => texts.map((text) => `${text}\n`).join("");
