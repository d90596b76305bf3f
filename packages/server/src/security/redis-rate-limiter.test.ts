import { pino } from "pino";
import { describe, expect, it, vi } from "vitest";
import { createFixedClock } from "../testing/fixed-clock.ts";
import { startRedis } from "../testing/test-redis.ts";
import { MemoryRateLimiter } from "./rate-limiter.ts";
import { RedisRateLimiter } from "./redis-rate-limiter.ts";

const limit = { most: 3, windowMs: 60_000 };
const redis = await startRedis();

describe.skipIf(redis === undefined)("rate limits of several servers", () => {
  it("count together through Redis, and apart while it is away", async () => {
    const open = () =>
      new RedisRateLimiter(redis?.url ?? "", {
        meanwhile: new MemoryRateLimiter(createFixedClock()),
        log: pino({ level: "silent" }),
      });
    const [one, two] = [open(), open()];
    // Until both are connected they count for themselves, under other keys.
    const warm = async (limiter: RedisRateLimiter, key: string) => {
      await limiter.take(key, limit);
      return (await two.take(key, { ...limit, most: 1 })).waitMs;
    };
    let at = 0;
    await vi.waitFor(async () => expect(await warm(one, `warm-${at++}`)).toBeGreaterThan(0), { timeout: 60_000 });
    for (const limiter of [one, two, one]) expect((await limiter.take("key", limit)).waitMs).toBe(0);
    const waits = [(await two.take("key", limit)).waitMs, (await one.take("key", limit)).waitMs];
    for (const wait of waits) {
      expect(wait).toBeGreaterThan(0);
      expect(wait).toBeLessThanOrEqual(60_000);
    }
    // Frozen, it keeps its connections and answers nothing: calls go on without it.
    redis?.freeze();
    expect((await one.take("frozen", { ...limit, most: 1 })).waitMs).toBe(0);
    expect((await one.take("frozen", { ...limit, most: 1 })).waitMs).toBe(60_000);
    redis?.thaw();
    await redis?.stop();
    for (let count = 0; count < 3; count++) expect((await one.take("key", limit)).waitMs).toBe(0);
    expect((await one.take("key", limit)).waitMs).toBe(60_000);
    one.close();
    two.close();
    await redis?.remove();
  });
});
