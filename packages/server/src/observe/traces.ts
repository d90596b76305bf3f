import type { Span, Tracer } from "@opentelemetry/api";
import type { FastifyInstance, FastifyRequest } from "fastify";
import type { Instance } from "../app-context.ts";

/** Traces of this server, sent to a collector. */
export interface Traces {
  /** One span per request, under the caller's trace where it sends one (`traceparent`). */
  follow(app: FastifyInstance): void;
  /** Sends what is left. */
  close(): Promise<void>;
}

/** Whether the standard variables ask for traces. */
function isAskedFor(env: NodeJS.ProcessEnv): boolean {
  if (env["OTEL_SDK_DISABLED"] === "true" || env["OTEL_TRACES_EXPORTER"] === "none") return false;
  return Boolean(env["OTEL_EXPORTER_OTLP_ENDPOINT"] ?? env["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"]);
}

/** Traces by OpenTelemetry, configured by its own variables; nothing of it is loaded unless they ask for it. */
export async function openTraces(env: NodeJS.ProcessEnv, instance: Instance): Promise<Traces | undefined> {
  if (!isAskedFor(env)) return undefined;
  const [api, { BatchSpanProcessor, NodeTracerProvider }, { OTLPTraceExporter }, resources] = await Promise.all([
    import("@opentelemetry/api"),
    import("@opentelemetry/sdk-trace-node"),
    import("@opentelemetry/exporter-trace-otlp-http"),
    import("@opentelemetry/resources"),
  ]);
  const { resourceFromAttributes, detectResources, envDetector } = resources;
  const resource = resourceFromAttributes({
    "service.name": "recon",
    "service.version": instance.version,
    "service.instance.id": instance.id,
  }).merge(detectResources({ detectors: [envDetector] }));
  const provider = new NodeTracerProvider({
    resource,
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  provider.register();
  const tracer = provider.getTracer("recon", instance.version);
  return {
    follow: (app) => followRequests(app, { api, tracer }),
    close: () => provider.shutdown(),
  };
}

interface Following {
  readonly api: typeof import("@opentelemetry/api");
  readonly tracer: Tracer;
}

function followRequests(app: FastifyInstance, { api, tracer }: Following): void {
  const spans = new WeakMap<FastifyRequest, Span>();
  app.addHook("onRequest", async (request) => {
    const parent = api.propagation.extract(api.ROOT_CONTEXT, request.headers);
    const route = request.routeOptions.url;
    const attributes = { "http.request.method": request.method, "recon.request_id": request.id };
    const kind = api.SpanKind.SERVER;
    // Without the query: it may hold what nobody else should read.
    const name = route === undefined ? request.method : `${request.method} ${route}`;
    const span = tracer.startSpan(name, { kind, attributes }, parent);
    if (route !== undefined) span.setAttribute("http.route", route);
    spans.set(request, span);
  });
  app.addHook("onResponse", async (request, reply) => {
    const span = spans.get(request);
    span?.setAttribute("http.response.status_code", reply.statusCode);
    if (reply.statusCode >= 500) span?.setStatus({ code: api.SpanStatusCode.ERROR });
    span?.end();
  });
}
