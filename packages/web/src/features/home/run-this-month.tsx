import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Button, Modal, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { Run } from "@recon/api";
import { useProjectAccess } from "../../client/use-access.ts";
import { filesOf } from "../../components/run-table.tsx";
import { NewFilesForm } from "../../components/new-files-form.tsx";

/** The next run of a saved reconciliation by dropping its new files, without leaving the home screen. */
export function RunThisMonth({ run }: { readonly run: Run }) {
  const [open, { open: show, close }] = useDisclosure();
  const { mayWork } = useProjectAccess(run.projectId);
  if (mayWork !== true) return null;
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        onClick={show}
        aria-label={t`Run new files: ${run.reconciliationName}`}
      >
        <Trans>Run new files</Trans>
      </Button>
      <Modal opened={open} onClose={close} title={t`${run.reconciliationName}: run with new files`} size="lg">
        <Text size="sm" c="dimmed" mb="md">
          <Trans>Last time it was {filesOf(run)}. A side without a new file keeps the one that ran before.</Trans>
        </Text>
        <NewFilesForm reconciliationId={run.reconciliationId} projectId={run.projectId} />
      </Modal>
    </>
  );
}
