import {
  type RunId,
  type RunProgress,
  type RunProgressNow,
  type RunSummary,
  type Verification,
  Problem,
} from "@recon/api";
import type { ToldProgress } from "../../jobs/progress-teller.ts";
import type { Store } from "../../store/tables.ts";
import type { StoredVerification } from "../../jobs/verify-job.ts";
import { findRunRow } from "./find-run.ts";

export async function readProgress(store: Store, id: RunId): Promise<RunProgressNow> {
  const run = await findRunRow(store, id);
  const told = run.progress === null ? undefined : (JSON.parse(run.progress) as ToldProgress);
  const { open = null, ...progress } = told ?? {};
  return {
    status: run.status,
    progress: told === undefined ? null : (progress as RunProgress),
    open,
    queuePosition: run.status === "queued" ? (await waitingBefore(store, run.created_at)) + 1 : null,
  };
}

/** Runs that have waited longer; projects take turns, so it may be this one's before theirs. */
async function waitingBefore(store: Store, createdAt: string): Promise<number> {
  const { waiting } = await store
    .selectFrom("runs")
    .select((eb) => eb.fn.countAll<number>().as("waiting"))
    .where("status", "=", "queued")
    .where("created_at", "<", createdAt)
    .executeTakeFirstOrThrow();
  return waiting;
}

export async function readSummary(store: Store, id: RunId): Promise<RunSummary> {
  const run = await findRunRow(store, id);
  if (run.summary === null) throw new Problem("RUN_NOT_COMPLETED", `The run is ${run.status}.`);
  return JSON.parse(run.summary) as RunSummary;
}

export async function readVerification(store: Store, id: RunId): Promise<Verification> {
  const run = await findRunRow(store, id);
  const job = await store
    .selectFrom("jobs")
    .select("state")
    .where("subject_id", "=", id)
    .where("kind", "=", "verify")
    .orderBy("id", "desc")
    .executeTakeFirst();
  const nothing = { isVerified: null, checks: [], findings: [], findingCount: 0, problem: null, at: null };
  const found = run.verification === null ? nothing : (JSON.parse(run.verification) as StoredVerification);
  if (job === undefined) return { ...nothing, status: "none" };
  return { ...found, status: job.state === "cancelled" ? "none" : job.state };
}
