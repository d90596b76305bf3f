import { z } from "zod";
import { defineEndpoint } from "../endpoint.ts";
import { DependencyReport, HealthBody, ServerPhase } from "../health.ts";
import { JobId, ProjectId } from "../ids.ts";
import { Instant, listOf, listQuery } from "../list.ts";

const tag = "system";

/** One start of a server, from the start history in its data folder. */
export const ServerStart = z
  .object({
    instanceId: z.string(),
    pid: z.int(),
    startedAt: z.iso.datetime(),
    endedAt: z.iso.datetime().nullable(),
    state: z
      .enum(["running", "stopped", "failed", "unended"])
      .describe("`unended`: there is no end; it was killed, or runs beside this one."),
    phase: ServerPhase.describe("The last one it wrote down."),
    exitCode: z.int().nullable(),
    signal: z.string().nullable(),
    code: z.string().nullable(),
    description: z.string().nullable(),
  })
  .meta({ id: "ServerStart" });
export type ServerStart = z.infer<typeof ServerStart>;

export const JobState = z.enum(["queued", "running", "completed", "failed", "cancelled"]);

export const SystemOverview = z
  .object({
    health: HealthBody,
    store: z.enum(["embedded", "postgres"]),
    uptimeS: z.int().min(0),
    memoryBytes: z.int().min(0).describe("Resident memory of the server's process."),
    dependencies: z.array(DependencyReport),
    jobs: z.record(JobState, z.int().min(0)),
    starts: z.array(ServerStart).describe("The last 20, newest first."),
  })
  .meta({ id: "SystemOverview" });
export type SystemOverview = z.infer<typeof SystemOverview>;

export const Job = z
  .object({
    id: JobId,
    kind: z.string(),
    projectId: ProjectId.nullable(),
    subjectId: z.string().describe("The run or source that it works on."),
    state: JobState,
    attempt: z.int().min(0),
    cause: z.unknown().describe("Why the last attempt ended; null when it did not fail."),
    worker: z.string().nullable(),
    leaseUntil: Instant.nullable(),
    createdAt: Instant,
    startedAt: Instant.nullable(),
    finishedAt: Instant.nullable(),
  })
  .meta({ id: "Job" });
export type Job = z.infer<typeof Job>;

const exampleStart = {
  instanceId: "0197a3c2-4b1e-7d35-9a01-6c1f0e5b2d11",
  pid: 4711,
  startedAt: "2026-11-25T08:00:00.000Z",
  endedAt: null,
  state: "running",
  phase: "ready",
  exitCode: null,
  signal: null,
  code: null,
  description: null,
};

export const getSystem = defineEndpoint({
  id: "getSystem",
  method: "GET",
  path: "/api/system",
  tag,
  summary: "How this server is and how its last starts went",
  access: "system:manage",
  status: 200,
  response: SystemOverview,
  example: {
    response: {
      health: {
        status: "ok",
        instanceId: exampleStart.instanceId,
        startedAt: exampleStart.startedAt,
        buildHash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        version: "0.1.0",
        phase: "ready",
      },
      store: "embedded",
      uptimeS: 60,
      memoryBytes: 120000000,
      dependencies: [],
      jobs: { queued: 0, running: 1, completed: 12, failed: 0, cancelled: 0 },
      starts: [exampleStart],
    },
  },
});

export const listJobs = defineEndpoint({
  id: "listJobs",
  method: "GET",
  path: "/api/system/jobs",
  tag,
  summary: "Jobs of all projects",
  access: "system:manage",
  query: listQuery(["createdAt"], "-createdAt").omit({ search: true }).extend({ state: JobState.optional() }),
  status: 200,
  response: listOf(Job),
  errors: ["CURSOR_INVALID"],
  example: {
    query: { state: "running" },
    response: {
      items: [
        {
          id: "0197a3c2-6666-7d35-9a01-6c1f0e5b2d11",
          kind: "run",
          projectId: "0197a3c2-4b1e-7d35-9a01-6c1f0e5b2d11",
          subjectId: "0197a3c2-4444-7d35-9a01-6c1f0e5b2d11",
          state: "running",
          attempt: 1,
          cause: null,
          worker: exampleStart.instanceId,
          leaseUntil: "2026-11-25T08:00:31.000Z",
          createdAt: "2026-11-25T08:00:00.000Z",
          startedAt: "2026-11-25T08:00:01.000Z",
          finishedAt: null,
        },
      ],
      nextCursor: null,
      total: 1,
    },
  },
});

export const systemEndpoints = [getSystem, listJobs];
