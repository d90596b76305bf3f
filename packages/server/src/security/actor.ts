import type { Role, SessionId, UserId } from "@recon/api";

/** The signed-in person behind a call. */
export interface Actor {
  readonly userId: UserId;
  readonly sessionId: SessionId;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly mustChangePassword: boolean;
  /** Of the access token behind the call: what lives longer than the call ends then. */
  readonly tokenExpiresAt: Date;
}
