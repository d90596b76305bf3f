import { Problem, type Preferences, type Profile, type Session, type UserId } from "@recon/api";
import type { AppContext } from "../../app-context.ts";
import type { Actor } from "../../security/actor.ts";
import type { Store } from "../../store/tables.ts";
import { nameKey } from "../../store/name-key.ts";
import { toUser } from "../users/find-user.ts";

export async function findProfile(store: Store, userId: UserId): Promise<Profile> {
  const row = await store.selectFrom("users").selectAll().where("id", "=", userId).executeTakeFirstOrThrow();
  return { ...toUser(row), preferences: JSON.parse(row.preferences) as Preferences };
}

export async function updateProfile(
  context: AppContext,
  actor: Actor,
  change: { name?: string | undefined; preferences?: Preferences | undefined; expectedVersion: number | undefined },
): Promise<Profile> {
  const { name, preferences, expectedVersion } = change;
  const before = await findProfile(context.store, actor.userId);
  const result = await context.store
    .updateTable("users")
    .set({
      ...(name === undefined ? {} : { name, name_key: nameKey(name) }),
      preferences: JSON.stringify({ ...before.preferences, ...preferences }),
      updated_at: context.clock.now().toISOString(),
      version: before.version + 1,
    })
    .where("id", "=", actor.userId)
    .where("version", "=", expectedVersion ?? before.version)
    .where("version", "=", before.version)
    .executeTakeFirst();
  const current = await findProfile(context.store, actor.userId);
  if (result.numUpdatedRows === 0n) {
    throw new Problem("VERSION_CONFLICT", "The profile was changed in the meantime.", { current });
  }
  return current;
}

/** Sessions that still work, newest first. */
export async function listSessions(context: AppContext, actor: Actor): Promise<Session[]> {
  const rows = await context.store
    .selectFrom("sessions")
    .selectAll()
    .where("user_id", "=", actor.userId)
    .where("revoked_at", "is", null)
    .where("expires_at", ">", context.clock.now().toISOString())
    .orderBy("id", "desc")
    .limit(200)
    .execute();
  return rows.map((row) => ({
    id: row.id,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    userAgent: row.user_agent,
    current: row.id === actor.sessionId,
  }));
}
