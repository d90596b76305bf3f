import type {
  JobId,
  NotificationId,
  PlanVersionId,
  ProjectId,
  ReconciliationId,
  RunId,
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
  /** JSON: how to read it. */
  options: string;
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
  plan_version_id: PlanVersionId;
  status: "queued" | "running" | "completed" | "failed" | "cancelled";
  /** JSON: last known progress. */
  progress: string | null;
  /** JSON summary of the result set. */
  summary: string | null;
  /** Folder below `DATA_DIR/results`; the result set is visible from the moment this is set. */
  result_folder: string | null;
  result_hash: string | null;
  certificate_hash: string | null;
  size_bytes: number | null;
  /** JSON problem of a failed run. */
  problem: string | null;
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
  max_attempts: number;
  run_at: string;
  lease_until: string | null;
  worker: string | null;
  /** Goes up with every claim: who holds an older one cannot write any more. */
  fence: number;
  cancel_requested_at: string | null;
  /** JSON: why the last attempt ended. */
  cause: string | null;
  created_at: string;
  finished_at: string | null;
}

/** Current state of a break, a group or a match by hand that somebody decided on. */
export interface ReviewItemTable {
  id: string;
  run_id: RunId;
  kind: "break" | "group" | "manual";
  /** break_id or group_id within the run; the item's own id for a match by hand. */
  subject_id: string;
  state: string;
  assignee_id: UserId | null;
  reason: string | null;
  /** JSON: members and residual of a match by hand, what a split left, … */
  data: string;
  updated_at: string;
  updated_by: UserId;
  version: number;
}

/** Append-only. */
export interface ReviewDecisionTable {
  id: string;
  run_id: RunId;
  item_id: string;
  /** Decisions of one bulk action share it. */
  batch_id: string | null;
  actor_id: UserId;
  at: string;
  verb: string;
  /** JSON states. */
  before: string;
  after: string;
  note: string | null;
  undo_of: string | null;
}

export interface CommentTable {
  id: string;
  run_id: RunId;
  kind: "break" | "group" | "manual";
  subject_id: string;
  author_id: UserId;
  body: string;
  created_at: string;
  updated_at: string;
  version: number;
}

export interface EventTable {
  id: string;
  room: string;
  at: string;
  type: string;
  /** JSON. */
  data: string;
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
