import { timingSafeEqual } from "node:crypto";
import { Readable } from "node:stream";
import type { FastifyRequest } from "fastify";
import { getHealth, getLiveness, getMetrics, getReadiness, listDependencies, Problem } from "@recon/api";
import { handle, type Handler } from "./handler.ts";

export const healthHandlers: readonly Handler[] = [
  handle(getHealth, async ({ context }) => context.health.body()),
  handle(getLiveness, async ({ context }) => context.health.body()),
  handle(getReadiness, async ({ context }) => {
    const why = await context.health.unreadiness();
    if (why !== undefined) throw new Problem("STORE_UNREACHABLE", why, { retryAfterS: 2 });
    return context.health.body();
  }),
  handle(listDependencies, async ({ context }) => ({ items: [...(await context.health.dependencies())] })),
  handle(getMetrics, async ({ context, request }) => {
    if (!mayReadMetrics(request, context.config.metricsToken)) {
      throw new Problem(
        "UNAUTHENTICATED",
        "Metrics need Authorization: Bearer with METRICS_TOKEN, except on the loopback.",
      );
    }
    const { registry } = context.metrics;
    return { stream: Readable.from([await registry.metrics()]), contentType: registry.contentType };
  }),
];

function mayReadMetrics(request: FastifyRequest, token: string | undefined): boolean {
  // A proxy on this machine brings everybody to the loopback; what it forwarded came from elsewhere.
  const forwarded = request.headers["x-forwarded-for"] ?? request.headers["forwarded"] ?? request.headers["x-real-ip"];
  if (forwarded === undefined && /^(127\.|::1$|::ffff:127\.)/.test(request.ip)) return true;
  const given = /^Bearer (.+)$/i.exec(request.headers.authorization ?? "")?.[1];
  if (token === undefined || given === undefined) return false;
  const [a, b] = [Buffer.from(given), Buffer.from(token)];
  return a.length === b.length && timingSafeEqual(a, b);
}
