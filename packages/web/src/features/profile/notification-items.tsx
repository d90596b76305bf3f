import { t } from "@lingui/core/macro";
import { Anchor, Text } from "@mantine/core";
import { Link, type LinkProps } from "@tanstack/react-router";
import { listNotifications, readNotification, type Notification, type NotificationId } from "@recon/api";
import { client } from "../../client/session.ts";
import { formatAgo, formatInstant } from "../../client/numbers.ts";
import { callKey, queryClient } from "../../client/use-call.ts";
import classes from "./notification-items.module.css";

interface NotificationItemsProps {
  readonly items: readonly Notification[];
  readonly onOpen?: () => void;
}

/** Each leads to what it is about, which marks it as read. */
export function NotificationItems({ items, onOpen }: NotificationItemsProps) {
  const read = (notificationId: NotificationId): void => {
    onOpen?.();
    // It stays unread when this fails, and can be opened again: nothing is lost.
    void client
      .call(readNotification, { params: { notificationId } })
      .catch(() => undefined)
      .then(() => queryClient.invalidateQueries({ queryKey: callKey(listNotifications) }));
  };
  return (
    <ul className={classes.items}>
      {items.map((item) => {
        const link = placeOf(item);
        return (
          <li key={item.id} className={classes.item} data-unread={item.readAt === null}>
            {link === undefined ? (
              <Text size="sm">{item.title}</Text>
            ) : (
              <Anchor size="sm" renderRoot={(props) => <Link {...link} onClick={() => read(item.id)} {...props} />}>
                {item.title}
              </Anchor>
            )}
            <Text size="xs" c="dimmed" title={formatInstant(item.createdAt)}>
              {item.readAt === null && t`new · `}
              {formatAgo(item.createdAt)}
            </Text>
          </li>
        );
      })}
    </ul>
  );
}

/** Where a notification leads: to the work that was given, to its run, or to the user who asked for a reset link. */
function placeOf({ type, data }: Notification): LinkProps | undefined {
  if (type === "review.assigned" && typeof data.runId === "string" && typeof data.assigneeId === "string") {
    const filter = { all: [{ column: "assigneeId", in: [data.assigneeId] }] };
    return { to: "/runs/$runId/explore", params: { runId: data.runId }, search: { list: "breaks", filter } };
  }
  if (typeof data.runId === "string") return { to: "/runs/$runId", params: { runId: data.runId } };
  return type === "password.reset.requested" ? { to: "/administration" } : undefined;
}
