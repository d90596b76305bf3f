import Fastify, { LogController, type FastifyInstance } from "fastify";
import cookie from "@fastify/cookie";
import cors, { type FastifyCorsOptions } from "@fastify/cors";
import helmet from "@fastify/helmet";
import { catalogue, isBytes } from "@recon/api";
import type { AppContext } from "../app-context.ts";
import { registerLive } from "../events/register-live.ts";
import { relievePressure } from "../observe/back-pressure.ts";
import { observeRequests } from "../observe/request-metrics.ts";
import { MemoryRateLimiter, type RateLimiter } from "../security/rate-limiter.ts";
import { RedisRateLimiter } from "../security/redis-rate-limiter.ts";
import { newId } from "../store/new-id.ts";
import { handlers as allHandlers } from "./handlers.ts";
import type { Handler } from "./handler.ts";
import { mount } from "./mount.ts";
import { sendProblem } from "./problem-response.ts";
import { mountReference } from "./reference.ts";
import { mountWebApp } from "./web-app.ts";
import { answerMalformedUrl, answerUnknownRoute } from "./unknown-route.ts";

const JSON_LIMIT_BYTES = 1_048_576;

/** Builds the HTTP application, without listening. Fails when an endpoint of the catalogue has no handler. */
export async function createApp(
  context: AppContext,
  handlers: readonly Handler[] = allHandlers,
): Promise<FastifyInstance> {
  refuseGaps(handlers);
  const app = Fastify({
    loggerInstance: context.log,
    genReqId: () => newId<string>(),
    bodyLimit: JSON_LIMIT_BYTES,
    routerOptions: { maxParamLength: 4096, ignoreTrailingSlash: false },
    trustProxy: context.config.trustProxy.length === 0 ? false : [...context.config.trustProxy],
    logController: new LogController({ disableRequestLogging: true }),
    frameworkErrors: answerMalformedUrl,
  }) as unknown as FastifyInstance;
  app.setErrorHandler((error, request, reply) => sendProblem(error, request, reply));
  app.setNotFoundHandler(async (request, reply) =>
    sendPage(request, reply) ? reply : answerUnknownRoute(context, request, reply),
  );
  app.addHook("onRequest", async (request, reply) => {
    void reply.header("x-request-id", request.id);
  });
  observeRequests(app, context.metrics);
  context.traces?.follow(app);
  await relievePressure(app, context);
  await app.register(helmet, { contentSecurityPolicy });
  await app.register(cookie);
  await registerLive(app, context);
  if (context.config.corsOrigins.length > 0) await app.register(cors, corsFor(context.config.corsOrigins));
  const limiter = openLimiter(app, context);
  for (const handler of handlers.filter((one) => !isBytes(one.endpoint.body)))
    mount(app, { context, limiter }, handler);
  await app.register(async (streaming) => {
    // Here bodies stay streams, JSON files included: a handler reads them as they come.
    streaming.removeAllContentTypeParsers();
    streaming.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
    for (const handler of handlers.filter((one) => isBytes(one.endpoint.body)))
      mount(streaming, { context, limiter }, handler);
  });
  mountReference(app, context.instance.version);
  const sendPage = await mountWebApp(app);
  return app;
}

function openLimiter(app: FastifyInstance, { config, clock, log }: AppContext): RateLimiter {
  const memory = new MemoryRateLimiter(clock);
  if (config.redisUrl === undefined) return memory;
  const shared = new RedisRateLimiter(config.redisUrl, { meanwhile: memory, log });
  app.addHook("onClose", async () => shared.close());
  return shared;
}

/** For JSON and files, from which no browser should ever load anything; pages bring a policy of their own. */
const contentSecurityPolicy = {
  useDefaults: false,
  directives: { "default-src": ["'none'"], "frame-ancestors": ["'none'"] },
};

function corsFor(origins: readonly string[]): FastifyCorsOptions {
  return {
    origin: [...origins],
    credentials: true,
    methods: ["GET", "POST", "PUT", "PATCH", "DELETE"],
    exposedHeaders: ["ETag", "Retry-After", "X-Request-Id", "Idempotency-Replayed", "Content-Disposition"],
    maxAge: 600,
  };
}

function refuseGaps(handlers: readonly Handler[]): void {
  const ids = handlers.map((handler) => handler.endpoint.id);
  const missing = catalogue.filter((endpoint) => !ids.includes(endpoint.id)).map((endpoint) => endpoint.id);
  const surplus = ids.filter((id, at) => ids.indexOf(id) !== at || !catalogue.some((endpoint) => endpoint.id === id));
  if (missing.length > 0) throw new Error(`endpoints without a handler: ${missing.join(", ")}`);
  if (surplus.length > 0) throw new Error(`handlers without an endpoint, or twice: ${surplus.join(", ")}`);
}
