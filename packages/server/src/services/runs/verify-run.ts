import type { RunId } from "@recon/api";
import type { AppContext } from "../../app-context.ts";
import { afterCommit } from "../../events/transact.ts";
import { cancelJob, insertJob } from "../../jobs/job-queue.ts";
import { loadRun, tellVerified } from "../../jobs/run-writes.ts";
import { findResult, findRunRow } from "./find-run.ts";

type Context = Pick<AppContext, "store" | "openStore" | "clock" | "jobs">;

/** Has the proof checked; asking while it is being checked changes nothing. */
export async function requestVerification(context: Context, id: RunId): Promise<void> {
  const { store, jobs } = context;
  const run = await findResult(store, id);
  // Two calls at once take turns at the run's row.
  await store.updateTable("runs").set({ id }).where("id", "=", id).execute();
  const pending = await store
    .selectFrom("jobs")
    .select("id")
    .where("subject_id", "=", id)
    .where("kind", "=", "verify")
    .where("state", "in", ["queued", "running"])
    // One that was told to stop will find nothing.
    .where("cancel_requested_at", "is", null)
    .executeTakeFirst();
  if (pending !== undefined) return;
  await insertJob(context, { kind: "verify", projectId: run.project_id, subjectId: id });
  afterCommit(store, () => jobs.wake());
}

/** A check that waits ends here and now; one under way is asked to stop. */
export async function stopVerification({ store, clock, jobs }: Context, id: RunId): Promise<void> {
  await findRunRow(store, id);
  const outcome = await cancelJob(store, id, "verify", clock.now().toISOString());
  if (outcome === "cancelled") tellVerified(store, await loadRun(store, id));
  if (outcome === "asked") afterCommit(store, () => jobs.cancel(id));
}
