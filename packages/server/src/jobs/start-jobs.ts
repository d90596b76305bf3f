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
    inspect: inspectHandler(context),
    verify: verifyHandler(context),
  });
  context.jobs.listen(worker);
  worker.start();
  let tidying = tidy(context);
  const timer = setInterval(() => {
    tidying = tidying.then(() => tidy(context));
  }, settings.sweepIntervalMs);
  timer.unref();
  const counting = setInterval(() => void countWaiting(context), COUNT_INTERVAL_MS);
  counting.unref();
  return {
    get runningCount() {
      return worker.runningCount;
    },
    async stop() {
      clearInterval(timer);
      clearInterval(counting);
      context.jobs.listen(undefined);
      await worker.stop();
      await tidying;
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

async function tidy(context: AppContext): Promise<void> {
  try {
    await pruneExpired(context);
    await retainResults(context);
    await sweepOrphans(context);
    const before = new Date(context.clock.now().getTime() - EVENT_DAYS * DAY_MS).toISOString();
    await transact(context, (store) => trimEvents(store, before));
    const now = context.clock.now().toISOString();
    await context.store.deleteFrom("ws_tickets").where("expires_at", "<", now).execute();
  } catch (error) {
    context.log.warn({ err: error }, "tidying up failed; the next round tries again");
  }
}
