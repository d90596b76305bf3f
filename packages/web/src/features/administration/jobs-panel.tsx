import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Anchor, Button, Select, Skeleton, Stack, Table, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import {
  cancelProcessing,
  cancelRun,
  cancelVerification,
  listJobs,
  type Job,
  type RunId,
  type SourceId,
  type SystemOverview,
} from "@recon/api";
import { wordOf } from "../../client/api-words.ts";
import { client } from "../../client/session.ts";
import { explain } from "../../client/download.ts";
import { formatAgo, formatCount, formatInstant } from "../../client/numbers.ts";
import { callKey, queryClient, useCall } from "../../client/use-call.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { Panel } from "../../components/panel.tsx";
import { Tag } from "../../components/tag.tsx";
import { Trouble } from "../../components/trouble.tsx";

const POLL_MS = 3_000;
const SHOWN = 20;
const states = ["running", "queued", "failed", "completed", "cancelled"] as const;
type JobState = (typeof states)[number];

/** What the workers do, of all projects; what waits or is under way can be cancelled here. */
export function JobsPanel({ counts }: { readonly counts: SystemOverview["jobs"] }) {
  const [state, setState] = useState<JobState>();
  const query = { limit: SHOWN, ...(state === undefined ? {} : { state }) };
  const { data, error, refetch } = useCall(listJobs, { query }, { pollMs: POLL_MS, keepPrevious: true });
  return (
    <Panel
      title={t`Jobs`}
      hint={t`The newest ${SHOWN}. ${states.map((name) => `${formatCount(counts[name])} ${wordOf(name)}`).join(", ")}.`}
      actions={
        <Select
          aria-label={t`State`}
          placeholder={t`Every state`}
          clearable
          data={states.map((value) => ({ value, label: wordOf(value) }))}
          value={state ?? null}
          onChange={(chosen) => setState(chosen === null ? undefined : (chosen as JobState))}
          w={150}
        />
      }
    >
      <Stack gap="sm">
        {error !== null && <Trouble error={error} onRetry={() => void refetch()} />}
        {data === undefined && error === null && <Skeleton h={80} />}
        {data?.items.length === 0 && (
          <EmptyState title={t`No such jobs`}>
            <Trans>Runs, checks of proofs and looks at files are jobs.</Trans>
          </EmptyState>
        )}
        {(data?.items.length ?? 0) > 0 && (
          <Table.ScrollContainer minWidth={640} type="native">
            <Table verticalSpacing={4} fz="sm">
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>
                    <Trans>Asked for</Trans>
                  </Table.Th>
                  <Table.Th>
                    <Trans>Job</Trans>
                  </Table.Th>
                  <Table.Th>
                    <Trans>State</Trans>
                  </Table.Th>
                  <Table.Th ta="right">
                    <Trans>Attempt</Trans>
                  </Table.Th>
                  <Table.Th ta="right">
                    <Trans>Act</Trans>
                  </Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {data?.items.map((job) => (
                  <JobRow key={job.id} job={job} />
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
      </Stack>
    </Panel>
  );
}

const kinds: Readonly<Record<string, string>> = {
  run: t`Run`,
  verify: t`Check of a proof`,
  inspect: t`Look at a file`,
};

const cancellations: Readonly<Record<string, (subjectId: string) => Promise<unknown>>> = {
  run: (id) => client.call(cancelRun, { params: { runId: id as RunId } }),
  verify: (id) => client.call(cancelVerification, { params: { runId: id as RunId } }),
  inspect: (id) => client.call(cancelProcessing, { params: { sourceId: id as SourceId } }),
};

function JobRow({ job }: { readonly job: Job }) {
  const { kind, subjectId, state, attempt, cause, createdAt } = job;
  const cancel = useMutation({
    mutationFn: () => cancellations[kind]?.(subjectId) ?? Promise.resolve(),
    onError(error) {
      const { title, detail } = explain(error);
      notifications.show({ color: "red", title, message: detail, autoClose: false });
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: callKey(listJobs) }),
  });
  const name = kinds[kind] ?? kind;
  const isOver = state !== "queued" && state !== "running";
  return (
    <Table.Tr>
      <Table.Td title={formatInstant(createdAt)}>{formatAgo(createdAt)}</Table.Td>
      <Table.Td>
        {kind === "inspect" ? (
          name
        ) : (
          <Anchor size="sm" renderRoot={(props) => <Link to="/runs/$runId" params={{ runId: subjectId }} {...props} />}>
            {name}
          </Anchor>
        )}
      </Table.Td>
      <Table.Td>
        <Tag word={state} />
        {causeOf(cause) !== undefined && (
          <Text size="xs" c="dimmed">
            {causeOf(cause)}
          </Text>
        )}
      </Table.Td>
      <Table.Td ta="right">{formatCount(attempt)}</Table.Td>
      <Table.Td ta="right">
        {kind in cancellations && !isOver && (
          <Button size="compact-sm" variant="default" loading={cancel.isPending} onClick={() => cancel.mutate()}>
            <Trans>Cancel</Trans>
          </Button>
        )}
      </Table.Td>
    </Table.Tr>
  );
}

function causeOf(cause: unknown): string | undefined {
  const { detail } = (cause ?? {}) as { readonly detail?: unknown };
  return typeof detail === "string" ? detail : undefined;
}
