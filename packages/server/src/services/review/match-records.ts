import { Problem, type MatchBody, type ReviewOutcome } from "@recon/api";
import { sides, type Side } from "@recon/core";
import { findResults } from "../results/ask-results.ts";
import { match } from "./decide.ts";
import { beforeOf, countGroups, type Deciding } from "./decide-about.ts";
import { findFacts } from "./find-subjects.ts";
import { nextSeq, versionConflict } from "./item-store.ts";
import { recordDecision } from "./record-decision.ts";
import { recordSubject } from "./item-state.ts";
import { ReviewState } from "./review-state.ts";

/** Puts left-over records into one group: of both sides, with sums that agree or a reason; or of one side, where they cancel out. */
export async function matchRecords(deciding: Deciding, body: MatchBody): Promise<ReviewOutcome> {
  const { context, runId, projectId, actor, write } = deciding;
  const records = sides.flatMap((side: Side) =>
    body[side].map(({ rowId, version }) => ({ side, rowId, version, subject: recordSubject({ side, rowId }) })),
  );
  const subjects = records.map(({ subject }) => subject);
  if (new Set(subjects).size !== subjects.length) throw new Problem("INPUT_INVALID", "body: a record is named twice");
  if (subjects.length < 2) throw new Problem("INPUT_INVALID", "body: a group has two records or more");
  const facts = await findFacts(context, await findResults(context, runId), subjects);
  return write(async (store) => {
    const { seq, groupsMade } = await nextSeq(store, runId);
    const state = await ReviewState.read(store, { runId, facts, subjects });
    for (const { subject, version } of records) {
      const item = state.item(subject);
      if (version !== undefined && version !== item.version)
        throw await versionConflict(store, runId, { item, initial: state.initial(subject), version });
    }
    const groupId = -(groupsMade + 1);
    const { reasonCode, note } = body;
    const changes = match(
      subjects.map((subject) => state.item(subject)),
      { facts: facts.records, groupId, reasonCode, note },
    );
    await countGroups(store, runId, groupsMade + 1);
    const command = {
      groupId,
      left: body.left.map(({ rowId }) => rowId),
      right: body.right.map(({ rowId }) => rowId),
      ...(reasonCode === undefined ? {} : { reasonCode }),
    };
    return recordDecision(
      { ...context, store },
      { runId, projectId, actor, seq, verb: "match", command, note },
      { before: beforeOf(state, changes), after: changes },
    );
  });
}
