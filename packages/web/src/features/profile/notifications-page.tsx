import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useState } from "react";
import { Button, SegmentedControl, Skeleton, Stack } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { listNotifications, readAllNotifications } from "@recon/api";
import { client } from "../../client/session.ts";
import { callKey, queryClient } from "../../client/use-call.ts";
import { usePages } from "../../client/use-pages.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { Page } from "../../components/page.tsx";
import { Panel } from "../../components/panel.tsx";
import { Trouble } from "../../components/trouble.tsx";
import { NotificationItems } from "./notification-items.tsx";

const PAGE_ITEMS = 50;

/** Everything that was told, newest first. */
export function NotificationsPage() {
  const [which, setWhich] = useState<"all" | "unread">("all");
  const query = { limit: PAGE_ITEMS, ...(which === "unread" ? { unread: "true" } : {}) };
  const pages = usePages([...callKey(listNotifications), "pages", query], (cursor, signal) =>
    client.call(listNotifications, { query: { ...query, ...(cursor === undefined ? {} : { cursor }) }, signal }),
  );
  const readAll = useMutation({
    mutationFn: () => client.call(readAllNotifications, {}),
    onSettled: () => queryClient.invalidateQueries({ queryKey: callKey(listNotifications) }),
  });
  const failure = pages.error ?? readAll.error;
  return (
    <Page
      title={t`Notifications`}
      actions={
        <Button variant="default" loading={readAll.isPending} onClick={() => readAll.mutate()}>
          <Trans>Mark all as read</Trans>
        </Button>
      }
    >
      <Stack gap="md">
        <SegmentedControl
          aria-label={t`Which`}
          style={{ alignSelf: "flex-start" }}
          data={[
            { value: "all", label: t`All` },
            { value: "unread", label: t`Unread` },
          ]}
          value={which}
          onChange={setWhich}
        />
        {failure !== null && <Trouble error={failure} onRetry={pages.reload} />}
        <Panel title={which === "all" ? t`All` : t`Unread`}>
          {pages.loaded.length === 0 && !pages.isLoading && (
            <EmptyState title={which === "all" ? t`Nothing yet` : t`Everything is read`}>
              <Trans>
                When a run that you started ends, it is told here and at the bell. Your profile says of which runs you
                want to hear.
              </Trans>
            </EmptyState>
          )}
          {pages.loaded.length === 0 && pages.isLoading && <Skeleton h={80} />}
          <NotificationItems items={pages.loaded} />
          {pages.total !== undefined && pages.loaded.length < pages.total && (
            <Button variant="default" mt="md" loading={pages.isLoading} onClick={pages.more}>
              <Trans>Show more</Trans>
            </Button>
          )}
        </Panel>
      </Stack>
    </Page>
  );
}
