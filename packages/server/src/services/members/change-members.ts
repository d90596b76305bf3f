import { Problem, type Member, type MembershipRole } from "@recon/api";
import type { AppContext } from "../../app-context.ts";
import { taken } from "../../store/unique-violation.ts";
import { tellAccessChanged } from "../users/tell-access-changed.ts";
import { findMember, type MemberKey } from "./find-member.ts";

export async function addMember(context: AppContext, key: MemberKey, role: MembershipRole): Promise<Member> {
  const user = await context.store.selectFrom("users").select("name").where("id", "=", key.userId).executeTakeFirst();
  if (user === undefined) {
    throw new Problem("INPUT_INVALID", "There is no such user.", {
      errors: [{ path: "body.userId", message: "there is no such user" }],
    });
  }
  await taken(`${user.name} is a member already.`, () =>
    context.store
      .insertInto("memberships")
      .values({
        project_id: key.projectId,
        user_id: key.userId,
        role,
        created_at: context.clock.now().toISOString(),
        version: 1,
      })
      .execute(),
  );
  tellAccessChanged(context.store, key.userId);
  return findMember(context.store, key);
}

export async function updateMember(
  context: AppContext,
  key: MemberKey,
  { role, expectedVersion }: { role: MembershipRole; expectedVersion: number | undefined },
): Promise<Member> {
  const result = await context.store
    .updateTable("memberships")
    .set((row) => ({ role, version: row("version", "+", 1) }))
    .where("project_id", "=", key.projectId)
    .where("user_id", "=", key.userId)
    .$if(expectedVersion !== undefined, (query) => query.where("version", "=", expectedVersion ?? 0))
    .executeTakeFirst();
  const current = await findMember(context.store, key);
  if (result.numUpdatedRows === 0n) {
    throw new Problem("VERSION_CONFLICT", "Somebody changed the membership in the meantime.", { current });
  }
  tellAccessChanged(context.store, key.userId);
  return current;
}

export async function removeMember(context: AppContext, key: MemberKey): Promise<void> {
  const result = await context.store
    .deleteFrom("memberships")
    .where("project_id", "=", key.projectId)
    .where("user_id", "=", key.userId)
    .executeTakeFirst();
  if (result.numDeletedRows === 0n) throw new Problem("NOT_FOUND");
  tellAccessChanged(context.store, key.userId);
}
