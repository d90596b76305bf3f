/** A server in a process of its own, which tests kill, stop and start again. Configuration comes as JSON in `TEST_SERVER`; it prints its port when it serves. */
import { pino } from "pino";
import type { AppContext } from "../app-context.ts";
import type { Config } from "../config/config.ts";
import { EventHub } from "../events/event-hub.ts";
import { startEvents } from "../events/start-events.ts";
import { JobBell } from "../jobs/job-bell.ts";
import type { JobSettings } from "../jobs/job-settings.ts";
import { startJobs } from "../jobs/start-jobs.ts";
import { Health } from "../observe/health.ts";
import { createMetrics } from "../observe/metrics.ts";
import { Results } from "../results/results.ts";
import { createApp } from "../routes/create-app.ts";
import { migrateStore } from "../store/migrate-store.ts";
import { newId } from "../store/new-id.ts";
import { openStore } from "../store/open-store.ts";

export interface ServerProgram {
  readonly config: Config;
  readonly jobs: Partial<JobSettings>;
}

const { config, jobs } = JSON.parse(process.env["TEST_SERVER"] ?? "") as ServerProgram;
const log = pino({ level: config.logLevel }, pino.destination({ dest: 2, sync: true }));
const opened = openStore(config);
await migrateStore(opened);
const clock = { now: () => new Date() };
const metrics = createMetrics();
const instance = { id: newId<string>(), startedAt: clock.now().toISOString(), version: "0", buildHash: "test" };
const context: AppContext = {
  config,
  store: opened.db,
  openStore: opened,
  events: new EventHub({ store: opened.db, log, pollMs: 200, pollPushedMs: 1_000 }),
  jobs: new JobBell(),
  results: new Results({ dataDir: config.dataDir, log, memoryBytes: 256 * 2 ** 20 }),
  log,
  metrics,
  health: new Health({ instance, phase: () => "ready", checks: [], metrics }),
  clock,
  instance,
};
startEvents(context.events, { redisUrl: config.redisUrl, log });
const running = startJobs(context, jobs);
const app = await createApp(context);
const address = await app.listen({ host: "127.0.0.1", port: 0 });
process.stdout.write(`${new URL(address).port}\n`);

// Whoever started it is gone, perhaps killed: nobody will stop it.
process.stdin.resume().once("end", () => process.exit(1));

process.once("SIGTERM", () => {
  void (async () => {
    await running.stop();
    await app.close();
    await context.events.close();
    await context.results.close();
    await context.openStore.close();
    process.exit(0);
  })();
});
