import { Problem, type Role, type User, type UserId } from "@recon/api";
import type { StoreContext } from "../../app-context.ts";
import type { Actor } from "../../security/actor.ts";
import { hashPassword } from "../../security/password-hash.ts";
import { checkPassword } from "../../security/password-policy.ts";
import { randomPassword } from "../../security/random-secret.ts";
import { nameKey } from "../../store/name-key.ts";
import { newId } from "../../store/new-id.ts";
import { taken } from "../../store/unique-violation.ts";
import type { Store } from "../../store/tables.ts";
import { toUser } from "./find-user.ts";

export interface NewUser {
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly passwordHash: string;
  readonly mustChangePassword: boolean;
}

/** The write of a new user, prepared: the slow hash is made before its transaction. */
export async function prepareUser(
  context: StoreContext,
  actor: Actor,
  draft: { email: string; name: string; role: Role; password?: string | undefined },
): Promise<(store: Store) => Promise<User>> {
  requireAdminFor(actor, draft.role);
  if (draft.password !== undefined) checkPassword(draft.password, draft);
  const passwordHash = await hashPassword(context.config, draft.password ?? randomPassword());
  return (store) => insertUser({ ...context, store }, { ...draft, passwordHash, mustChangePassword: true });
}

export async function insertUser(context: StoreContext, user: NewUser): Promise<User> {
  const at = context.clock.now().toISOString();
  const row = {
    id: newId<UserId>(),
    email: user.email,
    name: user.name,
    name_key: nameKey(user.name),
    role: user.role,
    status: "active" as const,
    password_hash: user.passwordHash,
    must_change_password: user.mustChangePassword ? (1 as const) : (0 as const),
    preferences: "{}",
    created_at: at,
    updated_at: at,
    last_login_at: null,
    version: 1,
  };
  await taken(`There is an account for ${user.email}.`, () => context.store.insertInto("users").values(row).execute());
  return toUser(row);
}

/** Managers manage everybody but administrators. */
export function requireAdminFor(actor: Actor, role: Role): void {
  if (role === "admin" && actor.role !== "admin") {
    throw new Problem("FORBIDDEN", "Only administrators manage administrators.");
  }
}
