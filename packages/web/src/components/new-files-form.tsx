import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useState } from "react";
import { Button, Group, SimpleGrid, Stack } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { startRun, type ProjectId, type ReconciliationId } from "@recon/api";
import { client } from "../client/session.ts";
import { uploadReady } from "../client/upload-ready.ts";
import { FileDrop } from "./file-drop.tsx";
import { Trouble } from "./trouble.tsx";

interface NewFilesFormProps {
  readonly reconciliationId: ReconciliationId;
  readonly projectId: ProjectId;
}

/** This month's run: drop what is new; a side without a new file keeps the one before. Leads to the run. */
export function NewFilesForm({ reconciliationId, projectId }: NewFilesFormProps) {
  const navigate = useNavigate();
  const [files, setFiles] = useState<{ left?: File; right?: File }>({});
  const run = useMutation({
    async mutationFn() {
      const ready = async (file: File | undefined) =>
        file === undefined ? undefined : [(await uploadReady(projectId, file)).id];
      const [left, right] = await Promise.all([ready(files.left), ready(files.right)]);
      const body = { ...(left === undefined ? {} : { left }), ...(right === undefined ? {} : { right }) };
      return client.call(startRun, { params: { reconciliationId }, body });
    },
    onSuccess: ({ id }) => navigate({ to: "/runs/$runId", params: { runId: id } }),
  });
  return (
    <Stack gap="md">
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <FileDrop
          label={t`Left`}
          hint={t`Drop the new file here`}
          file={files.left}
          onFiles={([left]) => setFiles((now) => ({ ...now, left }))}
        />
        <FileDrop
          label={t`Right`}
          hint={t`Drop the new file here`}
          file={files.right}
          onFiles={([right]) => setFiles((now) => ({ ...now, right }))}
        />
      </SimpleGrid>
      {run.error !== null && <Trouble error={run.error} />}
      <Group>
        <Button
          loading={run.isPending}
          disabled={files.left === undefined && files.right === undefined}
          onClick={() => run.mutate()}
        >
          <Trans>Upload and run</Trans>
        </Button>
      </Group>
    </Stack>
  );
}
