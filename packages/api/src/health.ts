import { z } from "zod";

/** Where a server is: a step of its start, serving (`ready`) or stopping. */
export const ServerPhase = z.enum([
  "load",
  "configuration",
  "listen",
  "secrets",
  "store",
  "migrations",
  "redis",
  "jobs",
  "routes",
  "self-probe",
  "ready",
  "stopping",
]);
export type ServerPhase = z.infer<typeof ServerPhase>;

/** Who a server is and how it is; `degraded` serves, but something it uses is missing. */
export const HealthBody = z
  .object({
    status: z.enum(["starting", "ok", "degraded", "stopping"]),
    instanceId: z.string().describe("New with every start: tells servers apart that share an address."),
    startedAt: z.iso.datetime(),
    buildHash: z.string().describe("sha256 of the program that runs."),
    version: z.string(),
    phase: ServerPhase,
  })
  .meta({ id: "Health" });
export type HealthBody = z.infer<typeof HealthBody>;

/** One measured dependency; names and states, never addresses. */
export const DependencyReport = z
  .object({
    name: z.string(),
    kind: z.string(),
    essential: z.boolean().describe("Without it the server is not ready."),
    state: z.enum(["up", "down", "absent"]).describe("`absent`: not configured; `detail` says what takes its place."),
    checkedAt: z.iso.datetime(),
    latencyMs: z.number().nullable(),
    detail: z.string().nullable(),
  })
  .meta({ id: "DependencyReport" });
export type DependencyReport = z.infer<typeof DependencyReport>;
