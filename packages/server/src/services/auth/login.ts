import type { Selectable } from "kysely";
import { Problem } from "@recon/api";
import type { AppContext } from "../../app-context.ts";
import { chargeAttempt, forgiveAttempts } from "../../security/charge-attempt.ts";
import { hashPassword, isOutdatedHash, verifyNobody, verifyPassword } from "../../security/password-hash.ts";
import type { UserTable } from "../../store/tables/people.ts";
import { startSession, type Tokens } from "./start-session.ts";
import { transact } from "../../events/transact.ts";

export interface Credentials {
  readonly email: string;
  readonly password: string;
  readonly address: string;
  readonly userAgent: string;
}

/** Checks a password, opens a session. A wrong address and a wrong password answer alike, in the same time. */
export async function login(
  context: AppContext,
  credentials: Credentials,
): Promise<{ user: Selectable<UserTable>; tokens: Tokens }> {
  const { email, password, address } = credentials;
  await chargeAttempt(context, { email, address });
  const user = await context.store.selectFrom("users").selectAll().where("email", "=", email).executeTakeFirst();
  const right =
    user === undefined
      ? await verifyNobody(context.config, password)
      : await verifyPassword(user.password_hash, password);
  if (user === undefined || !right) throw new Problem("CREDENTIALS_INVALID");
  // Only who knows the password learns that the account is disabled.
  if (user.status !== "active") throw new Problem("USER_DISABLED", "The account is disabled; ask an administrator.");
  const stronger = isOutdatedHash(context.config, user.password_hash)
    ? { password_hash: await hashPassword(context.config, password) }
    : {};
  return transact(context, async (store) => {
    const last_login_at = context.clock.now().toISOString();
    await forgiveAttempts(store, email);
    // Not if somebody changed the password while this one was checked.
    const signedIn = await store
      .updateTable("users")
      .set({ ...stronger, last_login_at })
      .where("id", "=", user.id)
      .where("password_hash", "=", user.password_hash)
      .executeTakeFirst();
    if (signedIn.numUpdatedRows === 0n) throw new Problem("CREDENTIALS_INVALID");
    const tokens = await startSession({ ...context, store }, { userId: user.id, userAgent: credentials.userAgent });
    return { user: { ...user, last_login_at }, tokens };
  });
}
