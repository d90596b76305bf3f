import { z } from "zod";
import { defineEndpoint } from "../endpoint.ts";
import { ProjectId, ReconciliationId, SourceId } from "../ids.ts";
import { listOf, listQuery } from "../list.ts";
import {
  PlanChange,
  PlanCheck,
  PlanInput,
  PlanProposal,
  PlanVersion,
  PlanVersionSummary,
  Reconciliation,
  ReconciliationDraft,
  SourceCheck,
  SourceIds,
} from "../reconciliation.ts";

const tag = "reconciliations";
const params = z.object({ reconciliationId: ReconciliationId });
const inProject = z.object({ projectId: ProjectId });
const PlanNumber = z.coerce.number().int().min(1);
const planText =
  "version: 1\nname: month\nleft: { files: [bank.csv] }\nright: { files: [ledger.csv] }\nfields: { id: { type: text } }\npasses: [{ name: key, kind: keyed, on: [id] }]\n";
const exampleReconciliation = {
  id: "0197a3c2-3333-7d35-9a01-6c1f0e5b2d11",
  projectId: "0197a3c2-4b1e-7d35-9a01-6c1f0e5b2d11",
  name: "Bank and ledger",
  description: "",
  status: "active",
  planVersion: 1,
  left: ["0197a3c2-1111-7d35-9a01-6c1f0e5b2d11"],
  right: ["0197a3c2-1112-7d35-9a01-6c1f0e5b2d11"],
  lastRunId: null,
  createdBy: "0197a3c2-0000-7d35-9a01-6c1f0e5b2d11",
  createdAt: "2026-11-25T08:00:00.000Z",
  updatedAt: "2026-11-25T08:00:00.000Z",
  version: 1,
};

const examplePlan = {
  version: 1,
  name: "month",
  left: { files: ["bank.csv"] },
  right: { files: ["ledger.csv"] },
  fields: { id: { type: "text" } },
  passes: [{ name: "key", kind: "keyed", on: ["id"] }],
};
const exampleVersion = {
  id: "0197a3c2-5555-7d35-9a01-6c1f0e5b2d11",
  reconciliationId: exampleReconciliation.id,
  number: 1,
  note: "first",
  createdBy: exampleReconciliation.createdBy,
  createdAt: "2026-11-25T08:00:00.000Z",
};
const exampleWhole = { ...exampleVersion, text: planText, plan: examplePlan };

export const listReconciliations = defineEndpoint({
  id: "listReconciliations",
  method: "GET",
  path: "/api/projects/{projectId}/reconciliations",
  tag,
  summary: "Saved reconciliations of a project",
  access: "project:read",
  params: inProject,
  query: listQuery(["name", "createdAt", "updatedAt"]).extend({ status: z.enum(["active", "archived"]).optional() }),
  status: 200,
  response: listOf(Reconciliation),
  errors: ["CURSOR_INVALID"],
  example: { response: { items: [exampleReconciliation], nextCursor: null, total: 1 } },
});

export const createReconciliation = defineEndpoint({
  id: "createReconciliation",
  method: "POST",
  path: "/api/projects/{projectId}/reconciliations",
  tag,
  summary: "Save a reconciliation with its first plan",
  access: "project:work",
  params: inProject,
  body: ReconciliationDraft,
  status: 201,
  response: Reconciliation,
  creates: true,
  errors: ["NAME_TAKEN", "PLAN_INVALID"],
  example: {
    body: {
      name: "Bank and ledger",
      plan: planText,
      left: exampleReconciliation.left,
      right: exampleReconciliation.right,
    },
    response: exampleReconciliation,
  },
});

export const getReconciliation = defineEndpoint({
  id: "getReconciliation",
  method: "GET",
  path: "/api/reconciliations/{reconciliationId}",
  tag,
  summary: "One reconciliation",
  access: "project:read",
  params,
  status: 200,
  response: Reconciliation,
  example: { response: exampleReconciliation },
});

export const updateReconciliation = defineEndpoint({
  id: "updateReconciliation",
  method: "PATCH",
  path: "/api/reconciliations/{reconciliationId}",
  tag,
  summary: "Rename, describe, archive, or set what runs read",
  access: "project:work",
  params,
  body: z
    .strictObject({
      name: ReconciliationDraft.shape.name,
      description: z.string().trim().max(2000),
      status: z.enum(["active", "archived"]),
      left: SourceIds,
      right: SourceIds,
    })
    .partial(),
  status: 200,
  response: Reconciliation,
  edits: true,
  errors: ["NAME_TAKEN"],
  example: { body: { status: "archived" }, response: { ...exampleReconciliation, status: "archived" } },
});

export const listPlanVersions = defineEndpoint({
  id: "listPlanVersions",
  method: "GET",
  path: "/api/reconciliations/{reconciliationId}/versions",
  tag,
  summary: "Versions of the plan",
  access: "project:read",
  params,
  query: listQuery(["number"], "-number"),
  status: 200,
  response: listOf(PlanVersionSummary),
  errors: ["CURSOR_INVALID"],
  example: { response: { items: [exampleVersion], nextCursor: null, total: 1 } },
});

export const createPlanVersion = defineEndpoint({
  id: "createPlanVersion",
  method: "POST",
  path: "/api/reconciliations/{reconciliationId}/versions",
  tag,
  summary: "Save a new version of the plan",
  description:
    "Earlier versions stay as they are. `If-Match` is the reconciliation's version: two people do not overwrite each other.",
  access: "project:work",
  params,
  body: z.strictObject({ plan: PlanInput, note: z.string().trim().max(500).default("") }),
  status: 201,
  response: PlanVersion,
  creates: true,
  edits: true,
  errors: ["PLAN_INVALID"],
  example: { body: { plan: planText, note: "first" }, response: exampleWhole },
});

export const getPlanVersion = defineEndpoint({
  id: "getPlanVersion",
  method: "GET",
  path: "/api/reconciliations/{reconciliationId}/versions/{number}",
  tag,
  summary: "One version of the plan",
  access: "project:read",
  params: params.extend({ number: PlanNumber }),
  status: 200,
  response: PlanVersion,
  example: { response: exampleWhole },
});

export const diffPlanVersions = defineEndpoint({
  id: "diffPlanVersions",
  method: "GET",
  path: "/api/reconciliations/{reconciliationId}/diff",
  tag,
  summary: "What changed between two versions of the plan",
  access: "project:read",
  params,
  query: z.object({ from: PlanNumber, to: PlanNumber }),
  status: 200,
  response: z.object({ from: z.int(), to: z.int(), changes: z.array(PlanChange) }).meta({ id: "PlanDiff" }),
  example: {
    query: { from: "1", to: "2" },
    response: {
      from: 1,
      to: 2,
      changes: [{ path: "passes[near].conditions[0].within.absolute", kind: "changed", before: "0.05", after: "0.10" }],
    },
  },
});

export const validatePlan = defineEndpoint({
  id: "validatePlan",
  method: "POST",
  path: "/api/projects/{projectId}/plans/validate",
  tag,
  summary: "Check a plan without saving it",
  description: "All faults at once, each with its place. With sources, their columns are checked too.",
  access: "project:read",
  params: inProject,
  body: z.strictObject({ plan: PlanInput, left: SourceIds.optional(), right: SourceIds.optional() }),
  status: 200,
  response: PlanCheck,
  example: {
    body: { plan: "version: 1\nname: month\n" },
    response: { isValid: false, faults: [{ path: "left", message: "is missing", line: 1, column: 1 }], plan: null },
  },
});

export const proposePlan = defineEndpoint({
  id: "proposePlan",
  method: "POST",
  path: "/api/projects/{projectId}/plans/propose",
  tag,
  summary: "Propose a plan from two sources",
  access: "project:read",
  params: inProject,
  body: z.strictObject({
    left: SourceId,
    right: SourceId,
    name: z.string().trim().min(1).max(120).default("reconciliation"),
  }),
  status: 200,
  response: PlanProposal,
  errors: ["SOURCE_NOT_READY", "OVERLOADED"],
  example: {
    body: { left: exampleReconciliation.left[0], right: exampleReconciliation.right[0], name: "month" },
    response: { text: planText, plan: examplePlan, questions: ["In which order do the dates of Booked stand?"] },
  },
});

export const checkSources = defineEndpoint({
  id: "checkSources",
  method: "POST",
  path: "/api/reconciliations/{reconciliationId}/check",
  tag,
  summary: "Whether sources fit the plan, and what is new about them",
  access: "project:read",
  params,
  body: z.strictObject({
    planVersion: z.int().min(1).optional(),
    left: SourceIds.optional(),
    right: SourceIds.optional(),
  }),
  status: 200,
  response: SourceCheck,
  errors: ["SOURCE_NOT_READY", "CONFLICT"],
  example: {
    body: { left: ["0197a3c2-1111-7d35-9a01-6c1f0e5b2d11"] },
    response: {
      isRunnable: true,
      faults: [],
      changes: { left: { added: ["Memo"], removed: [], isReordered: false, retyped: [] }, right: null },
    },
  },
});

export const reconciliationEndpoints = [
  listReconciliations,
  createReconciliation,
  getReconciliation,
  updateReconciliation,
  listPlanVersions,
  createPlanVersion,
  getPlanVersion,
  diffPlanVersions,
  validatePlan,
  proposePlan,
  checkSources,
];
