import { setImmediate as nextTurn } from "node:timers/promises";
import type { Logger } from "pino";
import type { AppContext, Instance } from "../app-context.ts";
import type { Config, GivenConfig } from "../config/config.ts";
import { completeSecrets } from "../config/secrets-file.ts";
import { createLog, secretsOf } from "../observe/create-log.ts";
import { dataFolderCheck, Health, type DependencyCheck } from "../observe/health.ts";
import { createMetrics } from "../observe/metrics.ts";
import { openTraces } from "../observe/traces.ts";
import { describeNearMiss, type Configured } from "./configure.ts";
import type { Gate } from "./gate.ts";
import { tellLauncher } from "./launcher-link.ts";
import type { Phase } from "./phases.ts";
import { probeSelf } from "./self-probe.ts";
import type { ServerLife } from "./server-life.ts";
import { stopServing, type Serving } from "./stop-serving.ts";

const HEALTH_INTERVAL_MS = 5_000;

export interface Start extends Configured {
  readonly life: ServerLife;
  /** Already listening. */
  readonly gate: Gate;
  readonly instance: Instance;
}

/** From a bound port to a ready server, and on to its stop. */
export async function startServing(start: Start): Promise<void> {
  const { life, gate, instance } = start;
  await enter(life, "secrets");
  const config = completeConfig(start.config);
  const log = await openLog(start, config);
  const context = await buildContext({ start, config, log });
  await enter(life, "routes");
  const { createApp } = await import("../routes/create-app.ts");
  const app = await createApp(context.context);
  await app.ready();
  await enter(life, "self-probe");
  gate.probe(app);
  await probeSelf({ host: config.host, port: gate.port, instanceId: instance.id });
  await announceAdministrator(context.context);
  await heedRequests(life);
  const { startJobs } = await import("../jobs/start-jobs.ts");
  const serving: Serving = { ...context, life, gate, app, jobs: startJobs(context.context) };
  becomeReady(serving);
  void offerExample(serving);
  await stopRequest(life);
  await stopServing(serving);
}

/** A stop that was asked for in one phase takes effect before the next. */
async function enter(life: ServerLife, phase: Phase): Promise<void> {
  await heedRequests(life);
  life.enter(phase);
}

/** Loading modules gives the event loop no turn, and without one no signal and no message is noticed. */
async function heedRequests({ stopRequested }: ServerLife): Promise<void> {
  await nextTurn();
  await nextTurn();
  stopRequested.throwIfAborted();
}

function completeConfig({ givenSecrets, ...rest }: GivenConfig): Config {
  const { generated: _generated, ...secrets } = completeSecrets(givenSecrets, rest.dataDir);
  return { ...rest, ...secrets };
}

async function openLog({ instance, nearMisses, config: given }: Start, config: Config): Promise<Logger> {
  const secrets = secretsOf({ ...config });
  const log = await createLog({ level: config.logLevel, instanceId: instance.id, secrets });
  for (const slip of nearMisses) log.warn(describeNearMiss(slip));
  if (Object.keys(given.givenSecrets).length < 3) log.debug("secrets that are not configured are kept in DATA_DIR");
  return log;
}

interface Building {
  readonly start: Start;
  readonly config: Config;
  readonly log: Logger;
}

async function buildContext({ start, config, log }: Building): Promise<Pick<Serving, "context" | "redis">> {
  const { life, instance } = start;
  const metrics = createMetrics();
  metrics.collectProcess();
  metrics.info.set({ version: instance.version, build: instance.buildHash }, 1);
  await enter(life, "store");
  const { openCheckedStore, storeCheck } = await import("./open-checked-store.ts");
  const store = await openCheckedStore({ config, log, stop: life.stopRequested, instanceId: instance.id });
  await enter(life, "migrations");
  const { migrateStore } = await import("../store/migrate-store.ts");
  const applied = await migrateStore(store);
  if (applied.length > 0) log.info({ applied }, "the store was brought up to date");
  await enter(life, "redis");
  const { watchRedis } = await import("./watch-redis.ts");
  const redis = await watchRedis(config.redisUrl, log);
  await enter(life, "jobs");
  const checks: readonly DependencyCheck[] = [storeCheck(store), redis.check, dataFolderCheck(config.dataDir, metrics)];
  const health = new Health({ instance, phase: () => life.phase, checks, metrics });
  const clock = { now: () => new Date() };
  const { openEvents } = await import("./open-events.ts");
  const { JobBell } = await import("../jobs/job-bell.ts");
  const { Results } = await import("../results/results.ts");
  const context: AppContext = {
    config,
    store: store.db,
    openStore: store,
    events: openEvents(store, log, config.redisUrl),
    jobs: new JobBell(),
    results: new Results({ dataDir: config.dataDir, log }),
    log,
    metrics,
    health,
    traces: await openTraces(process.env, instance),
    clock,
    instance,
  };
  return { context, redis };
}

async function announceAdministrator(context: AppContext): Promise<void> {
  const { ensureAdministrator } = await import("../services/users/administrator.ts");
  const made = await ensureAdministrator(context);
  // Not a log line: logs are kept and shipped, this is shown once.
  if (made !== undefined) process.stdout.write(`administrator ${made.email} password ${made.password}\n`);
}

/** Whoever tries the program out finds something to look at; in production nobody asked for it. */
async function offerExample({ context, life }: Serving): Promise<void> {
  if (context.config.production) return;
  const { seedExample } = await import("../services/runs/seed-example.ts");
  try {
    const runId = await seedExample(context);
    if (runId !== undefined) context.log.info({ runId }, "the bundled example is being reconciled");
  } catch (error) {
    if (!life.stopRequested.aborted) context.log.warn({ err: error }, "the bundled example could not be set up");
  }
}

function becomeReady({ life, gate, context }: Serving): void {
  const { log, config, metrics, health } = context;
  gate.server.ref();
  life.enter("ready");
  gate.open();
  for (const [phase, seconds] of life.phaseSeconds) metrics.startSeconds.set({ phase }, seconds);
  metrics.ready.set(1);
  const url =
    config.publicUrl ??
    `http://${["127.0.0.1", "0.0.0.0", "::", "::1"].includes(config.host) ? "localhost" : config.host}:${gate.port}`;
  const startMs = Math.round(performance.now());
  log.info({ url, startMs, store: context.openStore.dialect, production: config.production }, `ready at ${url}`);
  tellLauncher({ kind: "ready", url, startMs });
  setInterval(() => void health.dependencies(), HEALTH_INTERVAL_MS).unref();
  void health.dependencies();
}

function stopRequest({ stopRequested }: ServerLife): Promise<void> {
  return new Promise((resolve) => {
    if (stopRequested.aborted) resolve();
    else stopRequested.addEventListener("abort", () => resolve(), { once: true });
  });
}
