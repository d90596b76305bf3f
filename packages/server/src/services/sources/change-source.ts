import { rm } from "node:fs/promises";
import { Problem, type ReadAs, type Source, type SourceId, type SourceStatus } from "@recon/api";
import type { AppContext } from "../../app-context.ts";
import { afterCommit, emit } from "../../events/transact.ts";
import { sourceFolder } from "../../jobs/data-folders.ts";
import { cancelJob, insertJob } from "../../jobs/job-queue.ts";
import type { Store } from "../../store/tables.ts";
import { findSource, findSourceRow, type SourceRow, toSource } from "./find-source.ts";

const CANCELLED = {
  code: "INTERRUPTED",
  detail: "Looking at the file was cancelled; have it looked at again.",
} as const;

type Context = Pick<AppContext, "store" | "openStore" | "clock" | "jobs" | "config">;

const tellChange = (
  store: Store,
  source: Pick<SourceRow, "id" | "project_id">,
  status: SourceStatus | "deleted",
): void =>
  emit(store, {
    room: `project:${source.project_id}`,
    type: "source.changed",
    data: { sourceId: source.id, projectId: source.project_id, status },
  });

export async function renameSource(
  { store, clock }: Context,
  id: SourceId,
  { name, expectedVersion }: { name: string; expectedVersion: number | undefined },
): Promise<Source> {
  const row = await store
    .updateTable("sources")
    .set((eb) => ({ name, updated_at: clock.now().toISOString(), version: eb("version", "+", 1) }))
    .where("id", "=", id)
    .where("state", "<>", "deleted")
    .$if(expectedVersion !== undefined, (query) => query.where("version", "=", expectedVersion!))
    .returningAll()
    .executeTakeFirst();
  const source = row === undefined ? await findSource(store, id) : toSource(row);
  if (row === undefined)
    throw new Problem("VERSION_CONFLICT", "Somebody changed the source in the meantime.", { current: source });
  return source;
}

/** Has the file looked at again. What runs have read of it stays as it was. */
export async function processSource(context: Context, id: SourceId, readAs: ReadAs): Promise<Source> {
  const { store, clock, jobs } = context;
  const at = clock.now().toISOString();
  const before = await findSourceRow(store, id);
  await cancelJob(store, id, "inspect", at);
  const row = await store
    .updateTable("sources")
    .set((eb) => ({
      state: "processing" as const,
      read_as: JSON.stringify(readAs),
      problem: null,
      updated_at: at,
      version: eb("version", "+", 1),
    }))
    .where("id", "=", before.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  await insertJob(context, { kind: "inspect", projectId: row.project_id, subjectId: id });
  tellChange(store, row, "processing");
  afterCommit(store, () => jobs.wake());
  return toSource(row);
}

/** Stops the look at a file; what it finds from now on is dropped. */
export async function cancelProcessing(context: Context, id: SourceId): Promise<Source> {
  const { store, clock, jobs } = context;
  const at = clock.now().toISOString();
  await findSourceRow(store, id);
  if ((await cancelJob(store, id, "inspect", at)) === "over") return findSource(store, id);
  const row = await store
    .updateTable("sources")
    .set((eb) => ({
      state: "failed" as const,
      problem: JSON.stringify(CANCELLED),
      updated_at: at,
      version: eb("version", "+", 1),
    }))
    .where("id", "=", id)
    .where("state", "=", "processing")
    .returningAll()
    .executeTakeFirst();
  if (row === undefined) return findSource(store, id);
  tellChange(store, row, "failed");
  afterCommit(store, () => jobs.cancel(id));
  return toSource(row);
}

/** Removes a source that no proof and no saved reconciliation needs. */
export async function deleteSource({ store, clock, config }: Context, id: SourceId): Promise<void> {
  const at = clock.now().toISOString();
  // The row is taken first: a run that starts now either finds the source gone or is found below.
  const source = await store
    .updateTable("sources")
    .set((eb) => ({ state: "deleted" as const, updated_at: at, version: eb("version", "+", 1) }))
    .where("id", "=", id)
    .where("state", "<>", "deleted")
    .returningAll()
    .executeTakeFirst();
  if (source === undefined) throw new Problem("NOT_FOUND");
  await requireUnused(store, source);
  await cancelJob(store, id, "inspect", at);
  tellChange(store, source, "deleted");
  // What a crash leaves behind is swept.
  afterCommit(
    store,
    () => void rm(sourceFolder(config.dataDir, id), { recursive: true, force: true }).catch(() => undefined),
  );
}

async function requireUnused(store: Store, { id, project_id }: SourceRow): Promise<void> {
  const run = await store
    .selectFrom("run_files")
    .innerJoin("runs", "runs.id", "run_files.run_id")
    .select("runs.id")
    .where("run_files.source_id", "=", id)
    .where((eb) => eb.or([eb("runs.result_folder", "is not", null), eb("runs.status", "in", ["queued", "running"])]))
    .executeTakeFirst();
  if (run !== undefined)
    throw new Problem("SOURCE_IN_USE", `The run ${run.id} reads it or its proof needs it; delete that run first.`);
  const reconciliations = await store
    .selectFrom("reconciliations")
    .select(["name", "left_sources", "right_sources"])
    .where("project_id", "=", project_id)
    .where("status", "=", "active")
    .execute();
  const user = reconciliations.find(({ left_sources, right_sources }) =>
    [left_sources, right_sources].some((list) => list.includes(id)),
  );
  if (user !== undefined)
    throw new Problem("SOURCE_IN_USE", `The reconciliation “${user.name}” names it; give that other sources first.`);
}
