import type { AppContext } from "../app-context.ts";
import { trimEvents } from "../events/event-log.ts";
import { transact } from "../events/transact.ts";
import { pruneExpired } from "../services/auth/prune-expired.ts";
import { inspectHandler } from "./inspect-job.ts";
import { jobKinds } from "./job.ts";
import { type JobSettings, jobSettings } from "./job-settings.ts";
import { JobWorker } from "./job-worker.ts";
import { retainResults } from "./retain-results.ts";
import { runHandler } from "./run-job.ts";
import { sweepOrphans } from "./sweep-orphans.ts";
import { verifyHandler } from "./verify-job.ts";

/** Days that events can be replayed for. */
const EVENT_DAYS = 7;
const DAY_MS = 86_400_000;
const COUNT_INTERVAL_MS = 5_000;

export interface RunningJobs {
  readonly runningCount: number;
  /** Hands unfinished jobs back and resolves when their processes are gone. */
  stop(): Promise<void>;
}

/** Starts to work on jobs and to tidy up. Jobs that an earlier process held are taken up when their leases run out. */
export function startJobs(context: AppContext, overrides: Partial<JobSettings> = {}): RunningJobs {
  const settings = { ...jobSettings(context.config), ...overrides };
  const worker = new JobWorker(context, settings, {
    run: runHandler(context, settings),
    inspect: inspectHandler(context, settings),
    verify: verifyHandler(context, settings),
  });
  context.jobs.listen(worker);
  worker.start();
  const stopping = new AbortController();
  let tidying = tidy(context, stopping.signal);
  const timer = setInterval(() => {
    tidying = tidying.then(() => tidy(context, stopping.signal));
  }, settings.sweepIntervalMs);
  timer.unref();
  let counted = Promise.resolve();
  const counting = setInterval(() => {
    counted = counted.then(() => countWaiting(context));
  }, COUNT_INTERVAL_MS);
  counting.unref();
  return {
    get runningCount() {
      return worker.runningCount;
    },
    async stop() {
      clearInterval(timer);
      clearInterval(counting);
      stopping.abort();
      context.jobs.listen(undefined);
      await Promise.all([worker.stop(), tidying, counted]);
    },
  };
}

/** The queue as every server sees it; while the store is away the last count stands. */
async function countWaiting({ store, metrics }: AppContext): Promise<void> {
  const rows = await store
    .selectFrom("jobs")
    .select((eb) => ["kind", eb.fn.countAll<number>().as("waiting")])
    .where("state", "=", "queued")
    .groupBy("kind")
    .execute()
    .catch(() => []);
  for (const kind of Object.keys(jobKinds))
    metrics.jobsQueued.set({ kind }, rows.find((row) => row.kind === kind)?.waiting ?? 0);
}

const chores: Readonly<Record<string, (context: AppContext) => Promise<unknown>>> = {
  pruneExpired,
  retainResults,
  sweepOrphans: (context) => sweepOrphans(context),
  trimEvents: (context) => {
    const before = new Date(context.clock.now().getTime() - EVENT_DAYS * DAY_MS).toISOString();
    return transact(context, (store) => trimEvents(store, before));
  },
};

/** One chore after the other; one that fails keeps no other from being done. */
async function tidy(context: AppContext, stopping: AbortSignal): Promise<void> {
  for (const [chore, work] of Object.entries(chores)) {
    if (stopping.aborted) return;
    await work(context).catch((error: unknown) =>
      context.log.warn({ err: error, chore }, "tidying up failed; the next round tries again"),
    );
  }
}
