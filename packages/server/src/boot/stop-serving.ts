import type { FastifyInstance } from "fastify";
import type { AppContext } from "../app-context.ts";
import type { RunningJobs } from "../jobs/start-jobs.ts";
import type { Gate } from "./gate.ts";
import type { ServerLife } from "./server-life.ts";
import type { RedisWatch } from "./watch-redis.ts";

/** A server at work, with all that must be put down in good order. */
export interface Serving {
  readonly life: ServerLife;
  readonly gate: Gate;
  readonly app: FastifyInstance;
  readonly context: AppContext;
  readonly redis: RedisWatch;
  readonly jobs: RunningJobs;
}

/** Kept for closing what is left once the requests are through. */
const CLOSING_MS = 1_000;

/**
 * Stops within the configured bound: readiness off first, then requests under way are answered while jobs are handed
 * back, then everything is closed. What does not end in time is cut off and said.
 */
export async function stopServing(serving: Serving): Promise<never> {
  const { life, gate, app, context, redis, jobs } = serving;
  const { log, config, metrics } = context;
  const reason = String(life.stopRequested.reason);
  life.enter("stopping");
  gate.shut();
  metrics.ready.set(0);
  const waiting = gate.inFlight;
  log.info({ reason, requests: waiting }, `stopping (${reason}): ${waiting} requests under way`);
  const boundMs = Math.max(CLOSING_MS, config.stopTimeoutS * 1000 - CLOSING_MS);
  const late = await within(boundMs, { requests: gate.drained(), jobs: jobs.stop() });
  gate.close();
  late.push(
    ...(await within(CLOSING_MS, {
      application: app.close(),
      events: context.events.close(),
      results: context.results.close(),
      traces: context.traces?.close() ?? Promise.resolve(),
    })),
  );
  late.push(...(await within(CLOSING_MS, { store: context.openStore.close() })));
  redis.close();
  const cut = late.length === 0 ? "" : `; not in time: ${late.join(", ")}`;
  log.info({ late }, `stopped${cut}`);
  return life.stopped(`stopped on request (${reason})${cut}`);
}

/** Waits for all, but no longer than the bound; returns the names of those that failed or did not finish. */
async function within(boundMs: number, work: Readonly<Record<string, Promise<unknown>>>): Promise<string[]> {
  const open = new Set(Object.keys(work));
  const all = Promise.all(
    Object.entries(work).map(([name, promise]) =>
      promise.then(
        () => open.delete(name),
        () => undefined,
      ),
    ),
  );
  let timer: NodeJS.Timeout | undefined;
  const bound = new Promise((resolve) => {
    timer = setTimeout(resolve, boundMs);
  });
  await Promise.race([all, bound]);
  clearTimeout(timer);
  return [...open];
}
