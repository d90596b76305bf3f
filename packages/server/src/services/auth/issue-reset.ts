import type { UserId } from "@recon/api";
import type { StoreContext } from "../../app-context.ts";
import { hashToken, randomToken } from "../../security/random-secret.ts";

export interface ResetLink {
  readonly token: string;
  /** null when the server does not know its public address. */
  readonly link: string | null;
  readonly expiresAt: string;
}

/** Makes a one-time reset token; earlier ones of the person stop working. */
export async function issueReset(
  context: StoreContext,
  reset: { userId: UserId; issuedBy: UserId | null; validMs: number },
): Promise<ResetLink> {
  const now = context.clock.now();
  const token = randomToken();
  const expiresAt = new Date(now.getTime() + reset.validMs).toISOString();
  await context.store.deleteFrom("password_resets").where("user_id", "=", reset.userId).execute();
  await context.store
    .insertInto("password_resets")
    .values({
      token_hash: hashToken(token, context.config.jwtRefreshSecret),
      user_id: reset.userId,
      created_at: now.toISOString(),
      expires_at: expiresAt,
      used_at: null,
      issued_by: reset.issuedBy,
    })
    .execute();
  const { publicUrl } = context.config;
  // In the fragment: it reaches no server log and no Referer header.
  const link = publicUrl === undefined ? null : `${new URL("/reset", publicUrl).href}#${token}`;
  return { token, link, expiresAt };
}
