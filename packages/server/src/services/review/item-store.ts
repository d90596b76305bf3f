/** Reading and writing the states of a run's items. */
import { Problem, type ReviewItem, type RunId, type UserId } from "@recon/api";
import type { Selectable } from "kysely";
import type { ReviewItemTable } from "../../store/tables/review.ts";
import type { Store } from "../../store/tables.ts";
import { toReviewItem, type ItemData, type ItemState } from "./item-state.ts";

const CHUNK = 500;

export function* chunks<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let first = 0; first < items.length; first += CHUNK) yield items.slice(first, first + CHUNK);
}

/** Numbers a decision. Its row lock lets the decisions of a run through one by one: what is read after it stays true until the commit. */
export async function nextSeq(store: Store, runId: RunId): Promise<{ seq: number; groupsMade: number }> {
  const row = await store
    .insertInto("review_heads")
    .values({ run_id: runId, seq: 1, groups_made: 0 })
    .onConflict((conflict) =>
      conflict.column("run_id").doUpdateSet((head) => ({ seq: head("review_heads.seq", "+", 1) })),
    )
    .returning(["seq", "groups_made"])
    .executeTakeFirstOrThrow();
  return { seq: row.seq, groupsMade: row.groups_made };
}

/** Items that somebody decided about, by subject. */
export async function readItems(
  store: Store,
  runId: RunId,
  subjects: readonly string[],
): Promise<Map<string, ItemState>> {
  const found = new Map<string, ItemState>();
  for (const part of chunks(subjects)) {
    const rows = await store
      .selectFrom("review_items")
      .selectAll()
      .where("run_id", "=", runId)
      .where("subject", "in", part)
      .execute();
    for (const row of rows) found.set(row.subject, toState(row));
  }
  return found;
}

/** Records that review put into a group. */
export async function readMembers(store: Store, runId: RunId, groupId: number): Promise<ItemState[]> {
  const rows = await store
    .selectFrom("review_items")
    .selectAll()
    .where("run_id", "=", runId)
    .where("group_id", "=", groupId)
    .where("kind", "=", "record")
    .orderBy("subject")
    .execute();
  return rows.map(toState);
}

const toState = (row: Selectable<ReviewItemTable>): ItemState => ({
  subject: row.subject,
  kind: row.kind,
  state: row.state as ItemState["state"],
  groupId: row.group_id,
  assigneeId: row.assignee_id,
  reasonCode: row.reason_code,
  version: row.version,
  data: JSON.parse(row.data) as ItemData,
});

export interface Written {
  readonly runId: RunId;
  readonly seq: number;
  readonly at: string;
  readonly by: UserId;
}

/**
 * Writes states over the ones they were made from. The primary key (run, subject) holds one group a record, and the version held against the one that
 * was read refuses a second writer, so no record can come into two groups whatever runs beside this.
 */
export async function writeItems(
  store: Store,
  states: readonly ItemState[],
  { runId, seq, at, by }: Written,
): Promise<void> {
  for (const part of chunks(states)) {
    const rows = part.map((item) => ({
      run_id: runId,
      subject: item.subject,
      kind: item.kind,
      state: item.state,
      group_id: item.groupId,
      assignee_id: item.assigneeId,
      reason_code: item.reasonCode,
      comments: 0,
      data: JSON.stringify(item.data),
      seq,
      version: item.version,
      updated_at: at,
      updated_by: by,
    }));
    const result = await store
      .insertInto("review_items")
      .values(rows)
      .onConflict((conflict) =>
        conflict
          .columns(["run_id", "subject"])
          .doUpdateSet((row) => ({
            state: row.ref("excluded.state"),
            group_id: row.ref("excluded.group_id"),
            assignee_id: row.ref("excluded.assignee_id"),
            reason_code: row.ref("excluded.reason_code"),
            data: row.ref("excluded.data"),
            seq: row.ref("excluded.seq"),
            version: row.ref("excluded.version"),
            updated_at: row.ref("excluded.updated_at"),
            updated_by: row.ref("excluded.updated_by"),
          }))
          .where((row) => row("review_items.version", "=", row("excluded.version", "-", 1))),
      )
      .executeTakeFirst();
    if (Number(result.numInsertedOrUpdatedRows) !== part.length)
      throw new Problem(
        "REVIEW_CONFLICT",
        "Somebody else decided about one of these records at the same moment; look at it again.",
      );
  }
}

/** A 412 that shows both states: nobody's edit is lost. */
export async function versionConflict(
  store: Store,
  runId: RunId,
  seen: { item: ItemState; initial: ItemState | undefined; version: number },
): Promise<Problem> {
  const { item, initial, version } = seen;
  const row = await store
    .selectFrom("review_items")
    .innerJoin("users", "users.id", "review_items.updated_by")
    .select(["users.name", "review_items.updated_at"])
    .where("run_id", "=", runId)
    .where("subject", "=", item.subject)
    .executeTakeFirst();
  const past = await store
    .selectFrom("review_changes")
    .select("after")
    .where("run_id", "=", runId)
    .where("subject", "=", item.subject)
    .where("version", "=", version)
    .executeTakeFirst();
  const yours: ReviewItem | null =
    past !== undefined
      ? toReviewItem(JSON.parse(past.after) as ItemState)
      : version === 1 && initial !== undefined
        ? toReviewItem(initial)
        : null;
  const current = {
    current: toReviewItem(item),
    changedBy: row?.name ?? null,
    changedAt: row?.updated_at ?? null,
    yours,
  };
  return new Problem("VERSION_CONFLICT", "Somebody changed it in the meantime; nothing of yours was written.", {
    current,
  });
}
