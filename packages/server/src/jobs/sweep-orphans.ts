/**
 * Removes what no row names: drafts and results of claims that were lost, parts of uploads that were given up, files of deleted sources. Folders are
 * listed first and judged by rows that are read afterwards, so nothing that came into being in between is taken for an orphan.
 */
import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import type { AppContext } from "../app-context.ts";
import { storeNow } from "./store-clock.ts";
import { indexesFolder } from "../results/reader/index-files.ts";
import { resultsFolder, sourcesFolder, worksFolder } from "./data-folders.ts";

/** A file that is being received has no row yet; nothing takes longer between its last byte and its row. */
const YOUNG_MS = 3_600_000;

type SweepContext = Pick<AppContext, "config" | "store" | "openStore" | "log">;

/** Returns how many files and folders were removed. */
export async function sweepOrphans(context: SweepContext, { youngMs = YOUNG_MS } = {}): Promise<number> {
  const removed = [
    ...(await sweepClaims(context, resultsFolder(context.config.dataDir))),
    ...(await sweepClaims(context, worksFolder(context.config.dataDir))),
    ...(await sweepIndexes(context, youngMs)),
    ...(await sweepUploads(context, youngMs)),
    ...(await sweepSources(context, youngMs)),
  ];
  if (removed.length > 0) context.log.info({ removed: removed.length }, "removed files that nothing names any more");
  return removed.length;
}

const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);

/** Folders named `<runId>.<fence>`, drafts with a suffix: they stay while the row names them or that claim is still at work. */
async function sweepClaims({ store }: SweepContext, folder: string): Promise<string[]> {
  const removed: string[] = [];
  for (const name of await namesIn(folder)) {
    const claim = /^([0-9a-f-]{36})\.(\d+)(\.draft(\.old)?)?$/.exec(name);
    if (claim === null) continue;
    const [, runId = "", fence = "", draft] = claim;
    // The job first: one that ends between the two looks has named its folder by the second.
    const job = await store
      .selectFrom("jobs")
      .select(["fence", "state"])
      .where("subject_id", "=", runId)
      .where("kind", "=", "run")
      .executeTakeFirst();
    const isAtWork = job?.state === "running" && job.fence === Number(fence);
    const isNamed = draft === undefined && folder.endsWith("results") && (await isResult(store, runId, name));
    if (isAtWork || isNamed) continue;
    await rm(join(folder, name), { recursive: true, force: true });
    removed.push(name);
  }
  return removed;
}

async function isResult(store: SweepContext["store"], runId: string, name: string): Promise<boolean> {
  const run = await store
    .selectFrom("runs")
    .select("result_folder")
    .where("id", "=", runId as never)
    .executeTakeFirst();
  return run?.result_folder === name;
}

/** Indexes whose result set is gone, which may have been built while it was deleted, and drafts of builders that were killed. */
async function sweepIndexes({ config, store }: SweepContext, youngMs: number): Promise<string[]> {
  const folder = indexesFolder(config.dataDir);
  const removed: string[] = [];
  for (const name of await namesIn(folder)) {
    const path = join(folder, name);
    const isDraft = name.startsWith(".");
    const isNeeded = isDraft ? await isYoung(path, youngMs) : await isResult(store, name.replace(/\.\d+$/, ""), name);
    if (isNeeded) continue;
    await rm(path, { recursive: true, force: true });
    removed.push(name);
  }
  return removed;
}

async function isYoung(path: string, youngMs: number): Promise<boolean> {
  const info = await stat(path).catch(() => undefined);
  return info !== undefined && Date.now() - info.mtimeMs < youngMs;
}

/** Parts without a row are what an interrupted plain upload left; those with one stay until they expire. */
async function sweepUploads({ config, store, openStore }: SweepContext, youngMs: number): Promise<string[]> {
  const folder = join(config.dataDir, "uploads");
  const names = await namesIn(folder);
  await store
    .updateTable("uploads")
    .set({ state: "aborted" })
    .where("state", "=", "receiving")
    .where("expires_at", "<", storeNow(openStore.dialect))
    .execute();
  const removed: string[] = [];
  for (const name of names) {
    const path = join(folder, name);
    const row = await store
      .selectFrom("uploads")
      .select("state")
      .where("id", "=", name.replace(/\.part$/, "") as never)
      .executeTakeFirst();
    if (row?.state === "receiving" || (row === undefined && (await isYoung(path, youngMs)))) continue;
    await rm(path, { force: true });
    removed.push(name);
  }
  return removed;
}

async function sweepSources({ config, store }: SweepContext, youngMs: number): Promise<string[]> {
  const folder = sourcesFolder(config.dataDir);
  const removed: string[] = [];
  for (const name of await namesIn(folder)) {
    const path = join(folder, name);
    // The upload first: one that becomes a source between the two looks is one by the second.
    const upload = await store
      .selectFrom("uploads")
      .select("state")
      .where("id", "=", name as never)
      .executeTakeFirst();
    const row = await store
      .selectFrom("sources")
      .select("state")
      .where("id", "=", name as never)
      .executeTakeFirst();
    const isStillUploaded = upload?.state === "receiving";
    if (
      (row !== undefined && row.state !== "deleted") ||
      isStillUploaded ||
      (row === undefined && (await isYoung(path, youngMs)))
    )
      continue;
    await rm(path, { recursive: true, force: true });
    removed.push(name);
  }
  return removed;
}
