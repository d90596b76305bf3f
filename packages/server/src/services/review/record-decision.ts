import { emit } from "../../events/transact.ts";
import type { ProjectId, ReviewDecision, ReviewOutcome, ReviewVerb, RunId } from "@recon/api";
import type { AppContext } from "../../app-context.ts";
import type { Actor } from "../../security/actor.ts";
import { newId } from "../../store/new-id.ts";
import { chunks, writeItems } from "./item-store.ts";
import { toReviewItem, type ItemState } from "./item-state.ts";

export interface DecisionDraft {
  readonly runId: RunId;
  readonly projectId: ProjectId;
  readonly actor: Actor;
  readonly seq: number;
  readonly verb: ReviewVerb;
  /** What was asked for, as the log keeps it. */
  readonly command: unknown;
  readonly note?: string | undefined;
  readonly undoOf?: string | undefined;
}

const MOST_SHOWN = 200;
const MOST_TOLD = 100;

/**
 * Writes a decision: its place in the log, each item's state before and after it, the new states, and the event, all in the caller's transaction.
 * This is the one place where the log grows: a hash chained to `previous_hash`, a second pair of eyes and a sign-off belong here, before `writeItems`.
 */
export async function recordDecision(
  context: AppContext,
  draft: DecisionDraft,
  changes: { readonly before: ReadonlyMap<string, ItemState>; readonly after: readonly ItemState[] },
): Promise<ReviewOutcome> {
  const { store } = context;
  const { runId, projectId, actor, seq, verb } = draft;
  const at = context.clock.now().toISOString();
  const id = newId<string>();
  const after = changes.after.map((item): ItemState => ({
    ...item,
    version: (changes.before.get(item.subject)?.version ?? 0) + 1,
  }));
  const empty = {
    previous_hash: null,
    hash: null,
    approval: null,
    approved_by: null,
    approved_at: null,
    signed_off_at: null,
  };
  const row = {
    id,
    run_id: runId,
    seq,
    actor_id: actor.userId,
    at,
    verb,
    command: JSON.stringify(draft.command),
    note: draft.note ?? null,
    undo_of: draft.undoOf ?? null,
    item_count: after.length,
  };
  await store
    .insertInto("review_decisions")
    .values({ ...row, ...empty })
    .execute();
  await writeChanges(context, { id, runId }, { before: changes.before, after });
  await writeItems(store, after, { runId, seq, at, by: actor.userId });
  tell(
    context,
    { runId, projectId },
    after.map(({ subject }) => subject),
  );
  const decision: ReviewDecision = {
    id,
    seq,
    actorId: actor.userId,
    actorName: actor.name,
    at,
    verb,
    note: row.note,
    undoOf: row.undo_of,
    undone: false,
    itemCount: after.length,
    details: draft.command,
  };
  return { decision, items: after.slice(0, MOST_SHOWN).map(toReviewItem) };
}

async function writeChanges(
  { store }: AppContext,
  { id, runId }: { id: string; runId: RunId },
  changes: { before: ReadonlyMap<string, ItemState>; after: readonly ItemState[] },
): Promise<void> {
  for (const part of chunks(changes.after)) {
    const rows = part.map((item) => {
      const before = changes.before.get(item.subject);
      return {
        decision_id: id,
        run_id: runId,
        subject: item.subject,
        version: item.version,
        before: before === undefined ? null : JSON.stringify(before),
        after: JSON.stringify(item),
      };
    });
    await store.insertInto("review_changes").values(rows).execute();
  }
}

/** Too many items to list: who listens loads what they show. */
export function tell(
  { store }: AppContext,
  { runId, projectId }: { runId: RunId; projectId: ProjectId },
  subjects: readonly string[],
): void {
  const data = { runId, projectId, items: subjects.length > MOST_TOLD ? [] : [...subjects] };
  emit(store, { room: `run:${runId}`, type: "review.changed", data });
  emit(store, { room: `project:${projectId}`, type: "review.changed", data });
}
