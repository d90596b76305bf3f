import type { JobId } from "@recon/api";
import type { AppContext } from "../app-context.ts";
import type { StoreDialect } from "../store/column-types.ts";
import { transact } from "../events/transact.ts";
import type { Store } from "../store/tables.ts";
import { explainFailure, GivenUp, isStoreAway } from "./explain-failure.ts";
import {
  type ClaimedJob,
  type JobEnding,
  type JobHandler,
  type JobHold,
  type JobKind,
  type Lane,
  LeaseLost,
  type StopReason,
} from "./job.ts";
import { claimJob, endDeadLeases, endJob, renewLease, requeueJob, requireHeld } from "./job-queue.ts";

export interface WorkerSettings {
  /** Jobs of a lane that this server works on at once. */
  readonly slots: Readonly<Record<Lane, number>>;
  readonly mostPerProject: number;
  readonly leaseMs: number;
  /** How often the queue is looked at for jobs of other servers and for leases that ran out. */
  readonly pollMs: number;
  /** After the first, second, … failure; after one more the job has failed. */
  readonly retryDelaysMs: readonly number[];
  /** A job that was claimed more often than this, its servers having died each time, is given up. */
  readonly mostAttempts: number;
  /** How long a last write is tried again while the store is away. */
  readonly storeAwayMs: number;
}

type WorkerContext = Pick<AppContext, "store" | "events" | "clock" | "log" | "metrics"> & {
  readonly openStore: { readonly dialect: StoreDialect };
  readonly instance: { readonly id: string };
};

const lanes: readonly Lane[] = ["heavy", "light"];
const STORE_RETRY_MS = 500;

interface Running {
  readonly job: ClaimedJob;
  readonly stop: AbortController;
  readonly done: Promise<void>;
}

/** Claims jobs and works on them, some at a time, until it is stopped; then it hands back what it has not finished. */
export class JobWorker {
  readonly #context: WorkerContext;
  readonly #settings: WorkerSettings;
  readonly #handlers: Readonly<Record<JobKind, JobHandler>>;
  readonly #running: Record<Lane, Map<JobId, Running>> = { heavy: new Map(), light: new Map() };
  readonly #claiming = new Map<Lane, Promise<void>>();
  #starting: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #isStopping = false;
  #isStoreAway = false;

  constructor(context: WorkerContext, settings: WorkerSettings, handlers: Readonly<Record<JobKind, JobHandler>>) {
    this.#context = context;
    this.#settings = settings;
    this.#handlers = handlers;
  }

  start(): void {
    this.#timer = setInterval(() => this.wake(), this.#settings.pollMs);
    const { store, openStore, instance, log } = this.#context;
    if (openStore.dialect === "postgres") return this.wake();
    this.#starting = endDeadLeases(store, instance.id)
      .catch((error: unknown) => log.warn({ err: error }, "leases of the last server could not be ended; they run out"))
      .finally(() => this.wake());
  }

  /** Looks for work now, instead of at the next poll. */
  wake(): void {
    for (const lane of lanes) void this.#fillOnce(lane);
  }

  /** Stops the work on a subject here, if it is here; on another server its next heartbeat tells it. */
  cancel(subjectId: string): void {
    for (const { job, stop } of this.#all())
      if (job.subjectId === subjectId) stop.abort("cancelled" satisfies StopReason);
  }

  get runningCount(): number {
    return this.#all().length;
  }

  /** Hands back unfinished jobs, so that they start again at once elsewhere or at the next start. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    clearInterval(this.#timer);
    for (const { stop } of this.#all()) stop.abort("stopping" satisfies StopReason);
    await this.#starting;
    // A claim under way may still come back with a job, which is then handed back as well.
    await Promise.all(this.#claiming.values());
    await Promise.all(this.#all().map(({ done }) => done));
  }

  #all(): Running[] {
    return lanes.flatMap((lane) => [...this.#running[lane].values()]);
  }

  async #fillOnce(lane: Lane): Promise<void> {
    if (this.#claiming.has(lane) || this.#isStopping) return;
    const filling = this.#fill(lane).finally(() => this.#claiming.delete(lane));
    this.#claiming.set(lane, filling);
    await filling;
  }

  async #fill(lane: Lane): Promise<void> {
    try {
      const { slots, leaseMs, mostPerProject } = this.#settings;
      while (!this.#isStopping && this.#running[lane].size < slots[lane]) {
        const { dialect } = this.#context.openStore;
        const job = await claimJob(this.#context.store, {
          dialect,
          worker: this.#context.instance.id,
          lane,
          leaseMs,
          mostPerProject,
          except: [...this.#running[lane].keys()],
        });
        this.#isStoreAway = false;
        if (job === undefined) break;
        this.#begin(lane, job);
      }
    } catch (error) {
      if (!this.#isStoreAway) this.#context.log.warn({ err: error, lane }, "no job could be claimed; trying again");
      this.#isStoreAway = true;
    }
  }

  #begin(lane: Lane, job: ClaimedJob): void {
    const stop = new AbortController();
    if (this.#isStopping) stop.abort("stopping" satisfies StopReason);
    const done = this.#perform(job, stop).finally(() => {
      this.#running[lane].delete(job.id);
      void this.#fillOnce(lane);
    });
    this.#running[lane].set(job.id, { job, stop, done });
  }

  async #perform(job: ClaimedJob, stop: AbortController): Promise<void> {
    const log = this.#context.log.child({
      jobId: job.id,
      kind: job.kind,
      subjectId: job.subjectId,
      attempt: job.attempt,
    });
    const heartbeat = this.#keepLease(job, stop);
    const startedAt = performance.now();
    const { metrics } = this.#context;
    metrics.jobsRunning.inc({ kind: job.kind });
    const hold: JobHold = {
      job,
      signal: stop.signal,
      write: (work) => this.#writeHeld(job, work),
      end: (ending, work) => this.#end(job, ending, work),
    };
    try {
      if (job.attempt > this.#settings.mostAttempts) throw new GivenUp();
      log.info("job started");
      await this.#handlers[job.kind].work(hold);
      log.info("job completed");
    } catch (error) {
      await this.#settle(hold, error).catch((unsettled: unknown) => {
        // Its lease runs out, and then it is taken up again.
        log.error({ err: unsettled }, "the end of a job could not be written");
      });
    } finally {
      heartbeat.end();
      metrics.jobsRunning.dec({ kind: job.kind });
      metrics.jobSeconds.observe({ kind: job.kind }, (performance.now() - startedAt) / 1000);
    }
  }

  /** The lease is renewed while the work goes on; while the store is away it may run out, which only matters if somebody else claims the job. */
  #keepLease(job: ClaimedJob, stop: AbortController): { end(): void } {
    const { leaseMs } = this.#settings;
    const beat = async (): Promise<void> => {
      const lease = await renewLease(this.#context.store, job, {
        dialect: this.#context.openStore.dialect,
        leaseMs,
      }).catch(() => "held" as const);
      if (ended) return;
      if (lease === "lost") stop.abort("lost" satisfies StopReason);
      else if (lease === "cancel") stop.abort("cancelled" satisfies StopReason);
      timer = setTimeout(() => void beat(), leaseMs / 8);
    };
    let ended = false;
    let timer = setTimeout(() => void beat(), leaseMs / 8);
    return {
      end() {
        ended = true;
        clearTimeout(timer);
      },
    };
  }

  #writeHeld<T>(job: ClaimedJob, work: (store: Store) => Promise<T>): Promise<T> {
    return this.#whileStoreReturns(() =>
      transact(this.#context, async (store) => {
        await requireHeld(store, job);
        return work(store);
      }),
    );
  }

  async #end<T>(job: ClaimedJob, ending: JobEnding, work: (store: Store) => Promise<T>): Promise<T> {
    const result = await this.#whileStoreReturns(() =>
      transact(this.#context, async (store) => {
        await endJob(store, job, ending, this.#context.clock.now().toISOString());
        return work(store);
      }),
    );
    this.#context.metrics.jobsEnded.inc({ kind: job.kind, outcome: ending.state });
    return result;
  }

  /** An hour's work is not thrown away because the store was restarted. A commit whose answer got lost shows as `LeaseLost` at the next try. */
  async #whileStoreReturns<T>(write: () => Promise<T>): Promise<T> {
    const giveUpAt = performance.now() + (this.#isStopping ? STORE_RETRY_MS : this.#settings.storeAwayMs);
    for (;;) {
      try {
        return await write();
      } catch (error) {
        if (!isStoreAway(error) || performance.now() > giveUpAt || this.#isStopping) throw error;
        await new Promise((resolve) => setTimeout(resolve, STORE_RETRY_MS));
      }
    }
  }

  async #settle({ job, signal, end }: JobHold, error: unknown): Promise<void> {
    const log = this.#context.log.child({
      jobId: job.id,
      kind: job.kind,
      subjectId: job.subjectId,
      attempt: job.attempt,
    });
    const handler = this.#handlers[job.kind];
    const reason = signal.aborted ? (signal.reason as StopReason) : undefined;
    if (reason === "lost" || error instanceof LeaseLost) {
      this.#context.metrics.leasesLost.inc();
      return log.warn("the job was taken by another worker; what was done here is dropped");
    }
    if (reason === "cancelled") {
      await end({ state: "cancelled" }, (store) => handler.cancelled(store, job));
      return log.info("job cancelled");
    }
    if (reason === "stopping") return this.#requeue(job, { delayMs: 0, cause: null });
    const { problem, isPermanent } = explainFailure(error);
    log.warn({ err: error, code: problem.code, isPermanent }, "job attempt failed");
    const delayMs = this.#settings.retryDelaysMs[job.failures];
    if (!isPermanent && delayMs !== undefined) {
      return this.#requeue(job, { delayMs, cause: JSON.stringify(problem) });
    }
    await end({ state: "failed", cause: JSON.stringify(problem) }, (store) => handler.failed(store, job, problem));
  }

  async #requeue(job: ClaimedJob, how: { delayMs: number; cause: string | null }): Promise<void> {
    const { dialect } = this.#context.openStore;
    this.#context.metrics.jobsRetried.inc({ kind: job.kind, cause: how.cause === null ? "stop" : "failure" });
    await this.#whileStoreReturns(() =>
      transact(this.#context, async (store) => {
        await requeueJob(store, job, { dialect, ...how });
        await this.#handlers[job.kind].requeued(store, job, how.cause);
      }),
    );
  }
}
