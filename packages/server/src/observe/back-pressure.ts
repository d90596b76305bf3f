import { getHeapStatistics } from "node:v8";
import underPressure from "@fastify/under-pressure";
import type { FastifyInstance } from "fastify";
import { Problem } from "@recon/api";
import type { Config } from "../config/config.ts";
import type { Metrics } from "./metrics.ts";

const MOST_HEAP_SHARE = 0.95;
const RETRY_AFTER_S = 5;

/** Who asks for these wants to know how the server is; readiness is not among them, so that traffic goes elsewhere. */
const always = new Set(["/api/health", "/api/health/live", "/api/health/dependencies", "/metrics"]);

/** Refuses calls while the event loop or the heap is at its end, before any work is done for them. */
export async function relievePressure(
  app: FastifyInstance,
  { config, metrics }: { config: Pick<Config, "mostDelayMs">; metrics: Metrics },
): Promise<void> {
  await app.register(underPressure, {
    maxEventLoopDelay: config.mostDelayMs,
    maxHeapUsedBytes: getHeapStatistics().heap_size_limit * MOST_HEAP_SHARE,
    pressureHandler: async (request, _reply, reason) => {
      if (always.has(request.routeOptions.url ?? "")) return;
      metrics.httpRefused.inc({ reason });
      throw new Problem("OVERLOADED", "The server is overloaded; try again shortly.", { retryAfterS: RETRY_AFTER_S });
    },
  });
}
