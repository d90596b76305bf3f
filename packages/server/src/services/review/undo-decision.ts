import { Problem, type ReviewOutcome } from "@recon/api";
import { nextSeq, readItems } from "./item-store.ts";
import type { Deciding } from "./decide-about.ts";
import type { ItemState } from "./item-state.ts";
import { recordDecision } from "./record-decision.ts";

/** Takes a decision back as long as nothing was decided on top of it. People undo what is theirs; who manages the project, everything. */
export async function undoDecision(deciding: Deciding, decisionId: string, manages: boolean): Promise<ReviewOutcome> {
  const { context, runId, projectId, actor, write } = deciding;
  return write(async (store) => {
    const { seq } = await nextSeq(store, runId);
    const decision = await store
      .selectFrom("review_decisions")
      .selectAll()
      .where("run_id", "=", runId)
      .where("id", "=", decisionId)
      .executeTakeFirst();
    if (decision === undefined) throw new Problem("NOT_FOUND", "This run has no such decision.");
    if (decision.actor_id !== actor.userId && !manages)
      throw new Problem("FORBIDDEN", "Only your own decisions are yours to take back.");
    if (decision.verb === "comment")
      throw new Problem("REVIEW_CONFLICT", "A comment stays in the log; write another one.");
    const undone = await store
      .selectFrom("review_decisions")
      .select("id")
      .where("undo_of", "=", decisionId)
      .executeTakeFirst();
    if (undone !== undefined) throw new Problem("REVIEW_CONFLICT", "This decision was taken back already.");
    const changes = await store
      .selectFrom("review_changes")
      .selectAll()
      .where("decision_id", "=", decisionId)
      .orderBy("subject")
      .execute();
    const current = await readItems(
      store,
      runId,
      changes.map(({ subject }) => subject),
    );
    const later = changes.filter(({ subject, version }) => current.get(subject)?.version !== version);
    if (later.length > 0)
      throw new Problem(
        "REVIEW_CONFLICT",
        `Something was decided since about ${later
          .slice(0, 5)
          .map(({ subject }) => subject)
          .join(", ")}; take that back first.`,
      );
    const after = changes.map(({ subject, before }) => restored(current.get(subject)!, before));
    const command = { decisionId, verb: decision.verb };
    return recordDecision(
      { ...context, store },
      { runId, projectId, actor, seq, verb: "undo", command, undoOf: decisionId },
      { before: current, after },
    );
  });
}

/** A group that the decision made stays in the log without members. */
function restored(current: ItemState, before: string | null): ItemState {
  if (before === null) return { ...current, state: "split" };
  return { ...(JSON.parse(before) as ItemState), version: current.version };
}
