import { createHash } from "node:crypto";
import {
  NO_CURRENCY,
  Problem,
  readFilter as readFilterValue,
  type BulkCommand,
  type BulkPreview,
  type Filter,
  type ReviewOutcome,
} from "@recon/api";
import type { ChosenBreaks, ReviewFacts } from "../../results/lists/read-facts.ts";
import type { ListQuery } from "../../results/reader/messages.ts";
import { newId } from "../../store/new-id.ts";
import { askResults, findResults } from "../results/ask-results.ts";
import { beforeOf, countGroups, decideItem, type Deciding } from "./decide-about.ts";
import { findFacts, subjectOfBreak } from "./find-subjects.ts";
import { chunks, nextSeq } from "./item-store.ts";
import type { ItemState } from "./item-state.ts";
import { notifyAssigned } from "./notify-assigned.ts";
import { recordDecision } from "./record-decision.ts";
import { requireAssignable } from "./require-assignable.ts";
import { ReviewState } from "./review-state.ts";

/** Items of one bulk decision: what one transaction writes in a second or two. */
const MOST_ITEMS = 20_000;
const PREVIEW_MS = 10 * 60_000;

type Subjects = readonly (readonly [subject: string, version: number])[];

/** What each verb applies to; other breaks of the filter are left out and counted. */
const applicable: Readonly<Record<BulkCommand["verb"], Filter>> = {
  assign: { all: [] },
  writeOff: {
    all: [
      { column: "status", in: ["open"] },
      { column: "kind", in: ["unmatched", "duplicate", "differs"] },
    ],
  },
  reopen: { column: "status", in: ["writtenOff", "rejected"] },
  accept: {
    all: [
      { column: "status", in: ["open"] },
      { column: "kind", in: ["suggested"] },
    ],
  },
  reject: {
    all: [
      { column: "status", in: ["open"] },
      { column: "kind", in: ["suggested"] },
    ],
  },
};

/** Tells count and value of a decision about a filter's breaks, and keeps the exact set for the commit. */
export async function previewBulk(
  deciding: Deciding,
  asked: { readonly filter: unknown; readonly search: string | undefined; readonly command: BulkCommand },
): Promise<BulkPreview> {
  const { context, runId, projectId, actor, write } = deciding;
  const { command, search } = asked;
  if (command.verb === "assign") await requireAssignable(context.store, projectId, command.assigneeId);
  const filter = requireFilter(asked.filter);
  const results = await findResults(context, runId);
  const choose = (of: Filter, most: number): Promise<ChosenBreaks> => {
    const query: ListQuery = { list: "breaks", filter: of, search };
    return askResults<ChosenBreaks>(context, results, { kind: "choose", query, most });
  };
  const chosen = await choose({ all: [filter, applicable[command.verb]] }, MOST_ITEMS);
  if (chosen.total > MOST_ITEMS)
    throw new Problem(
      "TOO_MANY_ITEMS",
      `The filter means ${chosen.total} breaks; one decision takes at most ${MOST_ITEMS}. Narrow it.`,
    );
  const all = await choose(filter, 0);
  const subjects: Subjects = chosen.breaks.map((each) => [subjectOfBreak(each), each.version]);
  const now = context.clock.now();
  const preview = { id: newId<string>(), expiresAt: new Date(now.getTime() + PREVIEW_MS).toISOString() };
  const row = {
    id: preview.id,
    run_id: runId,
    actor_id: actor.userId,
    command: JSON.stringify(command),
    set_hash: setHash(subjects),
    subjects: JSON.stringify(subjects),
    created_at: now.toISOString(),
    expires_at: preview.expiresAt,
  };
  return write(async (store) => {
    await store.deleteFrom("review_previews").where("expires_at", "<", now.toISOString()).execute();
    await store.insertInto("review_previews").values(row).execute();
    const value = Object.fromEntries(
      chosen.value.flatMap(({ currency, gross }) => (gross === null ? [] : [[currency ?? NO_CURRENCY, gross]])),
    );
    return {
      previewId: preview.id,
      count: chosen.total,
      leftOut: all.total - chosen.total,
      value,
      expiresAt: preview.expiresAt,
    };
  });
}

function requireFilter(value: unknown): Filter {
  if (value === undefined) return { all: [] };
  const read = readFilterValue(value);
  if ("filter" in read) return read.filter;
  const path = `body.${read.path}`;
  throw new Problem("INPUT_INVALID", `${path}: ${read.message}`, { errors: [{ path, message: read.message }] });
}

const setHash = (subjects: Subjects): string => createHash("sha256").update(JSON.stringify(subjects)).digest("hex");

/** Decides about just the items that the preview told, all or none. */
export async function commitBulk(deciding: Deciding, previewId: string): Promise<ReviewOutcome> {
  const { context, runId, projectId, actor, write } = deciding;
  const preview = await context.store
    .selectFrom("review_previews")
    .selectAll()
    .where("id", "=", previewId)
    .where("run_id", "=", runId)
    .where("actor_id", "=", actor.userId)
    .executeTakeFirst();
  if (preview === undefined || preview.expires_at < context.clock.now().toISOString())
    throw new Problem("SET_CHANGED", "This preview is unknown, used or too old; look at the set again.");
  const subjects = JSON.parse(preview.subjects) as Subjects;
  if (setHash(subjects) !== preview.set_hash)
    throw new Error(`preview ${previewId} does not hold the set that it told`);
  const command = JSON.parse(preview.command) as BulkCommand;
  const facts = await gatherFacts(deciding, subjects);
  return write(async (store) => {
    const head = await nextSeq(store, runId);
    const used = await store.deleteFrom("review_previews").where("id", "=", previewId).executeTakeFirst();
    if (used.numDeletedRows === 0n) throw new Problem("SET_CHANGED", "This preview was used already.");
    if (command.verb === "assign") await requireAssignable(store, projectId, command.assigneeId);
    const state = await ReviewState.read(store, { runId, facts, subjects: subjects.map(([subject]) => subject) });
    requireUnchanged(state, subjects);
    const changes: ItemState[] = [];
    let { groupsMade } = head;
    for (const [subject] of subjects) {
      const decided = await decideItem(state, { subject, command, groupsMade });
      groupsMade = decided.groupsMade;
      changes.push(...decided.changes);
    }
    await countGroups(store, runId, groupsMade);
    const details = { ...command, previewId, count: subjects.length };
    const draft = {
      runId,
      projectId,
      actor,
      seq: head.seq,
      verb: command.verb,
      command: details,
      note: "note" in command ? command.note : undefined,
    };
    if (command.verb === "assign") {
      const { assigneeId } = command;
      const given = subjects.filter(([subject]) => state.item(subject).assigneeId !== assigneeId);
      await notifyAssigned(context, store, { ...deciding, assigneeId, count: given.length });
    }
    return recordDecision({ ...context, store }, draft, { before: beforeOf(state, changes), after: changes });
  });
}

async function gatherFacts({ context, runId }: Deciding, subjects: Subjects): Promise<ReviewFacts> {
  const results = await findResults(context, runId);
  const parts: ReviewFacts[] = [];
  for (const part of chunks(subjects))
    parts.push(
      await findFacts(
        context,
        results,
        part.map(([subject]) => subject),
      ),
    );
  return { records: parts.flatMap(({ records }) => records), groups: parts.flatMap(({ groups }) => groups) };
}

function requireUnchanged(state: ReviewState, subjects: Subjects): void {
  const changed = subjects.filter(([subject, version]) => state.item(subject).version !== version);
  if (changed.length > 0)
    throw new Problem(
      "SET_CHANGED",
      `${changed.length} of ${subjects.length} items were changed since the preview; look at the set again. Nothing was written.`,
    );
}
