import { createClient } from "redis";
import type { Logger } from "pino";
import { redisOptions } from "../config/redis-options.ts";
import type { RateLimiter } from "./rate-limiter.ts";

const prefix = "recon:limit:";
const PATIENCE_MS = 250;

/** Counts over all servers. While Redis is away each server counts for itself: the limit is looser then, but there is one. */
export class RedisRateLimiter implements RateLimiter {
  readonly #client: ReturnType<typeof createClient>;
  readonly #meanwhile: RateLimiter;

  constructor(url: string, { meanwhile, log }: { meanwhile: RateLimiter; log: Logger }) {
    this.#meanwhile = meanwhile;
    this.#client = createClient(redisOptions(url, { reconnectStrategy: (tries) => Math.min(tries * 500, 10_000) }));
    // The server's own watch of Redis tells people; here it would be told twice.
    this.#client.on("error", (error: Error) => log.debug({ error: error.message }, "rate limits count in memory"));
    this.#client.connect().catch(() => undefined);
  }

  async take(key: string, limit: { readonly most: number; readonly windowMs: number }): Promise<{ waitMs: number }> {
    const shared = this.#client.isReady ? await soon(this.#count(key, limit)) : undefined;
    return shared ?? this.#meanwhile.take(key, limit);
  }

  async #count(key: string, limit: { readonly most: number; readonly windowMs: number }): Promise<{ waitMs: number }> {
    const name = prefix + key;
    const [count, , leftMs] = await this.#client
      .multi()
      .incr(name)
      .pExpire(name, limit.windowMs, "NX")
      .pTTL(name)
      .execTyped();
    return { waitMs: count > limit.most ? Math.max(leftMs, 1) : 0 };
  }

  close(): void {
    this.#client.destroy();
  }
}

/** What arrives in time; undefined for what fails or does not: no call of the API waits long for a counter. */
function soon<T>(work: Promise<T>): Promise<T | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(undefined), PATIENCE_MS);
    work.then(resolve, () => resolve(undefined)).finally(() => clearTimeout(timer));
  });
}
