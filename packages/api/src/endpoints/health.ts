import { z } from "zod";
import { bytes, defineEndpoint } from "../endpoint.ts";
import { DependencyReport, HealthBody } from "../health.ts";

const tag = "health";
const open = { method: "GET", tag, access: "public", budget: "none", status: 200 } as const;
const exampleHealth = {
  status: "ok",
  instanceId: "0197a3c2-4b1e-7d35-9a01-6c1f0e5b2d11",
  startedAt: "2026-11-25T08:00:00.000Z",
  buildHash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  version: "0.1.0",
  phase: "ready",
};

export const getHealth = defineEndpoint({
  ...open,
  id: "getHealth",
  path: "/api/health",
  summary: "Who the server is and how it is",
  description: "While the server starts or stops the answer has the same shape and status 503.",
  response: HealthBody,
  example: { response: exampleHealth },
});

export const getLiveness = defineEndpoint({
  ...open,
  id: "getLiveness",
  path: "/api/health/live",
  summary: "Whether the process answers",
  description: "Answers 200 from the moment the port is bound, before the server is ready.",
  response: HealthBody,
  example: { response: exampleHealth },
});

export const getReadiness = defineEndpoint({
  ...open,
  id: "getReadiness",
  path: "/api/health/ready",
  summary: "Whether the server can serve",
  response: HealthBody,
  errors: ["STARTING", "STOPPING", "STORE_UNREACHABLE", "OVERLOADED"],
  example: { response: exampleHealth },
});

export const listDependencies = defineEndpoint({
  ...open,
  id: "listDependencies",
  path: "/api/health/dependencies",
  summary: "What the server depends on, measured",
  description: "Measured for this answer, or within the last second.",
  response: z.object({ items: z.array(DependencyReport) }),
  example: {
    response: {
      items: [
        {
          name: "store",
          kind: "embedded",
          essential: true,
          state: "up",
          checkedAt: "2026-11-25T08:00:00.000Z",
          latencyMs: 0.4,
          detail: null,
        },
      ],
    },
  },
});

export const getMetrics = defineEndpoint({
  ...open,
  id: "getMetrics",
  path: "/metrics",
  summary: "Metrics for Prometheus",
  description: "Free on the loopback; from elsewhere `Authorization: Bearer` with METRICS_TOKEN.",
  response: bytes("Prometheus text format", "text/plain"),
  errors: ["UNAUTHENTICATED"],
});

export const healthEndpoints = [getHealth, getLiveness, getReadiness, listDependencies, getMetrics] as const;
