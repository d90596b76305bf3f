import type { Logger } from "pino";
import type { DependencyCheck } from "../observe/health.ts";
import { redisOptions } from "../config/redis-options.ts";
import { pauseAfter } from "./await-dependency.ts";

const FIRST_TRY_MS = 2_000;

/** Redis as health sees it. */
export interface RedisWatch {
  readonly check: DependencyCheck;
  close(): void;
}

/**
 * Tries Redis once and goes on without it: everything it carries also works in memory. From then on it is tried again
 * for as long as the server runs, each failed try is logged, and health says how it is.
 */
export async function watchRedis(url: string | undefined, log: Logger): Promise<RedisWatch> {
  const base = { name: "redis", kind: "redis", essential: false, substitute: "events and limits live in memory" };
  if (url === undefined) return { check: base, close: () => undefined };
  const { createClient } = await import("redis");
  let failures = 0;
  const client = createClient(redisOptions(url, { reconnectStrategy: (tries) => pauseAfter(tries + 1) * 1000 }));
  client.on("error", (error: Error & { code?: unknown }) => {
    failures += 1;
    const nextInS = pauseAfter(failures);
    const reason = error.message || String(error.code);
    log.warn(
      { dependency: "redis", attempt: failures, reason },
      `redis: try ${failures} failed, next try in ${nextInS} s`,
    );
  });
  client.on("ready", () => {
    if (failures > 0) log.info({ dependency: "redis" }, "redis answers");
    failures = 0;
  });
  const connected = client.connect().catch(() => undefined);
  await Promise.race([connected, new Promise((resolve) => setTimeout(resolve, FIRST_TRY_MS))]);
  return {
    check: { ...base, measure: async () => void (await client.ping()) },
    close: () => client.destroy(),
  };
}
