import { createClient } from "redis";
import type { Logger } from "pino";
import type { RateLimiter } from "./rate-limiter.ts";

const prefix = "recon:limit:";

/** Counts over all servers. While Redis is away each server counts for itself: the limit is looser then, but there is one. */
export class RedisRateLimiter implements RateLimiter {
  readonly #client: ReturnType<typeof createClient>;
  readonly #meanwhile: RateLimiter;

  constructor(url: string, { meanwhile, log }: { meanwhile: RateLimiter; log: Logger }) {
    this.#meanwhile = meanwhile;
    const reconnectStrategy = (tries: number): number => Math.min(tries * 500, 10_000);
    this.#client = createClient({ url, disableOfflineQueue: true, socket: { reconnectStrategy } });
    // The server's own watch of Redis tells people; here it would be told twice.
    this.#client.on("error", (error: Error) => log.debug({ error: error.message }, "rate limits count in memory"));
    this.#client.connect().catch(() => undefined);
  }

  async take(key: string, limit: { readonly most: number; readonly windowMs: number }): Promise<{ waitMs: number }> {
    if (!this.#client.isReady) return this.#meanwhile.take(key, limit);
    try {
      const name = prefix + key;
      const [count, , leftMs] = await this.#client
        .multi()
        .incr(name)
        .pExpire(name, limit.windowMs, "NX")
        .pTTL(name)
        .execTyped();
      return { waitMs: count > limit.most ? Math.max(leftMs, 1) : 0 };
    } catch {
      return this.#meanwhile.take(key, limit);
    }
  }

  close(): void {
    this.#client.destroy();
  }
}
