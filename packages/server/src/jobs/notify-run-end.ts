import type { UserId } from "@recon/api";
import type { AppContext } from "../app-context.ts";
import { projectAccess } from "../security/access-table.ts";
import { leaveNotification } from "../services/notifications/leave-notification.ts";
import type { Store } from "../store/tables.ts";
import { type LoadedRun, runSubject } from "./run-writes.ts";

/** Of whose runs a person wants to hear (`notifyRuns` of their preferences); default: their own. */
type NotifyRuns = "mine" | "projects" | "none";

/** Leaves a notification for the person who started the run and for members of its project who want one, if they may still read it. Previews are nobody else's business. */
export async function notifyRunEnd(
  context: Pick<AppContext, "clock">,
  store: Store,
  run: LoadedRun,
  title: string,
): Promise<void> {
  if (run.mode === "preview") return;
  for (const userId of await audience(store, run))
    await leaveNotification(context, store, {
      userId,
      projectId: run.project_id,
      type: "run.ended",
      title,
      data: runSubject(run),
    });
}

async function audience(store: Store, run: LoadedRun): Promise<UserId[]> {
  const people = await store
    .selectFrom("users")
    .leftJoin("memberships", (join) =>
      join.onRef("memberships.user_id", "=", "users.id").on("memberships.project_id", "=", run.project_id),
    )
    .select(["users.id", "users.preferences", "users.role", "memberships.role as membership"])
    .where("users.status", "=", "active")
    .where((eb) => eb.or([eb("users.id", "=", run.created_by), eb("memberships.user_id", "is not", null)]))
    .orderBy("users.id")
    .execute();
  return people
    .filter(({ role, membership }) => projectAccess(role, membership ?? undefined).includes("project:read"))
    .filter(({ id, preferences }) => wants(preferences, id === run.created_by))
    .map(({ id }) => id);
}

function wants(preferences: string, isStarter: boolean): boolean {
  const { notifyRuns = "mine" } = JSON.parse(preferences) as { notifyRuns?: NotifyRuns };
  return notifyRuns === "projects" || (notifyRuns === "mine" && isStarter);
}
