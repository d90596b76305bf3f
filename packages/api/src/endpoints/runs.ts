import { z } from "zod";
import { bytes, defineEndpoint } from "../endpoint.ts";
import { ProjectId, ReconciliationId, RunId } from "../ids.ts";
import { listOf, listQuery } from "../list.ts";
import { PlanInput, SourceIds } from "../reconciliation.ts";
import { Run, RunProgressNow, RunStatus, RunSummary, StartedRun, Verification } from "../run.ts";

const tag = "runs";
const params = z.object({ runId: RunId });
const ofReconciliation = z.object({ reconciliationId: ReconciliationId });
const file = { sourceId: "0197a3c2-1111-7d35-9a01-6c1f0e5b2d11", fileName: "bank.csv", sizeBytes: 368219 };
const sha256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
const exampleRun = {
  id: "0197a3c2-4444-7d35-9a01-6c1f0e5b2d11",
  projectId: "0197a3c2-4b1e-7d35-9a01-6c1f0e5b2d11",
  reconciliationId: "0197a3c2-3333-7d35-9a01-6c1f0e5b2d11",
  reconciliationName: "Bank and ledger",
  planVersion: 1,
  mode: "full",
  status: "completed",
  problem: null,
  attempt: 1,
  left: [{ ...file, sha256 }],
  right: [{ ...file, fileName: "ledger.csv", sha256 }],
  isClean: false,
  balanced: true,
  certificateHash: sha256,
  resultState: "present",
  resultBytes: 1843200,
  createdBy: "0197a3c2-0000-7d35-9a01-6c1f0e5b2d11",
  createdAt: "2026-11-25T08:00:00.000Z",
  startedAt: "2026-11-25T08:00:01.000Z",
  endedAt: "2026-11-25T08:00:03.000Z",
};
const queued = { status: "queued", attempt: 0, isClean: null, balanced: null, certificateHash: null } as const;
const started = { ...exampleRun, ...queued, resultState: "none", resultBytes: null, startedAt: null, endedAt: null };

const outcomeCounts = { matched: 1198, differs: 1, suggested: 0, unmatched: 0, duplicate: 0, excluded: 0, rejected: 1 };
const outcomeTotals = {
  matched: "48210.07",
  differs: "3.00",
  suggested: "0.00",
  unmatched: "0.00",
  duplicate: "0.00",
  excluded: "0.00",
  rejected: "0.00",
};
const exampleSide = { rows: 1200, ...outcomeCounts, amountUnknown: 1, totals: { EUR: outcomeTotals } };
/** Also of the results. */
export const exampleSummary = {
  formatVersion: 1,
  runId: "6f1c0f9e",
  planHash: sha256,
  resultHash: sha256,
  engine: "duckdb",
  startedAt: "2026-11-25T08:00:01.000Z",
  elapsedMs: 1930,
  balanced: true,
  left: exampleSide,
  right: exampleSide,
  groups: { "1:1": 1198, "1:n": 0, "n:1": 0, "n:m": 0, net: 0 },
};
const exampleVerification = {
  status: "completed",
  isVerified: true,
  checks: [{ name: "conservation", ok: true, detail: "outcomes add up to the records of both sides" }],
  findings: [],
  findingCount: 0,
  problem: null,
  at: "2026-11-25T08:05:00.000Z",
};

const runQuery = listQuery(["createdAt"], "-createdAt").extend({
  status: RunStatus.optional(),
  mode: z.enum(["full", "preview"]).default("full"),
});

export const listRuns = defineEndpoint({
  id: "listRuns",
  method: "GET",
  path: "/api/runs",
  tag,
  summary: "Runs of all projects that the caller may read",
  access: "user",
  query: runQuery.extend({ projectId: ProjectId.optional(), reconciliationId: ReconciliationId.optional() }),
  status: 200,
  response: listOf(Run),
  errors: ["CURSOR_INVALID"],
  example: { response: { items: [exampleRun], nextCursor: null, total: 1 } },
});

export const listReconciliationRuns = defineEndpoint({
  id: "listReconciliationRuns",
  method: "GET",
  path: "/api/reconciliations/{reconciliationId}/runs",
  tag,
  summary: "Runs of a reconciliation",
  access: "project:read",
  params: ofReconciliation,
  query: runQuery,
  status: 200,
  response: listOf(Run),
  errors: ["CURSOR_INVALID"],
  example: { response: { items: [exampleRun], nextCursor: null, total: 1 } },
});

export const startRun = defineEndpoint({
  id: "startRun",
  method: "POST",
  path: "/api/reconciliations/{reconciliationId}/runs",
  tag,
  summary: "Start a run",
  description:
    "Without sources: on those that the reconciliation names. Sources given here are checked against the plan, what is new about their columns is told in " +
    "`changes`, and the reconciliation names them from now on. Columns that the plan needs and a file lacks: 422 `SOURCES_UNFIT`, all of them in `errors`.",
  access: "project:work",
  params: ofReconciliation,
  body: z.strictObject({
    planVersion: z.int().min(1).optional().describe("Default: the newest."),
    left: SourceIds.optional(),
    right: SourceIds.optional(),
  }),
  status: 202,
  response: StartedRun,
  creates: true,
  errors: ["SOURCE_NOT_READY", "SOURCES_UNFIT", "DISK_FULL", "QUOTA_EXCEEDED", "CONFLICT"],
  example: { body: {}, response: { ...started, changes: { left: null, right: null } } },
});

export const previewRun = defineEndpoint({
  id: "previewRun",
  method: "POST",
  path: "/api/reconciliations/{reconciliationId}/previews",
  tag,
  summary: "Try a plan on the sources of the last run",
  description:
    "A run that decides everything and writes no result set: its summary tells what the plan would do. Nothing is saved.",
  access: "project:work",
  params: ofReconciliation,
  body: z.strictObject({
    plan: PlanInput.optional().describe("Default: the version named, or the newest."),
    planVersion: z.int().min(1).optional(),
    left: SourceIds.optional(),
    right: SourceIds.optional(),
  }),
  status: 202,
  response: StartedRun,
  creates: true,
  errors: ["PLAN_INVALID", "SOURCE_NOT_READY", "SOURCES_UNFIT", "DISK_FULL"],
  example: {
    body: { planVersion: 1 },
    response: { ...started, mode: "preview", changes: { left: null, right: null } },
  },
});

export const getRun = defineEndpoint({
  id: "getRun",
  method: "GET",
  path: "/api/runs/{runId}",
  tag,
  summary: "One run",
  access: "project:read",
  params,
  status: 200,
  response: Run,
  example: { response: exampleRun },
});

export const cancelRun = defineEndpoint({
  id: "cancelRun",
  method: "POST",
  path: "/api/runs/{runId}/cancel",
  tag,
  summary: "Stop a run",
  description:
    "A waiting run is cancelled at once; a running one is asked to stop and ends within a few seconds. A run that is over stays as it is.",
  access: "project:work",
  params,
  status: 202,
  response: Run,
  example: { response: { ...exampleRun, ...queued, status: "cancelled", resultState: "none", resultBytes: null } },
});

export const getRunProgress = defineEndpoint({
  id: "getRunProgress",
  method: "GET",
  path: "/api/runs/{runId}/progress",
  tag,
  summary: "Where a run stands",
  access: "project:read",
  params,
  status: 200,
  response: RunProgressNow,
  example: {
    response: {
      status: "running",
      progress: { stage: "near: assign", rows: 400000, totalRows: 1000000, rowsPerSecond: 800000, remainingS: 1 },
      open: { left: 1200, right: 1350 },
      queuePosition: null,
    },
  },
});

export const getRunSummary = defineEndpoint({
  id: "getRunSummary",
  method: "GET",
  path: "/api/runs/{runId}/summary",
  tag,
  summary: "What a run found, in numbers",
  access: "project:read",
  params,
  status: 200,
  response: RunSummary,
  errors: ["RUN_NOT_COMPLETED"],
  example: { response: exampleSummary },
});

export const getRunVerification = defineEndpoint({
  id: "getRunVerification",
  method: "GET",
  path: "/api/runs/{runId}/verification",
  tag,
  summary: "What the verifier found last",
  access: "project:read",
  params,
  status: 200,
  response: Verification,
  example: { response: exampleVerification },
});

export const verifyRun = defineEndpoint({
  id: "verifyRun",
  method: "POST",
  path: "/api/runs/{runId}/verification",
  tag,
  summary: "Check the proof of a run",
  description:
    "The verifier shares no code with the engine; it checks every record against the uploaded files, and the certificate's hash.",
  access: "project:work",
  params,
  status: 202,
  response: Verification,
  errors: ["RUN_NOT_COMPLETED", "RESULT_GONE"],
  example: { response: { ...exampleVerification, status: "queued", isVerified: null, checks: [], at: null } },
});

export const cancelVerification = defineEndpoint({
  id: "cancelVerification",
  method: "POST",
  path: "/api/runs/{runId}/verification/cancel",
  tag,
  summary: "Stop checking a proof",
  description:
    "A check that waits is cancelled at once; one under way is asked to stop and ends within a few seconds. What an earlier check found is kept, and told again after the next one.",
  access: "project:work",
  params,
  status: 202,
  response: Verification,
  example: { response: { ...exampleVerification, status: "none", isVerified: null, checks: [], at: null } },
});

export const downloadRun = defineEndpoint({
  id: "downloadRun",
  method: "GET",
  path: "/api/runs/{runId}/archive",
  tag,
  summary: "The result set as one file",
  description:
    "A tar.gz that unpacks to a folder which `recon verify` accepts; `--expect` is the run's `certificateHash`.",
  access: "project:read",
  params,
  status: 200,
  response: bytes("The result set.", "application/gzip"),
  errors: ["RUN_NOT_COMPLETED", "RESULT_GONE"],
});

export const deleteRun = defineEndpoint({
  id: "deleteRun",
  method: "DELETE",
  path: "/api/runs/{runId}",
  tag,
  summary: "Delete a run that is over, and its result set",
  access: "project:manage",
  params,
  status: 204,
  errors: ["CONFLICT"],
});

export const runEndpoints = [
  listRuns,
  listReconciliationRuns,
  startRun,
  previewRun,
  getRun,
  cancelRun,
  getRunProgress,
  getRunSummary,
  getRunVerification,
  verifyRun,
  cancelVerification,
  downloadRun,
  deleteRun,
];
