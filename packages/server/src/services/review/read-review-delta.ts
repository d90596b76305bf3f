import type { EffectiveOutcome, GroupStatus, RunId } from "@recon/api";
import type { Outcome, Side } from "@recon/core";
import type { MadeGroup, ReviewDelta, ReviewedGroup, ReviewedRecord, SetRef } from "../../results/reader/messages.ts";
import type { Store } from "../../store/tables.ts";

/** What review changed after a decision, as the reader keeps it. */
export async function readReviewDelta(
  store: Store,
  { runId, set }: { runId?: RunId; set: SetRef },
  from: number,
): Promise<ReviewDelta> {
  const run =
    runId ??
    (await store.selectFrom("runs").select("id").where("result_folder", "=", set.id).executeTakeFirstOrThrow()).id;
  const rows = await store
    .selectFrom("review_items")
    .selectAll()
    .where("run_id", "=", run)
    .where("seq", ">", from)
    .orderBy("seq")
    .execute();
  const records: ReviewedRecord[] = [];
  const groups: ReviewedGroup[] = [];
  for (const row of rows) {
    const data = JSON.parse(row.data) as { found?: Outcome; made?: MadeGroup };
    const [at = "", id] = row.subject.split(":");
    // The reader counts changes; the version of an untouched item is 1.
    const shared = {
      version: row.version - 1,
      assigneeId: row.assignee_id,
      reasonCode: row.reason_code,
      comments: row.comments,
    };
    if (row.kind === "group")
      groups.push({ ...shared, groupId: Number(id), status: row.state as GroupStatus, made: data.made ?? null });
    else
      records.push({
        ...shared,
        side: at as Side,
        rowId: Number(id),
        found: data.found!,
        outcome: row.state as EffectiveOutcome,
        groupId: row.group_id,
      });
  }
  return { from, to: Math.max(set.reviewSeq, ...rows.map(({ seq }) => seq)), records, groups };
}
