import { Problem, type ProjectId, type UserId } from "@recon/api";
import { projectAccess } from "../../security/access-table.ts";
import type { Store } from "../../store/tables.ts";

/** Work is given only to active people who may do it in this project. */
export async function requireAssignable(store: Store, projectId: ProjectId, userId: UserId | null): Promise<void> {
  if (userId === null) return;
  const user = await store
    .selectFrom("users")
    .leftJoin("memberships", (join) =>
      join.onRef("memberships.user_id", "=", "users.id").on("memberships.project_id", "=", projectId),
    )
    .select(["users.status", "users.role", "memberships.role as membership"])
    .where("users.id", "=", userId)
    .executeTakeFirst();
  const mayWork =
    user !== undefined &&
    user.status === "active" &&
    projectAccess(user.role, user.membership ?? undefined).includes("project:work");
  if (!mayWork)
    throw new Problem("INPUT_INVALID", "body.assigneeId: this person does not work in the project.", {
      errors: [{ path: "body.assigneeId", message: "does not work in the project" }],
    });
}
