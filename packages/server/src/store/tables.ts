import type { Kysely } from "kysely";
import type * as people from "./tables/people.ts";
import type * as review from "./tables/review.ts";
import type * as work from "./tables/work.ts";

/** Every table; the same on both stores. Integers are numbers, times RFC 3339 text, JSON is text. */
export interface Tables {
  users: people.UserTable;
  sessions: people.SessionTable;
  refresh_tokens: people.RefreshTokenTable;
  password_resets: people.PasswordResetTable;
  login_attempts: people.LoginAttemptTable;
  settings: people.SettingTable;
  projects: people.ProjectTable;
  memberships: people.MembershipTable;
  uploads: work.UploadTable;
  sources: work.SourceTable;
  reconciliations: work.ReconciliationTable;
  plan_versions: work.PlanVersionTable;
  runs: work.RunTable;
  run_files: work.RunFileTable;
  jobs: work.JobTable;
  review_heads: review.ReviewHeadTable;
  review_items: review.ReviewItemTable;
  review_decisions: review.ReviewDecisionTable;
  review_changes: review.ReviewChangeTable;
  review_comments: review.ReviewCommentTable;
  review_previews: review.ReviewPreviewTable;
  events: work.EventTable;
  event_rooms: work.EventRoomTable;
  ws_tickets: work.WsTicketTable;
  notifications: work.NotificationTable;
  idempotency_keys: work.IdempotencyKeyTable;
}

/** The database, or a transaction in it: statements take either. */
export type Store = Kysely<Tables>;
