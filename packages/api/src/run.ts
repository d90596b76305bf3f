/** Runs: a plan version on sources, as a job. */
import { z } from "zod";
import { groupKinds, outcomes } from "@recon/core";
import { RunProgress } from "./events.ts";
import { ProjectId, ReconciliationId, RunId, SourceId, UserId } from "./ids.ts";
import { Instant } from "./list.ts";
import { SourceCheck } from "./reconciliation.ts";
import { Fault } from "./source.ts";

export const RunStatus = z.enum(["queued", "running", "completed", "failed", "cancelled"]);
export type RunStatus = z.infer<typeof RunStatus>;

export const RunSource = z
  .object({ sourceId: SourceId, fileName: z.string(), sizeBytes: z.int(), sha256: z.string() })
  .meta({ id: "RunSource" });
export type RunSource = z.infer<typeof RunSource>;

const count = z.int().min(0);
const Totals = z.object(
  Object.fromEntries(outcomes.map((name) => [name, z.string()])) as Record<(typeof outcomes)[number], z.ZodString>,
);

export const RunSideSummary = z
  .object({
    rows: count.describe("Every record, rejects included."),
    ...(Object.fromEntries(outcomes.map((name) => [name, count])) as Record<(typeof outcomes)[number], z.ZodInt>),
    amountUnknown: count,
    totals: z.record(z.string(), Totals).describe("Per currency, decimal texts."),
  })
  .meta({ id: "RunSideSummary" });

/** `summary.json` of the result set. */
export const RunSummary = z
  .object({
    formatVersion: z.literal(1),
    runId: z.string().describe("The engine's name for this run, as the certificate has it."),
    planHash: z.string(),
    resultHash: z.string().nullable(),
    engine: z.string(),
    startedAt: z.string(),
    elapsedMs: count,
    balanced: z.boolean().describe("The conservation law held; breaks do not make it false."),
    left: RunSideSummary,
    right: RunSideSummary,
    groups: z.object(
      Object.fromEntries(groupKinds.map((name) => [name, count])) as Record<(typeof groupKinds)[number], z.ZodInt>,
    ),
  })
  .meta({ id: "RunSummary" });
export type RunSummary = z.infer<typeof RunSummary>;

export const Run = z
  .object({
    id: RunId,
    projectId: ProjectId,
    reconciliationId: ReconciliationId,
    reconciliationName: z.string(),
    planVersion: z.int().nullable().describe("null: a preview of a plan that was not saved."),
    mode: z.enum(["full", "preview"]).describe("A preview decides everything and writes no result set."),
    status: RunStatus,
    problem: Fault.nullable().describe("Why it failed, or why it is being tried again."),
    attempt: count.describe("How often it was started."),
    left: z.array(RunSource),
    right: z.array(RunSource),
    isClean: z.boolean().nullable().describe("Every record matched or excluded."),
    balanced: z.boolean().nullable(),
    certificateHash: z.string().nullable().describe("sha256 of certificate.json: what `recon verify --expect` wants."),
    resultState: z.enum(["none", "present", "deleted"]),
    resultBytes: count.nullable(),
    createdBy: UserId,
    createdAt: Instant,
    startedAt: Instant.nullable(),
    endedAt: Instant.nullable(),
  })
  .meta({ id: "Run" });
export type Run = z.infer<typeof Run>;

/** A run that was just asked for, and how its sources compare with those of the run before. */
export const StartedRun = Run.extend({ changes: SourceCheck.shape.changes }).meta({ id: "StartedRun" });
export type StartedRun = z.infer<typeof StartedRun>;

export const RunProgressNow = z
  .object({
    status: RunStatus,
    progress: RunProgress.nullable().describe("The last that was told; null before the first and after the end."),
    open: z
      .object({ left: count, right: count })
      .nullable()
      .describe("Records that no pass has taken yet, as the last pass left them; null before one has ended."),
    queuePosition: z.int().min(1).nullable().describe("While queued: how many are taken up first, and one."),
  })
  .meta({ id: "RunProgressNow" });
export type RunProgressNow = z.infer<typeof RunProgressNow>;

/** What the verifier, which shares no code with the engine, found. */
export const Verification = z
  .object({
    status: z.enum(["none", "queued", "running", "completed", "failed"]),
    isVerified: z.boolean().nullable().describe("Every check ran to its end without a finding."),
    checks: z.array(z.object({ name: z.string(), ok: z.boolean(), detail: z.string() })),
    findings: z.array(z.object({ check: z.string(), message: z.string() })).describe("The first hundred."),
    findingCount: count,
    problem: Fault.nullable(),
    at: Instant.nullable(),
  })
  .meta({ id: "Verification" });
export type Verification = z.infer<typeof Verification>;
