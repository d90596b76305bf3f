/** The statements of the job queue. */
import { sql } from "kysely";
import type { JobId, ProjectId } from "@recon/api";
import type { AppContext } from "../app-context.ts";
import type { StoreDialect } from "../store/column-types.ts";
import { newId } from "../store/new-id.ts";
import type { Store } from "../store/tables.ts";
import type { JobTable } from "../store/tables/work.ts";
import { type ClaimedJob, type JobEnding, type JobKind, jobKinds, type Lane, LeaseLost } from "./job.ts";
import { storeNow } from "./store-clock.ts";

export interface NewJob {
  readonly kind: JobKind;
  readonly projectId: ProjectId | null;
  readonly subjectId: string;
  readonly payload?: unknown;
}

/** Puts a job in the queue, in the transaction that makes it necessary. */
export async function insertJob(
  { store, openStore, clock }: Pick<AppContext, "store" | "openStore" | "clock">,
  job: NewJob,
): Promise<JobId> {
  const at = clock.now().toISOString();
  const id = newId<JobId>();
  await store
    .insertInto("jobs")
    .values({
      id,
      kind: job.kind,
      project_id: job.projectId,
      subject_id: job.subjectId,
      payload: JSON.stringify(job.payload ?? null),
      state: "queued",
      attempt: 0,
      failures: 0,
      run_at: storeNow(openStore.dialect),
      lease_until: null,
      worker: null,
      fence: 0,
      cancel_requested_at: null,
      cause: null,
      created_at: at,
      started_at: null,
      finished_at: null,
    })
    .execute();
  return id;
}

export interface ClaimOptions {
  readonly dialect: StoreDialect;
  readonly worker: string;
  readonly lane: Lane;
  readonly leaseMs: number;
  /** Jobs of one lane that one project may have running at once, on all servers together. */
  readonly mostPerProject: number;
  /** Jobs that the caller is still working on: it must not take one of its own a second time, however late its heartbeat is. */
  readonly except?: readonly JobId[];
}

/** Any number; all servers take turns under it while they claim, so that the limits per project hold exactly. */
const CLAIM_LOCK = 7_265_636_001;

/**
 * Takes the next job by one UPDATE: one that waits, or one whose lease has run out. The project with the fewest running jobs goes first; among
 * equals the one that was served longest ago: a project with a thousand jobs waiting does not hold up another's first.
 */
export async function claimJob(db: Store, options: ClaimOptions): Promise<ClaimedJob | undefined> {
  const { dialect, worker, lane, leaseMs, mostPerProject, except = [] } = options;
  const kinds = Object.entries(jobKinds).flatMap(([kind, { lane: own }]) => (own === lane ? [kind] : []));
  return db.transaction().execute(async (trx) => {
    if (dialect === "postgres") await sql`SELECT pg_advisory_xact_lock(${CLAIM_LOCK})`.execute(trx);
    const now = storeNow(dialect);
    const ofLane = sql`kind IN (${sql.join(kinds)})`;
    const isOther = except.length === 0 ? sql`` : sql`AND j.id NOT IN (${sql.join(except)})`;
    const running = sql`(SELECT count(*) FROM jobs r WHERE r.project_id = j.project_id AND r.state = 'running' AND r.lease_until >= ${now} AND r.${ofLane})`;
    const served = sql`coalesce((SELECT max(s.started_at) FROM jobs s WHERE s.project_id = j.project_id AND s.started_at IS NOT NULL AND s.${ofLane}), '')`;
    const { rows } = await sql<JobTable>`
      UPDATE jobs SET state = 'running', attempt = attempt + 1, fence = fence + 1, worker = ${worker},
        lease_until = ${storeNow(dialect, leaseMs)}, started_at = ${now}
      WHERE id = (
        SELECT j.id FROM jobs j
        WHERE j.${ofLane} AND ((j.state = 'queued' AND j.run_at <= ${now}) OR (j.state = 'running' AND j.lease_until < ${now}))
          AND ${running} < ${mostPerProject} ${isOther}
        ORDER BY ${running}, ${served}, j.run_at, j.id LIMIT 1)
      RETURNING *`.execute(trx);
    return rows[0] === undefined ? undefined : toClaimed(rows[0]);
  });
}

function toClaimed(row: JobTable): ClaimedJob {
  return {
    id: row.id,
    kind: row.kind as JobKind,
    projectId: row.project_id,
    subjectId: row.subject_id,
    payload: JSON.parse(row.payload) as unknown,
    attempt: row.attempt,
    failures: row.failures,
    fence: row.fence,
  };
}

/**
 * Ends the leases that other instances hold. Only for the embedded store, which one server has for itself: whoever held them is dead, and there is
 * nothing to wait for.
 */
export async function endDeadLeases(db: Store, worker: string): Promise<void> {
  await db
    .updateTable("jobs")
    .set({ lease_until: storeNow("embedded", -1) })
    .where("state", "=", "running")
    .where("worker", "<>", worker)
    .execute();
}

export type Lease = "held" | "cancel" | "lost";

/** Puts off the end of the lease. A lease that ran out while nobody else claimed the job is held still. */
export async function renewLease(
  db: Store,
  job: ClaimedJob,
  options: { dialect: StoreDialect; leaseMs: number },
): Promise<Lease> {
  const row = await db
    .updateTable("jobs")
    .set({ lease_until: storeNow(options.dialect, options.leaseMs) })
    .where("id", "=", job.id)
    .where("fence", "=", job.fence)
    .where("state", "=", "running")
    .returning("cancel_requested_at")
    .executeTakeFirst();
  return row === undefined ? "lost" : row.cancel_requested_at === null ? "held" : "cancel";
}

/** First statement of every write of a worker: takes the job's row, and fails when the job is no longer this worker's. */
export async function requireHeld(trx: Store, job: ClaimedJob): Promise<void> {
  const { numUpdatedRows } = await trx
    .updateTable("jobs")
    .set({ fence: job.fence })
    .where("id", "=", job.id)
    .where("fence", "=", job.fence)
    .where("state", "=", "running")
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new LeaseLost(`job ${job.id} was taken by another worker`);
}

/** Ends a job for good, in the transaction of its last writes. */
export async function endJob(trx: Store, job: ClaimedJob, ending: JobEnding, at: string): Promise<void> {
  await requireHeld(trx, job);
  await trx
    .updateTable("jobs")
    .set({
      state: ending.state,
      lease_until: null,
      finished_at: at,
      ...(ending.state === "failed" ? { cause: ending.cause } : {}),
    })
    .where("id", "=", job.id)
    .execute();
}

export interface Requeue {
  readonly dialect: StoreDialect;
  readonly delayMs: number;
  /** Why it has to be done again; null when it was handed back through no fault of its own, which does not count as an attempt. */
  readonly cause: string | null;
}

/** Puts a claimed job back in the queue. */
export async function requeueJob(trx: Store, job: ClaimedJob, { dialect, delayMs, cause }: Requeue): Promise<void> {
  await requireHeld(trx, job);
  await trx
    .updateTable("jobs")
    .set({
      state: "queued",
      lease_until: null,
      worker: null,
      run_at: storeNow(dialect, delayMs),
      ...(cause === null ? { attempt: job.attempt - 1 } : { cause, failures: job.failures + 1 }),
    })
    .where("id", "=", job.id)
    .execute();
}

/** What became of a wish to cancel: a waiting job is cancelled at once, a running one is asked to stop. */
export type CancelOutcome = "cancelled" | "asked" | "over";

export async function cancelJob(trx: Store, subjectId: string, kind: JobKind, at: string): Promise<CancelOutcome> {
  const waiting = await trx
    .updateTable("jobs")
    .set({ state: "cancelled", finished_at: at, cancel_requested_at: at })
    .where("subject_id", "=", subjectId)
    .where("kind", "=", kind)
    .where("state", "=", "queued")
    .executeTakeFirst();
  if (waiting.numUpdatedRows > 0n) return "cancelled";
  const running = await trx
    .updateTable("jobs")
    .set({ cancel_requested_at: at })
    .where("subject_id", "=", subjectId)
    .where("kind", "=", kind)
    .where("state", "=", "running")
    .executeTakeFirst();
  return running.numUpdatedRows > 0n ? "asked" : "over";
}
