import { getHeapStatistics } from "node:v8";
import underPressure from "@fastify/under-pressure";
import type { FastifyInstance } from "fastify";
import { Problem } from "@recon/api";
import type { Metrics } from "./metrics.ts";

/** So far behind on its own work, the server would answer too late anyway; a single hiccup is not refused for. */
const MOST_DELAY_MS = 2_500;
const MOST_HEAP_SHARE = 0.95;
const RETRY_AFTER_S = 5;

/** Who asks for these wants to know how the server is; readiness is not among them, so that traffic goes elsewhere. */
const always = new Set(["/api/health", "/api/health/live", "/api/health/dependencies", "/metrics"]);

/** Refuses calls while the event loop or the heap is at its end, before any work is done for them. */
export async function relievePressure(app: FastifyInstance, metrics: Metrics): Promise<void> {
  await app.register(underPressure, {
    maxEventLoopDelay: MOST_DELAY_MS,
    maxHeapUsedBytes: getHeapStatistics().heap_size_limit * MOST_HEAP_SHARE,
    pressureHandler: async (request, _reply, reason) => {
      if (always.has(request.routeOptions.url ?? "")) return;
      metrics.httpRefused.inc({ reason });
      throw new Problem("OVERLOADED", "The server is overloaded; try again shortly.", { retryAfterS: RETRY_AFTER_S });
    },
  });
}
