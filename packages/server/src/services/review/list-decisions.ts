import type { ReviewDecision, ReviewVerb, RunId, UserId } from "@recon/api";
import type { Page } from "../../store/page.ts";
import type { Store } from "../../store/tables.ts";

/** Decisions of a run with who made them and whether they were taken back. */
export function readDecisions(store: Store, runId: RunId) {
  return store
    .selectFrom("review_decisions")
    .innerJoin("users", "users.id", "review_decisions.actor_id")
    .leftJoin("review_decisions as undoing", "undoing.undo_of", "review_decisions.id")
    .select([
      "review_decisions.id",
      "review_decisions.seq",
      "review_decisions.actor_id",
      "users.name",
      "review_decisions.at",
      "review_decisions.verb",
      "review_decisions.note",
      "review_decisions.undo_of",
      "review_decisions.item_count",
      "review_decisions.command",
      "undoing.id as undone_by",
    ])
    .where("review_decisions.run_id", "=", runId);
}

interface DecisionRow {
  readonly id: string;
  readonly seq: number;
  readonly actor_id: UserId;
  readonly name: string;
  readonly at: string;
  readonly verb: string;
  readonly note: string | null;
  readonly undo_of: string | null;
  readonly item_count: number;
  readonly command: string;
  readonly undone_by: string | null;
}

export const listedDecision = (row: DecisionRow): ReviewDecision => ({
  id: row.id,
  seq: row.seq,
  actorId: row.actor_id,
  actorName: row.name,
  at: row.at,
  verb: row.verb as ReviewVerb,
  note: row.note,
  undoOf: row.undo_of,
  undone: row.undone_by !== null,
  itemCount: row.item_count,
  details: JSON.parse(row.command) as unknown,
});

/** Newest first; the cursor is the number of the last decision shown. */
export async function listDecisions(
  store: Store,
  runId: RunId,
  { limit, cursor }: { limit: number; cursor?: string | undefined },
): Promise<Page<ReviewDecision>> {
  const rows = await readDecisions(store, runId)
    .$if(cursor !== undefined, (query) => query.where("review_decisions.seq", "<", Number(cursor)))
    .orderBy("review_decisions.seq", "desc")
    .limit(limit + 1)
    .execute();
  const { total } = await store
    .selectFrom("review_decisions")
    .select((builder) => builder.fn.countAll().as("total"))
    .where("run_id", "=", runId)
    .executeTakeFirstOrThrow();
  const items = rows.slice(0, limit).map(listedDecision);
  return { items, nextCursor: rows.length > limit ? String(items.at(-1)!.seq) : null, total: Number(total) };
}
