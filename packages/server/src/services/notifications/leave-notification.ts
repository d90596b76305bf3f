import type { NotificationId, ProjectId, UserId } from "@recon/api";
import type { AppContext } from "../../app-context.ts";
import { emit } from "../../events/transact.ts";
import { newId } from "../../store/new-id.ts";
import type { Store } from "../../store/tables.ts";

export interface Told {
  readonly userId: UserId;
  readonly projectId: ProjectId | null;
  readonly type: "run.ended" | "review.assigned" | "password.reset.requested";
  readonly title: string;
  /** Ids of what it is about. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** Leaves a person a notification, unread, and tells their open pages, in the caller's transaction. */
export async function leaveNotification(
  { clock }: Pick<AppContext, "clock">,
  store: Store,
  { userId, projectId, type, title, data }: Told,
): Promise<void> {
  const id = newId<NotificationId>();
  await store
    .insertInto("notifications")
    .values({
      id,
      user_id: userId,
      project_id: projectId,
      type,
      title,
      data: JSON.stringify(data),
      created_at: clock.now().toISOString(),
      read_at: null,
    })
    .execute();
  emit(store, { room: `user:${userId}`, type: "notification.created", data: { notificationId: id, title } });
}
