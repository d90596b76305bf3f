import { Problem, type Member, type ProjectId, type UserId } from "@recon/api";
import type { Store } from "../../store/tables.ts";

export interface MemberKey {
  readonly projectId: ProjectId;
  readonly userId: UserId;
}

export function selectMembers(store: Store, projectId: ProjectId) {
  return store
    .selectFrom("memberships")
    .innerJoin("users", "users.id", "memberships.user_id")
    .select([
      "memberships.project_id as projectId",
      "memberships.user_id as userId",
      "users.email",
      "users.name",
      "memberships.role",
      "memberships.created_at as createdAt",
      "memberships.version",
    ])
    .where("memberships.project_id", "=", projectId);
}

export async function findMember(store: Store, key: MemberKey): Promise<Member> {
  const row = await selectMembers(store, key.projectId)
    .where("memberships.user_id", "=", key.userId)
    .executeTakeFirst();
  if (row === undefined) throw new Problem("NOT_FOUND");
  return row;
}
