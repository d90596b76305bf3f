import { type MatchedRows, type ProjectId, type ReviewOutcome, type RunId, type UserId } from "@recon/api";
import type { AppContext } from "../../app-context.ts";
import type { Actor } from "../../security/actor.ts";
import type { Store } from "../../store/tables.ts";
import { findResults } from "../results/ask-results.ts";
import { accept, assign, reject, reopen, split, writeOff } from "./decide.ts";
import { findBreakSubject, findFacts } from "./find-subjects.ts";
import { nextSeq, versionConflict } from "./item-store.ts";
import { groupSubject, type ItemState } from "./item-state.ts";
import { notifyAssigned } from "./notify-assigned.ts";
import { recordDecision } from "./record-decision.ts";
import { requireAssignable } from "./require-assignable.ts";
import { ReviewState } from "./review-state.ts";

export type Write = <T>(work: (store: Store) => Promise<T>) => Promise<T>;

/** Who decides about which run. */
export interface Deciding {
  readonly context: AppContext;
  readonly runId: RunId;
  readonly projectId: ProjectId;
  readonly actor: Actor;
  readonly write: Write;
}

export type Command =
  | { readonly verb: "assign"; readonly assigneeId: UserId | null }
  | { readonly verb: "writeOff"; readonly reasonCode: string; readonly note?: string | undefined }
  | { readonly verb: "reopen" | "reject" | "split"; readonly note?: string | undefined }
  | {
      readonly verb: "accept";
      readonly groups?: readonly MatchedRows[] | undefined;
      readonly note?: string | undefined;
    };

/** Decides about one break or group; `expectedVersion` undefined takes whatever is there. */
export async function decideAbout(
  deciding: Deciding,
  target: { readonly breakId: number } | { readonly groupId: number },
  asked: { readonly command: Command; readonly expectedVersion: number | undefined },
): Promise<ReviewOutcome> {
  const { context, runId, projectId, actor, write } = deciding;
  const { command, expectedVersion } = asked;
  const results = await findResults(context, runId);
  const subject =
    "breakId" in target ? await findBreakSubject(context, results, target.breakId) : groupSubject(target.groupId);
  const facts = await findFacts(context, results, [subject]);
  if (command.verb === "assign") await requireAssignable(context.store, projectId, command.assigneeId);
  return write(async (store) => {
    const head = await nextSeq(store, runId);
    const state = await ReviewState.read(store, { runId, facts, subjects: [subject] });
    const item = state.item(subject);
    if (expectedVersion !== undefined && expectedVersion !== item.version)
      throw await versionConflict(store, runId, { item, initial: state.initial(subject), version: expectedVersion });
    const { changes, groupsMade } = await decideItem(state, { subject, command, groupsMade: head.groupsMade });
    await countGroups(store, runId, groupsMade);
    const details = { subject, ...command };
    const draft = {
      runId,
      projectId,
      actor,
      seq: head.seq,
      verb: command.verb,
      command: details,
      note: "note" in command ? command.note : undefined,
    };
    if (command.verb === "assign" && command.assigneeId !== item.assigneeId)
      await notifyAssigned(context, store, { ...deciding, assigneeId: command.assigneeId, count: 1 });
    const outcome = await recordDecision({ ...context, store }, draft, {
      before: beforeOf(state, changes),
      after: changes,
    });
    return { ...outcome, version: item.version + 1 };
  });
}

/** What a command changes about one item. */
export async function decideItem(
  state: ReviewState,
  { subject, command, groupsMade }: { subject: string; command: Command; groupsMade: number },
): Promise<{ changes: readonly ItemState[]; groupsMade: number }> {
  const item = state.item(subject);
  if (command.verb === "assign") return { changes: assign(item, command.assigneeId), groupsMade };
  const members = await state.members(subject);
  switch (command.verb) {
    case "writeOff":
      return { changes: writeOff(item, members, command.reasonCode), groupsMade };
    case "reopen":
      return { changes: reopen(item, members), groupsMade };
    case "reject":
      return { changes: reject(item, members), groupsMade };
    case "split":
      return { changes: split(item, members), groupsMade };
    case "accept": {
      const changes = accept(item, members, {
        groups: command.groups,
        facts: state.facts(subject),
        firstId: -(groupsMade + 1),
      });
      return { changes, groupsMade: groupsMade + (command.groups?.length ?? 1) };
    }
  }
}

export async function countGroups(store: Store, runId: RunId, groupsMade: number): Promise<void> {
  await store.updateTable("review_heads").set({ groups_made: groupsMade }).where("run_id", "=", runId).execute();
}

/** The states that changes were made from; a group that was just made has none. */
export function beforeOf(state: ReviewState, changes: readonly ItemState[]): Map<string, ItemState> {
  return new Map(changes.filter(({ version }) => version > 0).map(({ subject }) => [subject, state.item(subject)]));
}
