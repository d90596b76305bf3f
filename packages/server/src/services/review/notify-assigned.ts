import type { ProjectId, RunId, UserId } from "@recon/api";
import type { AppContext } from "../../app-context.ts";
import type { Actor } from "../../security/actor.ts";
import type { Store } from "../../store/tables.ts";
import { leaveNotification } from "../notifications/leave-notification.ts";

export interface Assigned {
  readonly runId: RunId;
  readonly projectId: ProjectId;
  readonly actor: Actor;
  /** Nobody when work was taken back. */
  readonly assigneeId: UserId | null;
  readonly count: number;
}

/** Tells a person of work that somebody else gave them, once for a whole decision, unless they do not want to hear of it (`notifyAssigned`). */
export async function notifyAssigned(
  context: Pick<AppContext, "clock">,
  store: Store,
  { runId, projectId, actor, assigneeId, count }: Assigned,
): Promise<void> {
  if (assigneeId === null || assigneeId === actor.userId || count === 0) return;
  const { preferences } = await store
    .selectFrom("users")
    .select("preferences")
    .where("id", "=", assigneeId)
    .executeTakeFirstOrThrow();
  if ((JSON.parse(preferences) as { notifyAssigned?: boolean }).notifyAssigned === false) return;
  const { name } = await store
    .selectFrom("runs")
    .innerJoin("reconciliations", "reconciliations.id", "runs.reconciliation_id")
    .select("reconciliations.name")
    .where("runs.id", "=", runId)
    .executeTakeFirstOrThrow();
  const breaks = count === 1 ? "a break" : `${count} breaks`;
  await leaveNotification(context, store, {
    userId: assigneeId,
    projectId,
    type: "review.assigned",
    title: `${actor.name} gave you ${breaks} of ${name}`,
    data: { runId, projectId, assigneeId, count },
  });
}
