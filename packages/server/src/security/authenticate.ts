import { Problem } from "@recon/api";
import type { AppContext } from "../app-context.ts";
import type { Actor } from "./actor.ts";
import { readAccessToken } from "./access-token.ts";

/** The person behind an `Authorization` header; a disabled person or an ended session is refused at once. */
export async function authenticate(context: AppContext, authorization: string | undefined): Promise<Actor> {
  const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(authorization ?? "")?.[1];
  if (token === undefined)
    throw new Problem("UNAUTHENTICATED", "Sign in: send `Authorization: Bearer` and an access token.");
  const now = context.clock.now();
  const claims = await readAccessToken(context.config, token, now);
  const row = await context.store
    .selectFrom("sessions")
    .innerJoin("users", "users.id", "sessions.user_id")
    .select([
      "users.id",
      "users.email",
      "users.name",
      "users.role",
      "users.status",
      "users.must_change_password",
      "sessions.revoked_at",
    ])
    .where("sessions.id", "=", claims.sessionId)
    .where("users.id", "=", claims.userId)
    .executeTakeFirst();
  if (row === undefined || row.revoked_at !== null)
    throw new Problem("UNAUTHENTICATED", "The session has ended; sign in again.");
  if (row.status !== "active") throw new Problem("USER_DISABLED", "The account is disabled; ask an administrator.");
  return {
    userId: row.id,
    sessionId: claims.sessionId,
    email: row.email,
    name: row.name,
    role: row.role,
    mustChangePassword: row.must_change_password === 1,
    tokenExpiresAt: claims.expiresAt,
  };
}
