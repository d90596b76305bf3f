import type { MembershipRole, ProjectId, ProjectStatus, Role, SessionId, UserId, UserStatus } from "@recon/api";

export interface UserTable {
  id: UserId;
  /** Lower case, unique. */
  email: string;
  name: string;
  /** Folded name, for order and search. */
  name_key: string;
  role: Role;
  status: UserStatus;
  password_hash: string;
  must_change_password: 0 | 1;
  /** JSON: what a person set for themselves. */
  preferences: string;
  created_at: string;
  updated_at: string;
  last_login_at: string | null;
  version: number;
}

/** One sign-in: a family of refresh tokens. Access tokens name it and die with it. */
export interface SessionTable {
  id: SessionId;
  user_id: UserId;
  created_at: string;
  expires_at: string;
  user_agent: string;
  revoked_at: string | null;
  revoked_reason: "logout" | "password" | "reuse" | "administrator" | null;
}

export interface RefreshTokenTable {
  /** HMAC of the token; the token itself is nowhere in the store. */
  token_hash: string;
  session_id: SessionId;
  created_at: string;
  expires_at: string;
  rotated_at: string | null;
}

export interface PasswordResetTable {
  token_hash: string;
  user_id: UserId;
  created_at: string;
  expires_at: string;
  used_at: string | null;
  /** The administrator who issued the link; null when asked for by mail. */
  issued_by: UserId | null;
}

/** Attempts on an account since `since`, from one address or (`*`) from all together. */
export interface LoginAttemptTable {
  email: string;
  address: string;
  attempts: number;
  since: string;
}

export interface SettingTable {
  key: string;
  /** JSON. */
  value: string;
  updated_at: string;
  updated_by: UserId | null;
  version: number;
}

export interface ProjectTable {
  id: ProjectId;
  name: string;
  /** Folded name: no two projects differ in case only. */
  name_key: string;
  description: string;
  status: ProjectStatus;
  created_at: string;
  created_by: UserId;
  updated_at: string;
  version: number;
}

export interface MembershipTable {
  project_id: ProjectId;
  user_id: UserId;
  role: MembershipRole;
  created_at: string;
  version: number;
}
