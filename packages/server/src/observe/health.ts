import { statfs } from "node:fs/promises";
import type { DependencyReport, HealthBody } from "@recon/api";
import type { Instance } from "../app-context.ts";
import type { Metrics } from "./metrics.ts";

/** One measurement serves all who ask within this time: a public route must not be a way to load the store. */
const FRESH_MS = 1_000;
const CHECK_TIMEOUT_MS = 2_000;

/** Something the server needs, and how to find out whether it is there. */
export interface DependencyCheck {
  readonly name: string;
  readonly kind: string;
  /** Without it the server cannot serve; without the others it is degraded. */
  readonly essential: boolean;
  /** Throws when it is not there. Absent: it is not configured, and `substitute` says what takes its place. */
  readonly measure?: () => Promise<void>;
  readonly substitute?: string;
}

export interface HealthOptions {
  readonly instance: Instance;
  readonly phase: () => HealthBody["phase"];
  readonly checks: readonly DependencyCheck[];
  readonly metrics: Metrics;
}

/** What the server says about itself. Nothing in it is assumed: dependencies are as they were measured, with the time. */
export class Health {
  readonly #options: HealthOptions;
  #last: readonly DependencyReport[] = [];
  #measuredAt = 0;
  #measuring: Promise<readonly DependencyReport[]> | undefined;

  constructor(options: HealthOptions) {
    this.#options = options;
  }

  /** Identity and state, from the last measurement. */
  body(): HealthBody {
    const { instance, phase } = this.#options;
    const now = phase();
    return {
      status: this.#status(now),
      instanceId: instance.id,
      startedAt: instance.startedAt,
      buildHash: instance.buildHash,
      version: instance.version,
      phase: now,
    };
  }

  /** Why the server cannot serve right now; undefined when it can. */
  async unreadiness(): Promise<string | undefined> {
    const phase = this.#options.phase();
    if (phase !== "ready") return `The server is in phase ${phase}.`;
    const reports = await this.dependencies();
    const down = this.#options.checks.find((check) => check.essential && stateOf(reports, check.name) === "down");
    return down === undefined ? undefined : `The ${down.name} does not answer.`;
  }

  /** Measures what was not measured within the last second. */
  async dependencies(): Promise<readonly DependencyReport[]> {
    if (Date.now() - this.#measuredAt < FRESH_MS) return this.#last;
    this.#measuring ??= this.#measureAll().finally(() => {
      this.#measuring = undefined;
    });
    return this.#measuring;
  }

  #status(phase: HealthBody["phase"]): HealthBody["status"] {
    if (phase === "stopping") return "stopping";
    if (phase !== "ready") return "starting";
    return this.#last.some(({ state }) => state === "down") ? "degraded" : "ok";
  }

  async #measureAll(): Promise<readonly DependencyReport[]> {
    this.#last = await Promise.all(this.#options.checks.map((check) => this.#measure(check)));
    this.#measuredAt = Date.now();
    return this.#last;
  }

  async #measure({ name, kind, essential, measure, substitute }: DependencyCheck): Promise<DependencyReport> {
    const checkedAt = new Date().toISOString();
    if (measure === undefined) {
      return { name, kind, essential, state: "absent", checkedAt, latencyMs: null, detail: substitute ?? null };
    }
    const from = performance.now();
    const up = await withTimeout(measure()).then(
      () => true,
      () => false,
    );
    const latencyMs = Math.round((performance.now() - from) * 10) / 10;
    this.#record(name, { up, latencyMs });
    const detail = up ? null : (substitute ?? "does not answer");
    return { name, kind, essential, state: up ? "up" : "down", checkedAt, latencyMs, detail };
  }

  #record(name: string, { up, latencyMs }: { up: boolean; latencyMs: number }): void {
    const { metrics } = this.#options;
    if (name === "store") {
      metrics.storeUp.set(up ? 1 : 0);
      metrics.storeSeconds.observe(latencyMs / 1000);
    } else if (name === "redis") {
      metrics.redisUp.set(up ? 1 : 0);
      metrics.redisSeconds.observe(latencyMs / 1000);
    }
  }
}

const stateOf = (reports: readonly DependencyReport[], name: string): string | undefined =>
  reports.find((report) => report.name === name)?.state;

function withTimeout(work: Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer in ${CHECK_TIMEOUT_MS} ms`)), CHECK_TIMEOUT_MS);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

const LEAST_FREE_BYTES = 64 * 2 ** 20;

/** The data folder counts as there while it can be asked and has room. */
export function dataFolderCheck(dataDir: string, metrics: Metrics): DependencyCheck {
  return {
    name: "data-folder",
    kind: "file system",
    essential: false,
    substitute: "less than 64 MiB are free, or it cannot be reached",
    measure: async () => {
      const { bavail, bsize } = await statfs(dataDir);
      metrics.diskFreeBytes.set(bavail * bsize);
      if (bavail * bsize < LEAST_FREE_BYTES) throw new Error("nearly full");
    },
  };
}
