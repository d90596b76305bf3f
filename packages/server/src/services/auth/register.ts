import { Problem, type User } from "@recon/api";
import type { AppContext } from "../../app-context.ts";
import { hashPassword } from "../../security/password-hash.ts";
import { checkPassword } from "../../security/password-policy.ts";
import type { Store } from "../../store/tables.ts";
import { readSettings } from "../settings/read-settings.ts";
import { insertUser } from "../users/create-user.ts";

/** The write of a registration, prepared: the slow hash is made before its transaction. */
export async function prepareRegistration(
  context: AppContext,
  draft: { email: string; name: string; password: string },
): Promise<(store: Store) => Promise<User>> {
  const settings = await readSettings(context.store);
  if (settings.registration !== "open") {
    throw new Problem("REGISTRATION_CLOSED", "Registration is closed; ask an administrator for an account.");
  }
  checkPassword(draft.password, draft);
  const passwordHash = await hashPassword(context.config, draft.password);
  return (store) =>
    insertUser({ ...context, store }, { ...draft, role: "analyst", passwordHash, mustChangePassword: false });
}
