import type { Selectable } from "kysely";
import { Problem, type Notification, type NotificationId } from "@recon/api";
import type { AppContext } from "../../app-context.ts";
import type { Actor } from "../../security/actor.ts";
import { listFingerprint, readPage, type Page, type PageRequest } from "../../store/page.ts";
import type { NotificationTable } from "../../store/tables/work.ts";
import type { Store } from "../../store/tables.ts";

export async function listNotifications(
  store: Store,
  actor: Actor,
  request: PageRequest & { unread?: boolean | undefined },
): Promise<Page<Notification> & { unread: number }> {
  const own = store.selectFrom("notifications").where("user_id", "=", actor.userId);
  const query = own
    .selectAll()
    .select(["id as sort_id", "created_at as sort_value"])
    .$if(request.unread === true, (all) => all.where("read_at", "is", null))
    .$if(request.unread === false, (all) => all.where("read_at", "is not", null));
  const page = await readPage(
    query,
    { column: "created_at", id: "id", descending: request.sort.startsWith("-") },
    { ...request, fingerprint: listFingerprint("notifications", request.sort, request.unread) },
  );
  const { unread } = await own
    .where("read_at", "is", null)
    .select((builder) => builder.fn.countAll<number>().as("unread"))
    .executeTakeFirstOrThrow();
  return { ...page, items: page.items.map(toNotification), unread };
}

/** Marks one as read; reading twice keeps the first time. */
export async function readNotification(context: AppContext, actor: Actor, id: NotificationId): Promise<Notification> {
  await markRead(context, actor, id);
  const row = await context.store
    .selectFrom("notifications")
    .selectAll()
    .where("id", "=", id)
    .where("user_id", "=", actor.userId)
    .executeTakeFirst();
  if (row === undefined) throw new Problem("NOT_FOUND");
  return toNotification(row);
}

export async function markRead(context: AppContext, actor: Actor, only?: NotificationId): Promise<void> {
  await context.store
    .updateTable("notifications")
    .set({ read_at: context.clock.now().toISOString() })
    .where("user_id", "=", actor.userId)
    .where("read_at", "is", null)
    .$if(only !== undefined, (query) => query.where("id", "=", only as NotificationId))
    .execute();
}

function toNotification(row: Selectable<NotificationTable>): Notification {
  return {
    id: row.id,
    projectId: row.project_id,
    type: row.type,
    title: row.title,
    data: JSON.parse(row.data) as Record<string, unknown>,
    createdAt: row.created_at,
    readAt: row.read_at,
  };
}
