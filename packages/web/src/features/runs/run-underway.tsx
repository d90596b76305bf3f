import { useState } from "react";
import { Button, Group, Progress, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { cancelRun, getRun, getRunProgress, type Run, type RunProgress } from "@recon/api";
import { client } from "../../client/session.ts";
import { useRoom } from "../../client/live.ts";
import { formatCount } from "../../client/numbers.ts";
import { callKey, queryClient, useCall } from "../../client/use-call.ts";
import { Panel } from "../../components/panel.tsx";
import { Trouble } from "../../components/trouble.tsx";

const POLL_MS = 4_000;

/** A run that waits or works: its stage, live. One can leave and come back. */
export function RunUnderway({ run, mayWork }: { readonly run: Run; readonly mayWork: boolean }) {
  const [told, setTold] = useState<RunProgress>();
  const now = useCall(getRunProgress, { params: { runId: run.id } }, { pollMs: POLL_MS });
  useRoom(`run:${run.id}`, (message) => {
    if (message.type === "run.progress") setTold(message.data);
  });
  const cancel = useMutation({
    mutationFn: () => client.call(cancelRun, { params: { runId: run.id } }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: callKey(getRun, { params: { runId: run.id } }) }),
  });
  const progress = told ?? now.data?.progress ?? undefined;
  return (
    <Panel
      title={run.status === "queued" ? "Waiting for its turn" : "Under way"}
      hint="You can leave this page; the run goes on, and its results are here when you come back."
      actions={
        mayWork && (
          <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate()}>
            Cancel the run
          </Button>
        )
      }
    >
      {cancel.error !== null && <Trouble error={cancel.error} />}
      {run.status === "queued" && (
        <Text>
          {now.data?.queuePosition == null ? "In the queue." : `Number ${now.data.queuePosition} in the queue.`}
        </Text>
      )}
      {run.status === "running" && <Stage progress={progress} />}
    </Panel>
  );
}

function Stage({ progress }: { readonly progress: RunProgress | undefined }) {
  if (progress === undefined) return <Text>Starting the engine …</Text>;
  const { stage, rows, totalRows, rowsPerSecond, remainingS } = progress;
  const share = totalRows === 0 ? 0 : (100 * rows) / totalRows;
  return (
    <Stack gap="sm" aria-live="polite">
      <Group justify="space-between">
        <Text fw={600} tt="capitalize">
          {stage}
        </Text>
        <Text className="figure" size="sm" c="dimmed">
          {formatCount(rows)}
          {totalRows > 0 && ` of ${formatCount(totalRows)}`} rows · {formatCount(rowsPerSecond)} rows/s
          {remainingS !== null && ` · about ${Math.ceil(remainingS)} s left in this stage`}
        </Text>
      </Group>
      <Progress value={share} size="lg" aria-label={stage} />
    </Stack>
  );
}
