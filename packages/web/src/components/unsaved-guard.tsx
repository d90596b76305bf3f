import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Button, Group, Modal, Text } from "@mantine/core";
import { useBlocker } from "@tanstack/react-router";

/** Asks before a screen with unsaved changes is left, by a link, by going back or by closing the page. */
export function UnsavedGuard({ isDirty, children }: { readonly isDirty: boolean; readonly children: ReactNode }) {
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => isDirty && current.pathname !== next.pathname,
    enableBeforeUnload: () => isDirty,
    withResolver: true,
  });
  return (
    <Modal
      opened={blocker.status === "blocked"}
      onClose={() => blocker.reset?.()}
      title={t`Leave without saving?`}
      closeButtonProps={{ "aria-label": t`Close` }}
      centered
    >
      <Text>{children}</Text>
      <Group mt="lg" justify="flex-end">
        <Button variant="default" color="red" onClick={() => blocker.proceed?.()}>
          <Trans>Leave</Trans>
        </Button>
        <Button data-autofocus onClick={() => blocker.reset?.()}>
          <Trans>Stay here</Trans>
        </Button>
      </Group>
    </Modal>
  );
}
