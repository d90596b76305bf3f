import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useState } from "react";
import { Button, Group, Progress, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { cancelRun, getRun, getRunProgress, type Run, type RunProgress } from "@recon/api";
import { client } from "../../client/session.ts";
import { useRoom } from "../../client/live.ts";
import { formatCount, formatDuration } from "../../client/numbers.ts";
import { callKey, queryClient, useCall } from "../../client/use-call.ts";
import { Panel } from "../../components/panel.tsx";
import { Trouble } from "../../components/trouble.tsx";
import { MatchedSoFar } from "./matched-so-far.tsx";
import { passOf, phaseOf, phases } from "./run-phases.ts";
import classes from "./run-underway.module.css";

const POLL_MS = 4_000;

/** A run that waits or works: its phases, live. One can leave and come back. */
export function RunUnderway({ run, mayWork }: { readonly run: Run; readonly mayWork: boolean }) {
  const params = { runId: run.id };
  const [told, setTold] = useState<RunProgress>();
  const now = useCall(getRunProgress, { params }, { pollMs: POLL_MS });
  useRoom(`run:${run.id}`, (message) => {
    if (message.type !== "run.progress") return;
    // A stage that ended may have left new counts.
    if (message.data.stage !== told?.stage)
      void queryClient.invalidateQueries({ queryKey: callKey(getRunProgress, { params }) });
    setTold(message.data);
  });
  const cancel = useMutation({
    mutationFn: () => client.call(cancelRun, { params }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: callKey(getRun, { params }) }),
  });
  const progress = told ?? now.data?.progress ?? undefined;
  return (
    <Panel
      title={run.status === "queued" ? t`Waiting for its turn` : t`Under way`}
      hint={t`You can leave this page; the run goes on, and its results are here when you come back.`}
      actions={
        mayWork && (
          <Button
            variant="default"
            loading={cancel.isPending}
            disabled={cancel.isSuccess}
            onClick={() => cancel.mutate()}
          >
            {cancel.isSuccess ? t`Being cancelled …` : t`Cancel the run`}
          </Button>
        )
      }
    >
      {cancel.error !== null && <Trouble error={cancel.error} />}
      {run.status === "queued" && (
        <Text role="status">
          {now.data?.queuePosition == null ? t`In the queue.` : t`Number ${now.data.queuePosition} in the queue.`}
          {run.problem !== null && t` It is tried again: ${run.problem.detail}`}
        </Text>
      )}
      {run.status === "running" && (
        <Stack gap="lg">
          <Phases stage={progress?.stage ?? "start"} />
          <Stage progress={progress} />
          <MatchedSoFar run={run} open={now.data?.open ?? null} />
        </Stack>
      )}
    </Panel>
  );
}

function Phases({ stage }: { readonly stage: string }) {
  const current = phaseOf(stage);
  return (
    <ol className={classes.phases} aria-label={t`Phases`}>
      {phases.map(({ name, hint }, i) => (
        <li
          key={name}
          data-state={i < current ? "done" : i === current ? "now" : "ahead"}
          aria-current={i === current ? "step" : undefined}
        >
          <span className={classes.name}>
            {name}
            {i < current && (
              <span className={classes.done}>
                <Trans>, done</Trans>
              </span>
            )}
          </span>
          <span className={classes.hint}>{hint}</span>
        </li>
      ))}
    </ol>
  );
}

function Stage({ progress }: { readonly progress: RunProgress | undefined }) {
  if (progress === undefined)
    return (
      <Text role="status">
        <Trans>Starting the engine …</Trans>
      </Text>
    );
  const { stage, rows, totalRows, rowsPerSecond, remainingS } = progress;
  const share = totalRows === 0 ? 0 : (100 * rows) / totalRows;
  const pass = passOf(stage);
  const facts = [
    ...(rows > 0 ? [t`${formatCount(rows)}${totalRows > 0 ? t` of ${formatCount(totalRows)}` : ""} rows`] : []),
    ...(rowsPerSecond > 0 ? [t`${formatCount(rowsPerSecond)} rows per second`] : []),
    ...(remainingS === null
      ? []
      : [t`about ${formatDuration(1000 * Math.max(1, Math.ceil(remainingS)))} left in this stage`]),
  ];
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <Text fw={600} role="status">
          {pass === undefined ? stage : t`Pass “${pass.pass}”: ${pass.does}`}
        </Text>
        <Text className="figure" size="sm" c="dimmed">
          {facts.join(" · ")}
        </Text>
      </Group>
      <Progress value={share} size="lg" aria-label={stage} />
    </Stack>
  );
}
