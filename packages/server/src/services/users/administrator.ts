import { Problem } from "@recon/api";
import type { AppContext, StoreContext } from "../../app-context.ts";
import type { Config } from "../../config/config.ts";
import { forgiveAttempts } from "../../security/charge-attempt.ts";
import { hashPassword } from "../../security/password-hash.ts";
import { randomPassword } from "../../security/random-secret.ts";
import { isUniqueViolation } from "../../store/unique-violation.ts";
import { endSessions } from "../auth/end-sessions.ts";
import { setPasswordHash } from "../auth/set-password.ts";
import { insertUser } from "./create-user.ts";
import { transact } from "../../events/transact.ts";

const firstEmail = "admin@recon.local";

/**
 * Creates the first administrator of an empty store, with a random password to be shown once; undefined when there
 * are users. Of several servers that start at once, one creates and shows it.
 */
export async function ensureAdministrator(
  context: StoreContext,
): Promise<{ email: string; password: string } | undefined> {
  const anybody = await context.store.selectFrom("users").select("id").limit(1).executeTakeFirst();
  if (anybody !== undefined) return undefined;
  const password = randomPassword();
  const passwordHash = await hashPassword(context.config, password);
  try {
    await insertUser(context, {
      email: firstEmail,
      name: "Administrator",
      role: "admin",
      passwordHash,
      mustChangePassword: true,
    });
  } catch (error) {
    if (error instanceof Problem && isUniqueViolation(error.cause)) return undefined;
    throw error;
  }
  return { email: firstEmail, password };
}

/** `recon admin reset EMAIL`: a new random password, to be changed at the next sign-in; sessions end, lock-outs too. */
export async function resetUserPassword(
  context: Pick<AppContext, "store" | "clock" | "events"> & { readonly config: Pick<Config, "argon2"> },
  email: string,
): Promise<string | undefined> {
  const user = await context.store
    .selectFrom("users")
    .select("id")
    .where("email", "=", email.trim().toLowerCase())
    .executeTakeFirst();
  if (user === undefined) return undefined;
  const password = randomPassword();
  const passwordHash = await hashPassword(context.config, password);
  await transact(context, async (store) => {
    const inside = { ...context, store };
    await setPasswordHash(inside, { userId: user.id, passwordHash, mustChange: true });
    await store.updateTable("users").set({ status: "active" }).where("id", "=", user.id).execute();
    await endSessions(inside, { userId: user.id, reason: "administrator" });
    await forgiveAttempts(store, email.trim().toLowerCase());
  });
  return password;
}
