import { Problem } from "@recon/api";
import type { AppContext } from "../../app-context.ts";
import type { Actor } from "../../security/actor.ts";
import { chargeAttempt, forgiveAttempts } from "../../security/charge-attempt.ts";
import { hashPassword, verifyPassword } from "../../security/password-hash.ts";
import { checkPassword } from "../../security/password-policy.ts";
import { endSessions } from "./end-sessions.ts";
import { setPasswordHash } from "./set-password.ts";
import { transact } from "../../events/transact.ts";

/** Changes the own password; every other session of the person ends. */
export async function changePassword(
  context: AppContext,
  actor: Actor,
  change: { currentPassword: string; newPassword: string; address: string },
): Promise<void> {
  const { currentPassword, newPassword, address } = change;
  checkPassword(newPassword, actor);
  // A stolen access token must not become a way to try passwords.
  await chargeAttempt(context, { email: actor.email, address });
  const user = await context.store
    .selectFrom("users")
    .select("password_hash")
    .where("id", "=", actor.userId)
    .executeTakeFirstOrThrow();
  if (!(await verifyPassword(user.password_hash, currentPassword))) {
    throw new Problem("CREDENTIALS_INVALID", "The current password is wrong.");
  }
  if (await verifyPassword(user.password_hash, newPassword)) {
    throw new Problem("PASSWORD_WEAK", "The new password is the old one; choose another.");
  }
  const passwordHash = await hashPassword(context.config, newPassword);
  await transact(context, async (store) => {
    const inside = { ...context, store };
    // A reset that came first was meant to keep out whoever knows the old password.
    const from = user.password_hash;
    if (!(await setPasswordHash(inside, { userId: actor.userId, passwordHash, mustChange: false, from })))
      throw new Problem("CREDENTIALS_INVALID", "The password was changed in the meantime.");
    await endSessions(inside, { userId: actor.userId, except: actor.sessionId, reason: "password" });
    await forgiveAttempts(store, actor.email);
  });
}
