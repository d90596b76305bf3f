import { rm } from "node:fs/promises";
import { Problem, type Run, type RunId } from "@recon/api";
import type { AppContext } from "../../app-context.ts";
import { afterCommit, emit } from "../../events/transact.ts";
import { resultFolder } from "../../jobs/data-folders.ts";
import { cancelJob } from "../../jobs/job-queue.ts";
import { endRun, loadRun, runRooms, runSubject } from "../../jobs/run-writes.ts";
import { findRun, findRunRow } from "./find-run.ts";

type Context = Pick<AppContext, "store" | "openStore" | "clock" | "jobs" | "config" | "results" | "log">;

/** A waiting run ends here and now; a running one is asked to stop, by its worker's heartbeat if that is another server. */
export async function cancelRun({ store, clock, jobs }: Context, id: RunId): Promise<Run> {
  await findRunRow(store, id);
  const at = clock.now().toISOString();
  const outcome = await cancelJob(store, id, "run", at);
  if (outcome === "cancelled") {
    const run = await loadRun(store, id);
    await endRun(store, run, { status: "cancelled", at, set: {} });
    for (const room of runRooms(run)) emit(store, { room, type: "run.cancelled", data: runSubject(run) });
  }
  if (outcome === "asked") afterCommit(store, () => jobs.cancel(id));
  return findRun(store, id);
}

/** Hides a run that is over and removes its result set. */
export async function deleteRun({ store, clock, config, results, log }: Context, id: RunId): Promise<void> {
  const run = await findRunRow(store, id);
  if (run.status === "queued" || run.status === "running")
    throw new Problem("CONFLICT", "The run is not over; cancel it first.");
  const at = clock.now().toISOString();
  await cancelJob(store, id, "verify", at);
  await store
    .updateTable("runs")
    .set({ deleted_at: at, result_folder: null, ...(run.result_folder === null ? {} : { result_removed_at: at }) })
    .where("id", "=", id)
    .execute();
  for (const room of runRooms(run))
    emit(store, { room, type: "run.changed", data: { ...runSubject(run), what: "deleted" } });
  const { result_folder: folder } = run;
  if (folder === null) return;
  afterCommit(store, () => {
    results
      .forget(folder)
      .then(() => rm(resultFolder(config.dataDir, folder), { recursive: true, force: true }))
      .catch((error: unknown) =>
        log.warn({ err: error, folder }, "a deleted result set is still there; the next sweep removes it"),
      );
  });
}
