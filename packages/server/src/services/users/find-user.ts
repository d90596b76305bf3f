import type { Selectable } from "kysely";
import { Problem, type User, type UserId } from "@recon/api";
import type { UserTable } from "../../store/tables/people.ts";
import type { Store } from "../../store/tables.ts";

export async function findUser(store: Store, userId: UserId): Promise<User> {
  const row = await store.selectFrom("users").selectAll().where("id", "=", userId).executeTakeFirst();
  if (row === undefined) throw new Problem("NOT_FOUND");
  return toUser(row);
}

export function toUser(row: Selectable<UserTable>): User {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    role: row.role,
    status: row.status,
    mustChangePassword: row.must_change_password === 1,
    createdAt: row.created_at,
    lastLoginAt: row.last_login_at,
    version: row.version,
  };
}
