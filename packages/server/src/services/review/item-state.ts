import type { EffectiveOutcome, GroupStatus, ReviewItem, UserId } from "@recon/api";
import type { Outcome, Side } from "@recon/core";
import type { GroupFacts, RecordFacts } from "../../results/lists/read-facts.ts";
import type { MadeGroup } from "../../results/reader/messages.ts";

/** A record or a group as it is by now. */
export interface ItemState {
  readonly subject: string;
  readonly kind: "record" | "group";
  readonly state: EffectiveOutcome | GroupStatus;
  /** Of a record. */
  readonly groupId: number | null;
  readonly assigneeId: UserId | null;
  readonly reasonCode: string | null;
  readonly version: number;
  readonly data: ItemData;
}

export interface ItemData {
  /** Of a record: as the run left it. */
  readonly found?: Outcome | undefined;
  /** Of a written-off record: what it was before. */
  readonly was?: EffectiveOutcome | undefined;
  /** Of a group that review made. */
  readonly made?: MadeGroup | undefined;
}

export const recordSubject = ({ side, rowId }: { readonly side: Side; readonly rowId: number }): string =>
  `${side}:${rowId}`;
export const groupSubject = (groupId: number): string => `group:${groupId}`;

export function parseSubject(subject: string): { side: Side; rowId: number } | { groupId: number } {
  const [at, id] = subject.split(":");
  return at === "left" || at === "right" ? { side: at, rowId: Number(id) } : { groupId: Number(id) };
}

/** A record that nobody decided about. */
export const untouchedRecord = (facts: RecordFacts): ItemState => ({
  subject: recordSubject(facts),
  kind: "record",
  state: facts.outcome,
  groupId: facts.groupId,
  assigneeId: null,
  reasonCode: null,
  version: 1,
  data: { found: facts.outcome },
});

export const untouchedGroup = ({ groupId, status }: GroupFacts): ItemState => ({
  subject: groupSubject(groupId),
  kind: "group",
  state: status,
  groupId: null,
  assigneeId: null,
  reasonCode: null,
  version: 1,
  data: {},
});

export const toReviewItem = ({ data: _data, ...item }: ItemState): ReviewItem => item;
