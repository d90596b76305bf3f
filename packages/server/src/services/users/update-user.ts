import { Problem, type Role, type User, type UserId, type UserStatus } from "@recon/api";
import type { AppContext } from "../../app-context.ts";
import type { Actor } from "../../security/actor.ts";
import type { Store } from "../../store/tables.ts";
import { nameKey } from "../../store/name-key.ts";
import { endSessions } from "../auth/end-sessions.ts";
import { requireAdminFor } from "./create-user.ts";
import { tellAccessChanged } from "./tell-access-changed.ts";
import { findUser } from "./find-user.ts";

export interface UserChange {
  readonly userId: UserId;
  readonly name?: string | undefined;
  readonly role?: Role | undefined;
  readonly status?: UserStatus | undefined;
  readonly expectedVersion: number | undefined;
}

/** Changes a user; disabling ends all their sessions. */
export async function updateUser(context: AppContext, actor: Actor, change: UserChange): Promise<User> {
  const { store } = context;
  const { name, role, status, expectedVersion } = change;
  await lockAdministrators(store);
  const before = await findUser(store, change.userId);
  requireAdminFor(actor, before.role);
  if (role !== undefined) requireAdminFor(actor, role);
  const result = await store
    .updateTable("users")
    .set((row) => ({
      ...(name === undefined ? {} : { name, name_key: nameKey(name) }),
      ...(role === undefined ? {} : { role }),
      ...(status === undefined ? {} : { status }),
      updated_at: context.clock.now().toISOString(),
      version: row("version", "+", 1),
    }))
    .where("id", "=", change.userId)
    .$if(expectedVersion !== undefined, (query) => query.where("version", "=", expectedVersion ?? 0))
    .executeTakeFirst();
  const user = await findUser(store, change.userId);
  if (result.numUpdatedRows === 0n) {
    throw new Problem("VERSION_CONFLICT", "Somebody changed the user in the meantime.", { current: user });
  }
  if (before.role === "admin") await requireAdministrator(store);
  if (user.status === "disabled") await endSessions(context, { userId: user.id, reason: "administrator" });
  tellAccessChanged(store, user.id);
  return user;
}

/** Two administrators who demote each other at once must take turns, or none would remain. */
async function lockAdministrators(store: Store): Promise<void> {
  await store
    .updateTable("users")
    .set((row) => ({ version: row.ref("version") }))
    .where("role", "=", "admin")
    .execute();
}

async function requireAdministrator(store: Store): Promise<void> {
  const remaining = await store
    .selectFrom("users")
    .select("id")
    .where("role", "=", "admin")
    .where("status", "=", "active")
    .executeTakeFirst();
  if (remaining === undefined) {
    throw new Problem("LAST_ADMINISTRATOR", "This is the last active administrator; name another one first.");
  }
}
