import type { SessionId, UserId } from "@recon/api";
import type { AppContext } from "../../app-context.ts";
import { issueAccessToken } from "../../security/access-token.ts";
import { newId } from "../../store/new-id.ts";

/** Opens a session and issues its first access token. */
export async function startSession(
  context: AppContext,
  session: { userId: UserId; userAgent: string },
): Promise<{ sessionId: SessionId; accessToken: string }> {
  const now = context.clock.now();
  const sessionId = newId<SessionId>();
  await context.store
    .insertInto("sessions")
    .values({
      id: sessionId,
      user_id: session.userId,
      created_at: now.toISOString(),
      expires_at: new Date(now.getTime() + context.config.jwtRefreshExpirationS * 1000).toISOString(),
      user_agent: session.userAgent.slice(0, 300),
      revoked_at: null,
      revoked_reason: null,
    })
    .execute();
  return { sessionId, accessToken: await issueAccessToken(context.config, { userId: session.userId, sessionId }, now) };
}
