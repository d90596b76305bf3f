import { expect } from "vitest";
import type { RunId } from "@recon/api";
import type { Store } from "../../store/tables.ts";
import type { ItemState } from "./item-state.ts";

/**
 * What holds of every review, whatever broke in between: decisions are numbered without a gap, each item's changes follow one another, the log
 * replays to the stored states, and every group that is matched has records that name it, and no others.
 */
export async function requireSoundReview(store: Store, runId: RunId): Promise<{ decisions: readonly string[] }> {
  const decisions = await store
    .selectFrom("review_decisions")
    .selectAll()
    .where("run_id", "=", runId)
    .orderBy("seq")
    .execute();
  expect(decisions.map(({ seq }) => seq)).toEqual(decisions.map((_, i) => i + 1));
  const head = await store.selectFrom("review_heads").selectAll().where("run_id", "=", runId).executeTakeFirst();
  expect(head?.seq ?? 0).toBe(decisions.length);
  const replayed = new Map<string, ItemState>();
  for (const decision of decisions) {
    const changes = await store
      .selectFrom("review_changes")
      .selectAll()
      .where("decision_id", "=", decision.id)
      .execute();
    expect(changes.length).toBe(decision.item_count);
    for (const { subject, before, after } of changes) {
      const earlier = replayed.get(subject);
      if (earlier !== undefined) expect(JSON.parse(before!)).toEqual(earlier);
      replayed.set(subject, JSON.parse(after) as ItemState);
    }
  }
  const items = await store.selectFrom("review_items").selectAll().where("run_id", "=", runId).execute();
  const stored = items.filter(({ subject }) => replayed.has(subject));
  expect(stored.length).toBe(replayed.size);
  for (const item of stored) {
    const { state, groupId, assigneeId, reasonCode, version, data } = replayed.get(item.subject)!;
    expect({ ...item, data: JSON.parse(item.data) as unknown }).toMatchObject({
      state,
      group_id: groupId,
      assignee_id: assigneeId,
      reason_code: reasonCode,
      version,
      data,
    });
  }
  requireWholeGroups(items);
  return { decisions: decisions.map(({ id }) => id) };
}

function requireWholeGroups(
  items: readonly { kind: string; subject: string; state: string; group_id: number | null; data: string }[],
): void {
  const members = new Map<number, number>();
  for (const { kind, group_id: groupId } of items)
    if (kind === "record" && groupId !== null && groupId < 0) members.set(groupId, (members.get(groupId) ?? 0) + 1);
  for (const { subject, state, data } of items) {
    if (!subject.startsWith("group:-")) continue;
    const { made } = JSON.parse(data) as { made: { leftCount: number; rightCount: number } };
    const id = Number(subject.slice("group:".length));
    expect([subject, members.get(id) ?? 0]).toEqual([
      subject,
      state === "matched" ? made.leftCount + made.rightCount : 0,
    ]);
    members.delete(id);
  }
  expect([...members]).toEqual([]);
}
