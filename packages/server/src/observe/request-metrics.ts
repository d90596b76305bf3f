import type { FastifyInstance } from "fastify";
import type { Metrics } from "./metrics.ts";

/** Paths that probes call every few seconds: counted, but not worth a line each. */
const quiet = /^\/(?:api\/health|metrics)/;

/** One log line and one measurement per request, when its answer has been sent. */
export function observeRequests(app: FastifyInstance, metrics: Metrics): void {
  app.addHook("onRequest", async () => metrics.httpInFlight.inc());
  app.addHook("onResponse", async (request, reply) => {
    metrics.httpInFlight.dec();
    const route = request.routeOptions.url ?? "unknown";
    const elapsedMs = Math.round(reply.elapsedTime * 10) / 10;
    metrics.httpSeconds.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
    const level = reply.statusCode >= 500 ? "warn" : quiet.test(route) ? "debug" : "info";
    const { method, url, ip } = request;
    request.log[level]({ method, url, route, status: reply.statusCode, elapsedMs, ip }, "request");
  });
}
