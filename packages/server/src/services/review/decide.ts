/** What each decision changes: from the states it is about to the states after it. Pure; the rules stand in docs/review.md. */
import { isZero, Problem, type MatchedRows, type UserId } from "@recon/api";
import type { RecordFacts } from "../../results/lists/read-facts.ts";
import type { MadeGroup } from "../../results/reader/messages.ts";
import { groupSubject, type ItemState } from "./item-state.ts";
import { madeGroup } from "./made-group.ts";

/** A state with its version still that of the state before. */
export type Change = ItemState;

export function assign(item: ItemState, assigneeId: UserId | null): Change[] {
  return [{ ...item, assigneeId }];
}

const isFree = ({ state, groupId }: ItemState): boolean =>
  groupId === null && (state === "unmatched" || state === "duplicate");

/** A left-over record, or a matched group with what differs in it. `members` are those of the group. */
export function writeOff(item: ItemState, members: readonly ItemState[], reasonCode: string): Change[] {
  if (item.kind === "record") {
    if (!isFree(item)) throw contradiction(item, "only left-over records are written off");
    return [writtenOff(item, reasonCode)];
  }
  if (item.state !== "matched" || !members.some(({ state }) => state === "differs"))
    throw contradiction(item, "only matches whose fields differ are written off; accept, reject or split the others");
  return [{ ...item, state: "writtenOff", reasonCode }, ...members.map((member) => writtenOff(member, reasonCode))];
}

const writtenOff = (record: ItemState, reasonCode: string): Change => ({
  ...record,
  state: "writtenOff",
  reasonCode,
  data: { ...record.data, was: record.state as NonNullable<ItemState["data"]["was"]> },
});

/** What was written off, and suggestions that were rejected as long as all their records are still free. */
export function reopen(item: ItemState, members: readonly ItemState[]): Change[] {
  if (item.state === "writtenOff") {
    const restored = members.map((member) => notWrittenOff(member));
    return item.kind === "record"
      ? [notWrittenOff(item)]
      : [{ ...item, state: "matched", reasonCode: null }, ...restored];
  }
  if (item.kind !== "group" || item.state !== "rejected")
    throw contradiction(item, "only what was written off or rejected is opened again");
  const taken = members.find((member) => member.state !== "unmatched" || member.groupId !== null);
  if (taken !== undefined) throw contradiction(taken, "a record of the suggestion has been used since; free it first");
  const groupId = Number(item.subject.split(":")[1]);
  return [
    { ...item, state: "suggested" },
    ...members.map((member): Change => ({ ...member, state: "suggested", groupId })),
  ];
}

function notWrittenOff(record: ItemState): Change {
  const { was = "unmatched", ...data } = record.data;
  return { ...record, state: was, reasonCode: null, data };
}

export function reject(item: ItemState, members: readonly ItemState[]): Change[] {
  requireSuggestion(item);
  return [{ ...item, state: "rejected" }, ...members.map(freed)];
}

/** Groups of the candidates of a suggestion, by default all of them as one. Others are left over. */
export function accept(
  item: ItemState,
  members: readonly ItemState[],
  chosen: {
    readonly groups: readonly MatchedRows[] | undefined;
    readonly facts: readonly RecordFacts[];
    readonly firstId: number;
  },
): Change[] {
  requireSuggestion(item);
  const bySubject = new Map(members.map((member) => [member.subject, member]));
  const rest = new Set(bySubject.keys());
  const groups = chosen.groups?.map(subjectsOf) ?? [[...bySubject.keys()]];
  const made = groups.flatMap((subjects, i) => {
    for (const subject of subjects) if (!rest.delete(subject)) throw notACandidate(subject, bySubject.has(subject));
    if (chosen.groups !== undefined) requireBothSides(chosen.groups[i]!);
    const groupId = chosen.firstId - i;
    const group = madeGroup(
      chosen.facts.filter(({ side, rowId }) => subjects.includes(`${side}:${rowId}`)),
      { explanation: "suggestion accepted" },
    );
    return [newGroup(groupId, group, null), ...subjects.map((subject) => joined(bySubject.get(subject)!, groupId))];
  });
  return [{ ...item, state: "accepted" }, ...made, ...[...rest].map((subject) => freed(bySubject.get(subject)!))];
}

const subjectsOf = ({ left, right }: MatchedRows): string[] => [
  ...left.map((rowId) => `left:${rowId}`),
  ...right.map((rowId) => `right:${rowId}`),
];

function requireBothSides({ left, right }: MatchedRows): void {
  if (left.length === 0 || right.length === 0)
    throw new Problem("INPUT_INVALID", "body.groups: each group needs records of both sides");
}

const notACandidate = (subject: string, isMember: boolean): Problem =>
  new Problem(
    "INPUT_INVALID",
    isMember
      ? `body.groups: ${subject} stands in two groups`
      : `body.groups: ${subject} is no candidate of this suggestion`,
  );

/** Free records become one group. Sums of two sides that differ need a reason; records of one side have to cancel out. */
export function match(
  records: readonly ItemState[],
  how: {
    readonly facts: readonly RecordFacts[];
    readonly groupId: number;
    readonly reasonCode: string | undefined;
    readonly note: string | undefined;
  },
): Change[] {
  for (const record of records) {
    if (record.state === "suggested")
      throw contradiction(record, "it belongs to a suggestion; accept or reject that first");
    if (!isFree(record)) throw contradiction(record, "only left-over records are matched by hand");
  }
  const group = madeGroup(how.facts, { explanation: how.note ?? "matched by hand" });
  if (group.kind === "net") requireCancelling(group, how.reasonCode);
  else requireReasonForRest(group, how);
  return [
    newGroup(how.groupId, group, how.reasonCode ?? null),
    ...records.map((record) => joined(record, how.groupId)),
  ];
}

/** No reason stands in for it: a rest on one side alone is nothing that was matched; it can be written off. */
function requireCancelling({ residual }: MadeGroup, reasonCode: string | undefined): void {
  if (residual === null)
    throw new Problem("SUMS_DIFFER", "A record has no readable amount; nothing shows that they cancel out.");
  if (!isZero(residual))
    throw new Problem("SUMS_DIFFER", `Records of one side make a group when they cancel out; these leave ${residual}.`);
  if (reasonCode !== undefined)
    throw new Problem(
      "INPUT_INVALID",
      "body.reasonCode: the records cancel out, there is no rest to give a reason for",
    );
}

function requireReasonForRest(
  { residual }: MadeGroup,
  { facts, reasonCode }: { readonly facts: readonly RecordFacts[]; readonly reasonCode: string | undefined },
): void {
  const hasAmounts = facts.some(({ amount }) => amount !== null);
  if (!hasAmounts || reasonCode !== undefined || (residual !== null && isZero(residual))) return;
  throw new Problem(
    "SUMS_DIFFER",
    residual === null
      ? "A record has no readable amount; say why they belong together (reasonCode)."
      : `Left and right differ by ${residual}; say why (reasonCode).`,
  );
}

const newGroup = (groupId: number, made: MadeGroup, reasonCode: string | null): Change => ({
  subject: groupSubject(groupId),
  kind: "group",
  state: "matched",
  groupId: null,
  assigneeId: null,
  reasonCode,
  version: 0,
  data: { made },
});

const joined = (record: ItemState, groupId: number): Change => ({ ...record, state: "matched", groupId });

/** A match of the run or of review: its records are left over again. */
export function split(item: ItemState, members: readonly ItemState[]): Change[] {
  if (item.kind !== "group" || (item.state !== "matched" && item.state !== "writtenOff"))
    throw contradiction(item, "only matches are taken apart");
  return [{ ...item, state: "split", reasonCode: null }, ...members.map(freed)];
}

function freed(record: ItemState): Change {
  const { was: _was, ...data } = record.data;
  return {
    ...record,
    state: data.found === "duplicate" ? "duplicate" : "unmatched",
    groupId: null,
    reasonCode: null,
    data,
  };
}

function requireSuggestion(item: ItemState): void {
  if (item.kind !== "group" || item.state !== "suggested") throw contradiction(item, "it is no open suggestion");
}

/** What somebody asked for does not fit what the item is by now. */
export function contradiction(item: ItemState, what: string): Problem {
  return new Problem("REVIEW_CONFLICT", `${item.subject} is ${item.state}: ${what}.`);
}
