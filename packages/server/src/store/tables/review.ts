import type { RunId, UserId } from "@recon/api";

/** One row per run that somebody reviewed: it numbers the decisions, and its row lock puts them in order. */
export interface ReviewHeadTable {
  run_id: RunId;
  /** Number of the last decision. */
  seq: number;
  /** Groups made so far; the n-th has the id −n. */
  groups_made: number;
}

/**
 * Current state of a record or group that review changed. A record stands here once, with one group: the primary key is what keeps a record out of
 * two groups.
 */
export interface ReviewItemTable {
  run_id: RunId;
  /** `left:17`, `right:4` or `group:123`; groups that review made have negative ids. */
  subject: string;
  kind: "record" | "group";
  /** Of a record its outcome by now, of a group its status. */
  state: string;
  /** Of a record: the group it is in by now. */
  group_id: number | null;
  assignee_id: UserId | null;
  reason_code: string | null;
  comments: number;
  /** JSON: of a record the outcome that the run found, of a group that review made its totals. */
  data: string;
  /** Number of the last decision about it. */
  seq: number;
  /** Changes so far and one: an untouched item has version 1. */
  version: number;
  updated_at: string;
  updated_by: UserId;
}

/** Append-only: what somebody decided, whatever the number of items. */
export interface ReviewDecisionTable {
  id: string;
  run_id: RunId;
  /** 1, 2, 3 … within the run, in the order of their commits. */
  seq: number;
  actor_id: UserId;
  at: string;
  verb: string;
  /** JSON: what was asked for. */
  command: string;
  note: string | null;
  /** The decision that this one takes back. */
  undo_of: string | null;
  item_count: number;
  /** The place of what a later version adds (docs/review.md): a hash chained to the decision before, four eyes, sign-off. */
  previous_hash: string | null;
  hash: string | null;
  approval: string | null;
  approved_by: UserId | null;
  approved_at: string | null;
  signed_off_at: string | null;
}

/** Append-only: each item's state before and after a decision, as JSON; `before` is null for an untouched item. */
export interface ReviewChangeTable {
  decision_id: string;
  run_id: RunId;
  subject: string;
  version: number;
  before: string | null;
  after: string;
}

/** Append-only. */
export interface ReviewCommentTable {
  id: string;
  run_id: RunId;
  subject: string;
  decision_id: string;
  author_id: UserId;
  body: string;
  created_at: string;
}

/** What somebody was told before a bulk decision: the commit holds it against the set as it is by then. */
export interface ReviewPreviewTable {
  id: string;
  run_id: RunId;
  actor_id: UserId;
  /** JSON: filter and command. */
  command: string;
  /** sha256 over the subjects and their versions. */
  set_hash: string;
  /** JSON: subjects with their versions. */
  subjects: string;
  created_at: string;
  expires_at: string;
}
