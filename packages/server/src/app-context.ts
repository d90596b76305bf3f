import type { Logger } from "pino";
import type { EventHub } from "./events/event-hub.ts";
import type { JobBell } from "./jobs/job-bell.ts";
import type { Config } from "./config/config.ts";
import type { Health } from "./observe/health.ts";
import type { Metrics } from "./observe/metrics.ts";
import type { Traces } from "./observe/traces.ts";
import type { OpenStore } from "./store/open-store.ts";
import type { Results } from "./results/results.ts";
import type { Store } from "./store/tables.ts";

/** Who this process is; also the first half of `/api/health`. */
export interface Instance {
  readonly id: string;
  readonly startedAt: string;
  readonly version: string;
  readonly buildHash: string;
}

/** What most services need; inside a transaction `store` is the transaction. */
export type StoreContext = Pick<AppContext, "config" | "store" | "clock">;

/** All that services and routes work with. Built once in boot; the tests build the same one. */
export interface AppContext {
  readonly config: Config;
  readonly store: Store;
  readonly openStore: OpenStore;
  readonly events: EventHub;
  readonly jobs: JobBell;
  readonly results: Results;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly health: Health;
  /** Absent unless asked for. */
  readonly traces?: Traces | undefined;
  readonly clock: { now(): Date };
  readonly instance: Instance;
}
