import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { ActionIcon, Anchor, Indicator, Popover, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconBell } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { listNotifications, type UserId } from "@recon/api";
import { useRoom } from "../../client/live.ts";
import { formatCount } from "../../client/numbers.ts";
import { callKey, queryClient, useCall } from "../../client/use-call.ts";
import { NotificationItems } from "./notification-items.tsx";

const NEWEST = 6;

/** How many notifications are unread, and the newest of them; live. */
export function NotificationBell({ userId }: { readonly userId: UserId }) {
  const [open, { toggle, close }] = useDisclosure();
  const { data } = useCall(listNotifications, { query: { limit: NEWEST } });
  useRoom(`user:${userId}`, ({ type }) => {
    if (type === "notification.created" || type === "stream.reset")
      void queryClient.invalidateQueries({ queryKey: callKey(listNotifications) });
  });
  const unread = data?.unread ?? 0;
  const label = unread === 0 ? t`Notifications` : t`Notifications, ${formatCount(unread)} unread`;
  return (
    <Popover opened={open} onChange={close} position="bottom-end" width={340} trapFocus>
      <Popover.Target>
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={label} onClick={toggle}>
          <Indicator disabled={unread === 0} size={8} offset={2} color="var(--recon-unmatched)">
            <IconBell size={18} style={{ display: "block" }} />
          </Indicator>
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="sm">
          {data?.items.length === 0 && (
            <Text size="sm" c="dimmed">
              <Trans>Nothing yet. When a run that you started ends, it is told here.</Trans>
            </Text>
          )}
          <NotificationItems items={data?.items ?? []} onOpen={close} />
          <Anchor size="sm" renderRoot={(props) => <Link to="/notifications" onClick={close} {...props} />}>
            <Trans>All notifications</Trans>
          </Anchor>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
