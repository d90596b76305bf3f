/** Saved reconciliations: a plan in versions, and the sources it ran on last. */
import { z } from "zod";
import { Plan } from "@recon/core";
import { PlanVersionId, ProjectId, ReconciliationId, RunId, SourceId, UserId } from "./ids.ts";
import { Instant, Version } from "./list.ts";

const MOST_FILES = 200;
const MOST_PLAN_LENGTH = 1_000_000;

/** A plan as text (YAML or JSON, comments kept) or as an object. */
export const PlanInput = z
  .union([z.string().min(1).max(MOST_PLAN_LENGTH), z.record(z.string(), z.unknown())])
  .describe("The plan as YAML or JSON text, or as an object. Runs replace its `files` by the sources they read.");
export type PlanInput = z.infer<typeof PlanInput>;

/** The files of one side, in the order in which their records count. */
export const SourceIds = z.array(SourceId).min(1).max(MOST_FILES);
export type SourceIds = z.infer<typeof SourceIds>;

export const Reconciliation = z
  .object({
    id: ReconciliationId,
    projectId: ProjectId,
    name: z.string(),
    description: z.string(),
    status: z.enum(["active", "archived"]),
    planVersion: z.int().min(1).describe("Number of the newest version of the plan."),
    left: z.array(SourceId).describe("What runs read unless they say otherwise."),
    right: z.array(SourceId),
    lastRunId: RunId.nullable(),
    createdBy: UserId,
    createdAt: Instant,
    updatedAt: Instant,
    version: Version,
  })
  .meta({ id: "Reconciliation" });
export type Reconciliation = z.infer<typeof Reconciliation>;

export const ReconciliationDraft = z
  .strictObject({
    name: z.string().trim().min(1).max(120),
    description: z.string().trim().max(2000).default(""),
    plan: PlanInput,
    left: SourceIds.optional(),
    right: SourceIds.optional(),
  })
  .meta({ id: "ReconciliationDraft" });
export type ReconciliationDraft = z.infer<typeof ReconciliationDraft>;

export const PlanVersion = z
  .object({
    id: PlanVersionId,
    reconciliationId: ReconciliationId,
    number: z.int().min(1),
    note: z.string(),
    text: z.string().describe("As it was written, comments included."),
    plan: Plan,
    createdBy: UserId,
    createdAt: Instant,
  })
  .meta({ id: "PlanVersion" });
export type PlanVersion = z.infer<typeof PlanVersion>;

export const PlanVersionSummary = PlanVersion.omit({ text: true, plan: true }).meta({ id: "PlanVersionSummary" });

/** One place where two versions of a plan differ. */
export const PlanChange = z
  .object({
    path: z.string().describe("Such as `passes[reference].on`; passes are told apart by name."),
    kind: z.enum(["added", "removed", "changed", "moved"]),
    before: z.unknown().optional(),
    after: z.unknown().optional(),
  })
  .meta({ id: "PlanChange" });
export type PlanChange = z.infer<typeof PlanChange>;

/** One fault of a plan. Lines and columns are 1-based; null for faults that the data show. */
export const PlanFault = z
  .object({ path: z.string(), message: z.string(), line: z.int().nullable(), column: z.int().nullable() })
  .meta({ id: "PlanFault" });
export type PlanFault = z.infer<typeof PlanFault>;

export const PlanCheck = z
  .object({
    isValid: z.boolean(),
    faults: z.array(PlanFault).describe("All of them."),
    plan: Plan.nullable().describe("The plan as it was understood."),
  })
  .meta({ id: "PlanCheck" });
export type PlanCheck = z.infer<typeof PlanCheck>;

export const PlanProposal = z
  .object({
    text: z.string().describe("YAML, with the reason for each choice as a comment."),
    plan: Plan,
    questions: z.array(z.string()).describe("What a person has to settle before it can run."),
  })
  .meta({ id: "PlanProposal" });
export type PlanProposal = z.infer<typeof PlanProposal>;

/** How the columns of new files differ from those of the files that ran before. */
export const ColumnChanges = z
  .object({
    added: z.array(z.string()),
    removed: z.array(z.object({ name: z.string(), isUsed: z.boolean().describe("The plan names it: it cannot run.") })),
    isReordered: z.boolean(),
    retyped: z.array(z.object({ name: z.string(), before: z.string(), after: z.string() })),
  })
  .meta({ id: "ColumnChanges" });
export type ColumnChanges = z.infer<typeof ColumnChanges>;

/** Whether sources fit a plan, and what is new about them. `null`: nothing ran before. */
export const SourceCheck = z
  .object({
    isRunnable: z.boolean(),
    faults: z.array(PlanFault),
    changes: z.object({ left: ColumnChanges.nullable(), right: ColumnChanges.nullable() }),
  })
  .meta({ id: "SourceCheck" });
export type SourceCheck = z.infer<typeof SourceCheck>;
