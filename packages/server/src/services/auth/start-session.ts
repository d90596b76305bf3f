import type { SessionId, UserId } from "@recon/api";
import type { StoreContext } from "../../app-context.ts";
import { issueAccessToken } from "../../security/access-token.ts";
import { hashToken, randomToken } from "../../security/random-secret.ts";
import { newId } from "../../store/new-id.ts";

/** What a sign-in or a refresh hands out. */
export interface Tokens {
  readonly sessionId: SessionId;
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly refreshExpiresAt: Date;
}

/** Opens a session and issues its first tokens. */
export async function startSession(
  context: StoreContext,
  session: { userId: UserId; userAgent: string },
): Promise<Tokens> {
  const now = context.clock.now();
  const sessionId = newId<SessionId>();
  await context.store
    .insertInto("sessions")
    .values({
      id: sessionId,
      user_id: session.userId,
      created_at: now.toISOString(),
      expires_at: refreshExpiry(context).toISOString(),
      user_agent: session.userAgent.replaceAll("\u0000", "").slice(0, 300),
      revoked_at: null,
      revoked_reason: null,
    })
    .execute();
  return issueTokens(context, { userId: session.userId, sessionId });
}

/** The next pair of tokens of a session. Each refresh prolongs it. */
export async function issueTokens(
  context: StoreContext,
  subject: { userId: UserId; sessionId: SessionId },
): Promise<Tokens> {
  const now = context.clock.now();
  const refreshToken = randomToken();
  const refreshExpiresAt = refreshExpiry(context);
  await context.store
    .insertInto("refresh_tokens")
    .values({
      token_hash: hashToken(refreshToken, context.config.jwtRefreshSecret),
      session_id: subject.sessionId,
      created_at: now.toISOString(),
      expires_at: refreshExpiresAt.toISOString(),
      rotated_at: null,
    })
    .execute();
  const accessToken = await issueAccessToken(context.config, subject, now);
  return { sessionId: subject.sessionId, accessToken, refreshToken, refreshExpiresAt };
}

function refreshExpiry(context: StoreContext): Date {
  return new Date(context.clock.now().getTime() + context.config.jwtRefreshExpirationS * 1000);
}
