import { z } from "zod";
import {
  exampleComment,
  exampleDecision,
  exampleHistory,
  exampleOutcome,
  examplePreview,
  pageOf,
} from "../examples/result-examples.ts";
import { defineEndpoint } from "../endpoint.ts";
import { RunId } from "../ids.ts";
import { listOf } from "../list.ts";
import {
  AcceptBody,
  AssignBody,
  BulkCommand,
  BulkPreview,
  MatchBody,
  NoteBody,
  ReviewComment,
  ReviewDecision,
  ReviewHistory,
  ReviewOutcome,
  WriteOffBody,
} from "../review.ts";

const tag = "review";
const ofRun = z.object({ runId: RunId });
const ofBreak = ofRun.extend({ breakId: z.coerce.number().int().min(0) });
const ofGroup = ofRun.extend({ groupId: z.coerce.number().int() });
const decide = { method: "POST", tag, access: "project:work" } as const;
const decided = { ...decide, status: 200, response: ReviewOutcome, edits: true } as const;
const created = { ...decide, status: 201, creates: true } as const;
const errors = ["RESULT_GONE", "RUN_NOT_COMPLETED", "RESULTS_UNAVAILABLE", "OVERLOADED", "REVIEW_CONFLICT"] as const;

export const assignBreak = defineEndpoint({
  ...decided,
  id: "assignBreak",
  path: "/api/runs/{runId}/breaks/{breakId}/assign",
  summary: "Give a break to somebody, or to nobody",
  params: ofBreak,
  body: AssignBody,
  errors,
  example: { response: exampleOutcome, body: { assigneeId: null } },
});

export const writeOffBreak = defineEndpoint({
  ...decided,
  id: "writeOffBreak",
  path: "/api/runs/{runId}/breaks/{breakId}/write-off",
  summary: "Write off a left-over record or what differs in a group",
  params: ofBreak,
  body: WriteOffBody,
  errors,
  example: { response: exampleOutcome, body: { reasonCode: "rounding", note: "below a cent" } },
});

export const reopenBreak = defineEndpoint({
  ...decided,
  id: "reopenBreak",
  path: "/api/runs/{runId}/breaks/{breakId}/reopen",
  summary: "Open a written-off break or a rejected suggestion again",
  params: ofBreak,
  body: NoteBody,
  errors,
  example: { response: exampleOutcome, body: {} },
});

export const commentBreak = defineEndpoint({
  ...created,
  id: "commentBreak",
  path: "/api/runs/{runId}/breaks/{breakId}/comments",
  summary: "Comment on a break",
  params: ofBreak,
  body: z.strictObject({ body: z.string().trim().min(1).max(5000) }),
  response: ReviewComment,
  errors,
  example: { response: exampleComment, body: { body: "Asked the bank." } },
});

export const getBreakHistory = defineEndpoint({
  method: "GET",
  tag,
  access: "project:read",
  status: 200,
  id: "getBreakHistory",
  path: "/api/runs/{runId}/breaks/{breakId}/history",
  summary: "What was decided and said about a break",
  params: ofBreak,
  response: ReviewHistory,
  errors,
  example: { response: exampleHistory },
});

export const acceptGroup = defineEndpoint({
  ...decided,
  id: "acceptGroup",
  path: "/api/runs/{runId}/groups/{groupId}/accept",
  summary: "Accept a suggestion, whole or by choosing which records belong together",
  params: ofGroup,
  body: AcceptBody,
  errors: [...errors, "CURRENCIES_DIFFER"],
  example: { response: exampleOutcome, body: { groups: [{ left: [4], right: [7] }] } },
});

export const rejectGroup = defineEndpoint({
  ...decided,
  id: "rejectGroup",
  path: "/api/runs/{runId}/groups/{groupId}/reject",
  summary: "Reject a suggestion: its records are left over",
  params: ofGroup,
  body: NoteBody,
  errors,
  example: { response: exampleOutcome, body: {} },
});

export const splitGroup = defineEndpoint({
  ...decided,
  id: "splitGroup",
  path: "/api/runs/{runId}/groups/{groupId}/split",
  summary: "Take a match apart: its records are left over",
  params: ofGroup,
  body: NoteBody,
  errors,
  example: { response: exampleOutcome, body: {} },
});

export const matchRecords = defineEndpoint({
  ...created,
  id: "matchRecords",
  path: "/api/runs/{runId}/review/matches",
  summary: "Match left-over records by hand: 1:1, 1:n, n:1, n:m, or those of one side that cancel out",
  params: ofRun,
  body: MatchBody,
  response: ReviewOutcome,
  errors: [...errors, "SUMS_DIFFER", "CURRENCIES_DIFFER", "VERSION_CONFLICT"],
  example: {
    response: exampleOutcome,
    body: { left: [{ rowId: 4, version: 1 }], right: [{ rowId: 7 }, { rowId: 9 }], reasonCode: "fee" },
  },
});

export const previewBulk = defineEndpoint({
  ...created,
  id: "previewBulk",
  path: "/api/runs/{runId}/review/previews",
  summary: "Count and value of a decision about all breaks of a filter, before it is made",
  params: ofRun,
  body: z.strictObject({
    filter: z.unknown().optional().describe("As for the list of breaks."),
    search: z.string().max(500).optional(),
    command: BulkCommand,
  }),
  response: BulkPreview,
  errors: [...errors, "TOO_MANY_ITEMS"],
  example: {
    response: examplePreview,
    body: {
      filter: { column: "amount", from: "-0.05", to: "0.05" },
      command: { verb: "writeOff", reasonCode: "rounding" },
    },
  },
});

export const commitBulk = defineEndpoint({
  ...created,
  id: "commitBulk",
  path: "/api/runs/{runId}/review/bulk",
  summary: "Make the decision that was previewed",
  params: ofRun,
  body: z.strictObject({ previewId: z.uuid() }),
  response: ReviewOutcome,
  errors: [...errors, "SET_CHANGED"],
  example: { response: exampleOutcome, body: { previewId: "0197a3c2-4b1e-7d35-9a01-6c1f0e5b2d11" } },
});

export const undoDecision = defineEndpoint({
  ...created,
  id: "undoDecision",
  path: "/api/runs/{runId}/review/undo",
  summary: "Take a decision back, as a new decision; nothing may have been decided on top of it",
  params: ofRun,
  body: z.strictObject({ decisionId: z.uuid() }),
  response: ReviewOutcome,
  errors,
  example: { response: exampleOutcome, body: { decisionId: "0197a3c2-4b1e-7d35-9a01-6c1f0e5b2d11" } },
});

export const listDecisions = defineEndpoint({
  method: "GET",
  tag,
  access: "project:read",
  status: 200,
  id: "listDecisions",
  path: "/api/runs/{runId}/review/decisions",
  summary: "The log of decisions, newest first",
  params: ofRun,
  query: z.object({
    limit: z.coerce.number().int().min(1).max(500).default(50),
    cursor: z
      .string()
      .regex(/^[1-9]\d{0,15}$/)
      .optional(),
  }),
  response: listOf(ReviewDecision),
  example: { response: pageOf(exampleDecision) },
});

export const reviewEndpoints = [
  assignBreak,
  writeOffBreak,
  reopenBreak,
  commentBreak,
  getBreakHistory,
  acceptGroup,
  rejectGroup,
  splitGroup,
  matchRecords,
  previewBulk,
  commitBulk,
  undoDecision,
  listDecisions,
];
