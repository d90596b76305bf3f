import type { JobId, ProjectId } from "@recon/api";
import type { Store } from "../store/tables.ts";

/** Heavy jobs run the engine; light ones look at files. Each lane has slots of its own, so that neither holds up the other. */
export type Lane = "heavy" | "light";

export const jobKinds = {
  run: { lane: "heavy" },
  verify: { lane: "heavy" },
  inspect: { lane: "light" },
} as const satisfies Record<string, { lane: Lane }>;
export type JobKind = keyof typeof jobKinds;

/** A job that this worker holds, as long as nobody claimed it with a higher fence. */
export interface ClaimedJob {
  readonly id: JobId;
  readonly kind: JobKind;
  readonly projectId: ProjectId | null;
  /** Id of the run or source it works on. */
  readonly subjectId: string;
  readonly payload: unknown;
  /** How often it was claimed, from 1: failures count, and servers that died over it or beside it. */
  readonly attempt: number;
  /** How often the work itself failed before. */
  readonly failures: number;
  readonly fence: number;
}

/** How the work on a job ended, apart from what it wrote. */
export type JobEnding =
  | { readonly state: "completed" }
  | { readonly state: "failed"; readonly cause: string }
  | { readonly state: "cancelled" };

/** What a job's work may do with the store. */
export interface JobHold {
  readonly job: ClaimedJob;
  /** Aborted when the job is cancelled, lost to another worker, or the server stops; `reason` says which. */
  readonly signal: AbortSignal;
  /** Writes in one transaction that fails with `LeaseLost`, without effect, when somebody else has claimed the job. */
  write<T>(work: (store: Store) => Promise<T>): Promise<T>;
  /** The last write: the job ends with it. */
  end<T>(ending: JobEnding, work: (store: Store) => Promise<T>): Promise<T>;
}

export interface JobHandler {
  /** Does the work and ends it by `hold.end`. What it throws decides whether it is tried again. */
  work(hold: JobHold): Promise<void>;
  /** The last writes for a job that will not be tried again. */
  failed(store: Store, job: ClaimedJob, problem: { code: string; detail: string }): Promise<void>;
  cancelled(store: Store, job: ClaimedJob): Promise<void>;
  /** It waits again: after a failure with its cause (JSON of a problem), or handed back by a server that stops. */
  requeued(store: Store, job: ClaimedJob, cause: string | null): Promise<void>;
}

/** Why a job's work was told to stop. */
export type StopReason = "cancelled" | "lost" | "stopping";

/** The lease ran out and another worker took the job: everything this one still does is without effect. */
export class LeaseLost extends Error {
  override readonly name = "LeaseLost";
}
