import {
  acceptGroup,
  assignBreak,
  commentBreak,
  commitBulk,
  getBreakHistory,
  listDecisions,
  matchRecords,
  previewBulk,
  rejectGroup,
  reopenBreak,
  splitGroup,
  undoDecision,
  writeOffBreak,
  type RunId,
} from "@recon/api";
import type { AppContext } from "../app-context.ts";
import type { Actor } from "../security/actor.ts";
import type { ProjectScope } from "../security/authorize.ts";
import { commitBulk as commit, previewBulk as preview } from "../services/review/bulk.ts";
import { commentBreak as comment, readHistory } from "../services/review/comments.ts";
import { decideAbout, type Deciding } from "../services/review/decide-about.ts";
import { listDecisions as list } from "../services/review/list-decisions.ts";
import { matchRecords as match } from "../services/review/match-records.ts";
import { undoDecision as undo } from "../services/review/undo-decision.ts";
import { handle, type Handler, type Write } from "./handler.ts";

interface Asked {
  readonly context: AppContext;
  readonly actor: Actor;
  readonly project: ProjectScope;
  readonly params: { readonly runId: RunId };
  readonly write: Write;
}

const deciding = ({ context, actor, project, params, write }: Asked): Deciding => ({
  context,
  actor,
  write,
  runId: params.runId,
  projectId: project.id,
});

export const reviewHandlers: readonly Handler[] = [
  handle(assignBreak, (call) =>
    decideAbout(deciding(call), call.params, {
      command: { verb: "assign", ...call.body },
      expectedVersion: call.expectedVersion,
    }),
  ),
  handle(writeOffBreak, (call) =>
    decideAbout(deciding(call), call.params, {
      command: { verb: "writeOff", ...call.body },
      expectedVersion: call.expectedVersion,
    }),
  ),
  handle(reopenBreak, (call) =>
    decideAbout(deciding(call), call.params, {
      command: { verb: "reopen", ...call.body },
      expectedVersion: call.expectedVersion,
    }),
  ),
  handle(acceptGroup, (call) =>
    decideAbout(deciding(call), call.params, {
      command: { verb: "accept", ...call.body },
      expectedVersion: call.expectedVersion,
    }),
  ),
  handle(rejectGroup, (call) =>
    decideAbout(deciding(call), call.params, {
      command: { verb: "reject", ...call.body },
      expectedVersion: call.expectedVersion,
    }),
  ),
  handle(splitGroup, (call) =>
    decideAbout(deciding(call), call.params, {
      command: { verb: "split", ...call.body },
      expectedVersion: call.expectedVersion,
    }),
  ),
  handle(commentBreak, (call) => comment(deciding(call), call.params.breakId, call.body.body)),
  handle(getBreakHistory, ({ context, params }) => readHistory(context, params.runId, params.breakId)),
  handle(matchRecords, (call) => match(deciding(call), call.body)),
  handle(previewBulk, (call) =>
    preview(deciding(call), { filter: call.body.filter, search: call.body.search, command: call.body.command }),
  ),
  handle(commitBulk, (call) => commit(deciding(call), call.body.previewId)),
  handle(undoDecision, (call) =>
    undo(deciding(call), call.body.decisionId, call.project.access.includes("project:manage")),
  ),
  handle(listDecisions, ({ context, params, query }) => list(context.store, params.runId, query)),
];
