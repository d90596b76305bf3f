import type { ReviewComment, ReviewDecision, ReviewHistory, ReviewItem, RunId } from "@recon/api";
import type { AppContext } from "../../app-context.ts";
import { newId } from "../../store/new-id.ts";
import type { Store } from "../../store/tables.ts";
import { findResults } from "../results/ask-results.ts";
import type { Deciding } from "./decide-about.ts";
import { findBreakSubject, findFacts } from "./find-subjects.ts";
import { nextSeq } from "./item-store.ts";
import { toReviewItem, type ItemState } from "./item-state.ts";
import { listedDecision, readDecisions } from "./list-decisions.ts";
import { recordDecision } from "./record-decision.ts";
import { ReviewState } from "./review-state.ts";

/** A comment stands in the log like a decision, but changes no version: it must not take an edit from anybody. */
export async function commentBreak(deciding: Deciding, breakId: number, body: string): Promise<ReviewComment> {
  const { context, runId, projectId, actor, write } = deciding;
  const results = await findResults(context, runId);
  const subject = await findBreakSubject(context, results, breakId);
  const facts = await findFacts(context, results, [subject]);
  return write(async (store) => {
    const { seq } = await nextSeq(store, runId);
    const item = (await ReviewState.read(store, { runId, facts, subjects: [subject] })).item(subject);
    const { decision } = await recordDecision(
      { ...context, store },
      { runId, projectId, actor, seq, verb: "comment", command: { subject } },
      { before: new Map(), after: [] },
    );
    const comment = {
      id: newId<string>(),
      run_id: runId,
      subject,
      decision_id: decision.id,
      author_id: actor.userId,
      body,
      created_at: decision.at,
    };
    await store.insertInto("review_comments").values(comment).execute();
    await countComment(store, item, { runId, seq, at: decision.at, by: actor.userId });
    return { id: comment.id, subject, authorId: actor.userId, authorName: actor.name, body, createdAt: decision.at };
  });
}

async function countComment(
  store: Store,
  item: ItemState,
  { runId, seq, at, by }: { runId: RunId; seq: number; at: string; by: Deciding["actor"]["userId"] },
): Promise<void> {
  await store
    .insertInto("review_items")
    .values({
      run_id: runId,
      subject: item.subject,
      kind: item.kind,
      state: item.state,
      group_id: item.groupId,
      assignee_id: item.assigneeId,
      reason_code: item.reasonCode,
      comments: 1,
      data: JSON.stringify(item.data),
      seq,
      version: item.version,
      updated_at: at,
      updated_by: by,
    })
    .onConflict((conflict) =>
      conflict
        .columns(["run_id", "subject"])
        .doUpdateSet((row) => ({ comments: row("review_items.comments", "+", 1), seq })),
    )
    .execute();
}

/** Everything that was decided and said about a break, oldest first. */
export async function readHistory(context: AppContext, runId: RunId, breakId: number): Promise<ReviewHistory> {
  const { store } = context;
  const results = await findResults(context, runId);
  const subject = await findBreakSubject(context, results, breakId);
  const facts = await findFacts(context, results, [subject]);
  const item = (await ReviewState.read(store, { runId, facts, subjects: [subject] })).item(subject);
  const rows = await readDecisions(store, runId)
    .innerJoin("review_changes", "review_changes.decision_id", "review_decisions.id")
    .select(["review_changes.before", "review_changes.after"])
    .where("review_changes.subject", "=", subject)
    .orderBy("review_decisions.seq")
    .execute();
  const state = (text: string | null): ReviewItem | null =>
    text === null ? null : toReviewItem(JSON.parse(text) as ItemState);
  const decisions = rows.map((row): ReviewHistory["decisions"][number] => ({
    ...(listedDecision(row) satisfies ReviewDecision),
    before: state(row.before),
    after: state(row.after),
  }));
  return { item: toReviewItem(item), decisions, comments: await readComments(store, runId, subject) };
}

async function readComments(store: Store, runId: RunId, subject: string): Promise<ReviewComment[]> {
  const rows = await store
    .selectFrom("review_comments")
    .innerJoin("users", "users.id", "review_comments.author_id")
    .selectAll("review_comments")
    .select("users.name")
    .where("run_id", "=", runId)
    .where("subject", "=", subject)
    .orderBy("review_comments.id")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    subject: row.subject,
    authorId: row.author_id,
    authorName: row.name,
    body: row.body,
    createdAt: row.created_at,
  }));
}
