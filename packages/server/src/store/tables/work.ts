import type {
  JobId,
  NotificationId,
  PlanVersionId,
  ProjectId,
  ReconciliationId,
  RunId,
  SessionId,
  SourceId,
  UploadId,
  UserId,
} from "@recon/api";

/** A resumable upload; its bytes lie in `DATA_DIR/uploads` until it becomes a source. */
export interface UploadTable {
  id: UploadId;
  project_id: ProjectId;
  file_name: string;
  size_bytes: number;
  received_bytes: number;
  sha256: string | null;
  state: "receiving" | "complete" | "aborted";
  /** Who is appending bytes, and until when that counts: two requests never write one file. */
  writer: string | null;
  writer_until: string | null;
  created_at: string;
  created_by: UserId;
  expires_at: string;
}

export interface SourceTable {
  id: SourceId;
  project_id: ProjectId;
  name: string;
  file_name: string;
  /** Path below `DATA_DIR`. */
  path: string;
  size_bytes: number;
  sha256: string;
  state: "processing" | "ready" | "failed" | "deleted";
  format: string | null;
  compression: string | null;
  /** JSON: what somebody said about reading it. */
  read_as: string;
  /** JSON: how it is read, what was detected included; null until processed. */
  options: string | null;
  /** JSON: header names; null until processed. */
  columns: string | null;
  /** JSON: columns, types, samples, control totals; null until processed. */
  profile: string | null;
  row_count: number | null;
  reject_count: number | null;
  /** JSON problem of a failed source. */
  problem: string | null;
  created_at: string;
  created_by: UserId;
  updated_at: string;
  version: number;
}

export interface ReconciliationTable {
  id: ReconciliationId;
  project_id: ProjectId;
  name: string;
  name_key: string;
  description: string;
  status: "active" | "archived";
  /** Number of the plan version that runs use. */
  plan_number: number;
  /** JSON lists of source ids: what runs read unless they say otherwise. */
  left_sources: string;
  right_sources: string;
  last_run_id: RunId | null;
  created_at: string;
  created_by: UserId;
  updated_at: string;
  version: number;
}

/** Append-only. */
export interface PlanVersionTable {
  id: PlanVersionId;
  reconciliation_id: ReconciliationId;
  number: number;
  /** As it was written, comments included. */
  plan_text: string;
  /** JSON. */
  plan: string;
  plan_hash: string;
  note: string;
  created_at: string;
  created_by: UserId;
}

export interface RunTable {
  id: RunId;
  project_id: ProjectId;
  reconciliation_id: ReconciliationId;
  /** null: a preview of a plan that was not saved. */
  plan_version_id: PlanVersionId | null;
  /** A preview decides everything and writes no result set. */
  mode: "full" | "preview";
  /** JSON: the plan as it is run, `files` aside. */
  plan: string;
  status: "queued" | "running" | "completed" | "failed" | "cancelled";
  attempt: number;
  /** JSON: last known progress. */
  progress: string | null;
  /** JSON summary of the result set. */
  summary: string | null;
  /** Folder below `DATA_DIR/results`; the result set is visible from the moment this is set. */
  result_folder: string | null;
  result_hash: string | null;
  certificate_hash: string | null;
  size_bytes: number | null;
  balanced: 0 | 1 | null;
  /** Every record matched or excluded. */
  is_clean: 0 | 1 | null;
  /** JSON problem of a failed run, or of the attempt before. */
  problem: string | null;
  /** JSON: what the verifier found last. */
  verification: string | null;
  /** The result set was removed: by somebody, or by the project's retention. */
  result_removed_at: string | null;
  deleted_at: string | null;
  created_at: string;
  created_by: UserId;
  started_at: string | null;
  finished_at: string | null;
  version: number;
}

/** Which file stood on which side of a run. */
export interface RunFileTable {
  run_id: RunId;
  side: "left" | "right";
  ordinal: number;
  source_id: SourceId;
  file_name: string;
  size_bytes: number;
  sha256: string;
}

export interface JobTable {
  id: JobId;
  kind: string;
  project_id: ProjectId | null;
  /** Id of the run or source it works on. */
  subject_id: string;
  /** JSON. */
  payload: string;
  state: "queued" | "running" | "completed" | "failed" | "cancelled";
  attempt: number;
  /** How often the work itself failed; the other attempts ended with their server. */
  failures: number;
  run_at: string;
  lease_until: string | null;
  worker: string | null;
  /** Goes up with every claim: who holds an older one cannot write any more. */
  fence: number;
  cancel_requested_at: string | null;
  /** JSON: why the last attempt ended. */
  cause: string | null;
  created_at: string;
  /** Of the last attempt; by the store's clock, like `run_at` and `lease_until`. */
  started_at: string | null;
  finished_at: string | null;
}

/** Primary key (room, id). */
export interface EventTable {
  room: string;
  /** Place in the room: without gaps, in the order of commits. */
  id: number;
  at: string;
  type: string;
  /** JSON. */
  data: string;
}

/** How far the log of each room reaches; its row is the lock under which ids are given out. */
export interface EventRoomTable {
  room: string;
  last_id: number;
  /** Events up to here may have been removed. */
  trimmed_id: number;
}

/** One-time tickets for `/ws`. */
export interface WsTicketTable {
  /** sha256 of the ticket. */
  ticket_hash: string;
  user_id: UserId;
  session_id: SessionId;
  /** Of the ticket. */
  expires_at: string;
  /** Of the access token that asked for it: the connection ends then. */
  token_expires_at: string;
}

export interface NotificationTable {
  id: NotificationId;
  user_id: UserId;
  project_id: ProjectId | null;
  type: string;
  title: string;
  /** JSON: ids to link to. */
  data: string;
  created_at: string;
  read_at: string | null;
}

export interface IdempotencyKeyTable {
  /** User id, or `public:` and the request's hash. */
  actor: string;
  endpoint: string;
  key: string;
  request_hash: string;
  status: number | null;
  /** JSON. */
  response: string | null;
  created_at: string;
}
