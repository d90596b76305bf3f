/** Runs the real engine in this process and reads back what it wrote, in the oracle's words. */
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Plan, Summary } from "@recon/core";
import { reconcile } from "../run/reconcile.ts";
import type { RunRequest } from "../run/run-request.ts";
import { asStored, writeSides, type LawFormat } from "./law-files.ts";
import type { LawCase } from "./generate.ts";
import { readResultSet, type ResultSet } from "./read-result-set.ts";

export interface EngineRun extends ResultSet {
  readonly summary: Summary;
}

export interface EngineOptions {
  readonly threads?: number;
}

/** Runs a plan whose files stand in `folder`. */
export async function runPlan(plan: Plan, folder: string, options: EngineOptions = {}): Promise<EngineRun> {
  const workDir = await mkdtemp(join(folder, "work-"));
  const outDir = join(workDir, "out.result");
  const request = {
    plan,
    baseDir: folder,
    outDir,
    workDir: join(workDir, "spool"),
    memoryBytes: 1 << 30,
    threads: options.threads ?? 1,
  };
  await mkdir(request.workDir);
  try {
    const { summary } = await reconcile(request, { onStage: () => undefined });
    return { ...(await readResultSet(outDir)), summary };
  } finally {
    await rm(workDir, { recursive: true, force: true });
  }
}

/** The summary of a run that writes nothing, unless `outDir` is given. */
export async function summaryOfRun(
  plan: Plan,
  folder: string,
  options: Pick<RunRequest, "outDir" | "countsOnly"> = {},
): Promise<Summary> {
  const workDir = await mkdtemp(join(folder, "dry-"));
  const { summary } = await reconcile(
    { plan, baseDir: folder, workDir, memoryBytes: 1 << 30, threads: 1, ...options },
    { onStage: () => undefined },
  );
  return summary;
}

/** Runs a case whose sources are written in the given format. */
export async function runCase(lawCase: LawCase, format: LawFormat, options: EngineOptions = {}): Promise<EngineRun> {
  return inFolder(async (folder) => runPlan(await placed(lawCase, folder, format), folder, options));
}

/** The case's plan over files just written. */
export async function placed(lawCase: LawCase, folder: string, format: LawFormat): Promise<Plan> {
  const names = await writeSides(folder, storedCase(lawCase, format), format);
  const { plan } = lawCase;
  return {
    ...plan,
    left: { ...plan.left, files: [names.left], format },
    right: { ...plan.right!, files: [names.right], format },
  };
}

export function storedCase({ plan, left, right }: LawCase, format: LawFormat): LawCase {
  return { plan, left: asStored(left, format), right: asStored(right, format) };
}

/** A temporary folder that is gone afterwards. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "recon-laws-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
