import { Problem } from "@recon/api";
import type { AppContext } from "../../app-context.ts";
import { forgiveAttempts } from "../../security/charge-attempt.ts";
import { hashPassword } from "../../security/password-hash.ts";
import { checkPassword } from "../../security/password-policy.ts";
import { hashToken } from "../../security/random-secret.ts";
import { endSessions } from "./end-sessions.ts";
import { setPasswordHash } from "./set-password.ts";
import { transact } from "../../events/transact.ts";

/** Sets a new password by a reset token, which works once; every session of the person ends. */
export async function confirmReset(context: AppContext, reset: { token: string; newPassword: string }): Promise<void> {
  const tokenHash = hashToken(reset.token, context.config.jwtRefreshSecret);
  const now = context.clock.now().toISOString();
  const invalid = () => new Problem("TOKEN_INVALID", "The reset link is unknown, used or expired; ask for a new one.");
  const found = await context.store
    .selectFrom("password_resets")
    .innerJoin("users", "users.id", "password_resets.user_id")
    .select(["users.id", "users.email"])
    .where("token_hash", "=", tokenHash)
    .where("used_at", "is", null)
    .where("expires_at", ">", now)
    .where("users.status", "=", "active")
    .executeTakeFirst();
  if (found === undefined) throw invalid();
  checkPassword(reset.newPassword, found);
  const passwordHash = await hashPassword(context.config, reset.newPassword);
  await transact(context, async (store) => {
    const used = await store
      .updateTable("password_resets")
      .set({ used_at: now })
      .where("token_hash", "=", tokenHash)
      .where("used_at", "is", null)
      .executeTakeFirst();
    if (used.numUpdatedRows === 0n) throw invalid();
    const inside = { ...context, store };
    await setPasswordHash(inside, { userId: found.id, passwordHash, mustChange: false });
    await endSessions(inside, { userId: found.id, reason: "password" });
    await forgiveAttempts(store, found.email);
  });
}
