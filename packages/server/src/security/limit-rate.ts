import { Problem, type Endpoint } from "@recon/api";
import type { Config } from "../config/config.ts";
import type { Metrics } from "../observe/metrics.ts";
import type { Actor } from "./actor.ts";
import { networkOf } from "./network-of.ts";
import type { RateLimiter } from "./rate-limiter.ts";

const windowMs = 60_000;

/**
 * Calls that try credentials count per address, all others per person; what is public and open to monitors
 * (health, metrics) counts not at all.
 */
export async function limitRate(
  { limiter, config, metrics }: { limiter: RateLimiter; config: Config; metrics: Metrics },
  call: { endpoint: Endpoint; actor: Actor | undefined; address: string },
): Promise<void> {
  const { endpoint, actor, address } = call;
  const budget = endpoint.budget ?? "default";
  if (budget === "none") return;
  const { credentialsPerMin, defaultPerMin } = config.rateLimits;
  const most = budget === "credentials" ? credentialsPerMin : defaultPerMin;
  const key = actor === undefined ? `${budget}:address:${networkOf(address)}` : `${budget}:user:${actor.userId}`;
  const { waitMs } = await limiter.take(key, { most, windowMs });
  if (waitMs > 0) {
    metrics.rateLimited.inc({ budget });
    throw new Problem("RATE_LIMITED", `More than ${most} calls a minute; wait ${Math.ceil(waitMs / 1000)} s.`, {
      retryAfterS: waitMs / 1000,
    });
  }
}
