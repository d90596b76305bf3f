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
  return withResultSet({ plan, folder, ...options }, async (outDir, summary) => {
    return { ...(await readResultSet(outDir)), summary };
  });
}

export interface RunInFolder extends EngineOptions {
  readonly plan: Plan;
  readonly folder: string;
}

/** Runs a plan whose files stand in `folder` and lends its result set, which is gone afterwards. */
export async function withResultSet<T>(
  { plan, folder, threads = 1 }: RunInFolder,
  use: (outDir: string, summary: Summary) => Promise<T>,
): Promise<T> {
  const place = await mkdtemp(join(folder, "work-"));
  const outDir = join(place, "out.result");
  const workDir = join(place, "spool");
  await mkdir(workDir);
  try {
    const request: RunRequest = { plan, baseDir: folder, outDir, workDir, memoryBytes: 1 << 30, threads };
    const { summary } = await reconcile(request, { onStage: () => undefined });
    return await use(outDir, summary);
  } finally {
    await rm(place, { recursive: true, force: true });
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
