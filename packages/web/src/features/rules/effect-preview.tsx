import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useState } from "react";
import { Button, Group, Progress, Stack, Table, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import {
  cancelRun,
  getRun,
  getRunSummary,
  previewRun,
  type CallOutput,
  type Reconciliation,
  type RunId,
} from "@recon/api";
import { outcomes, sides } from "@recon/core";
import { wordOf } from "../../client/api-words.ts";
import { client } from "../../client/session.ts";
import { useRoom } from "../../client/live.ts";
import { formatCount } from "../../client/numbers.ts";
import { callKey, queryClient, useCall } from "../../client/use-call.ts";
import { Panel } from "../../components/panel.tsx";
import { Tag } from "../../components/tag.tsx";
import { Trouble } from "../../components/trouble.tsx";
import type { PlanDraft } from "./use-plan-draft.ts";

const POLL_MS = 1_000;
type Summary = CallOutput<typeof getRunSummary>;

interface Tried {
  readonly runId: RunId;
  readonly text: string;
}

/** What the plan as it stands would do with the files of the last run, beside what that run did. Saves nothing. */
export function EffectPreview({ reconciliation, draft }: { reconciliation: Reconciliation; draft: PlanDraft }) {
  const [tried, setTried] = useState<Tried>();
  const start = useMutation({
    async mutationFn(): Promise<Tried> {
      const run = await client.call(previewRun, {
        params: { reconciliationId: reconciliation.id },
        body: { plan: draft.text },
      });
      return { runId: run.id, text: draft.text };
    },
    onSuccess: setTried,
  });
  const isRunnable = draft.isChecked && draft.faults.length === 0 && reconciliation.left.length > 0;
  return (
    <Panel
      title={t`Effect on the last run`}
      hint={t`Runs the plan as it stands over the same files and counts; nothing is saved.`}
      actions={
        <Button variant="default" disabled={!isRunnable} loading={start.isPending} onClick={() => start.mutate()}>
          <Trans>Show the effect</Trans>
        </Button>
      }
    >
      <Stack gap="sm">
        {start.error !== null && <Trouble error={start.error} />}
        {tried === undefined ? (
          <Text size="sm" c="dimmed">
            {draft.faults.length > 0
              ? t`The plan has faults; mend them first.`
              : t`How many records would match, differ or stay open, before you save.`}
          </Text>
        ) : (
          <Effect
            key={tried.runId}
            runId={tried.runId}
            lastRunId={reconciliation.lastRunId}
            isOld={tried.text !== draft.text}
          />
        )}
      </Stack>
    </Panel>
  );
}

function Effect({ runId, lastRunId, isOld }: { runId: RunId; lastRunId: RunId | null; isOld: boolean }) {
  const [share, setShare] = useState(0);
  const found = useCall(getRun, { params: { runId } });
  const status = found.data?.status ?? "queued";
  const isOver = !["queued", "running"].includes(status);
  useCall(getRun, { params: { runId } }, { pollMs: isOver ? false : POLL_MS });
  useRoom(`run:${runId}`, (message) => {
    if (message.type !== "run.progress") {
      void queryClient.invalidateQueries({ queryKey: callKey(getRun, { params: { runId } }) });
      return;
    }
    const { rows, totalRows } = message.data;
    setShare(totalRows === 0 ? 0 : (100 * rows) / totalRows);
  });
  const after = useCall(getRunSummary, { params: { runId } }, { enabled: status === "completed" });
  const before = useCall(
    getRunSummary,
    { params: { runId: lastRunId ?? runId } },
    { enabled: lastRunId !== null && status === "completed" },
  );
  if (found.error !== null) return <Trouble error={found.error} />;
  if (!isOver)
    return (
      <Group wrap="nowrap">
        <Progress value={share} animated flex={1} aria-label={t`Trying the plan`} />
        <Button
          variant="subtle"
          size="xs"
          onClick={() => void client.call(cancelRun, { params: { runId } }).then(() => found.refetch())}
        >
          <Trans>Cancel</Trans>
        </Button>
      </Group>
    );
  if (status !== "completed")
    return (
      <Text c={status === "failed" ? "var(--recon-bad)" : "dimmed"} role="status">
        {found.data?.problem?.detail ?? t`It was cancelled.`}
      </Text>
    );
  if (after.data === undefined) return null;
  return (
    <>
      <EffectTable before={before.data} after={after.data} />
      {isOld && (
        <Text size="sm" c="var(--recon-warn)" role="status">
          <Trans>The plan was changed since; show the effect again.</Trans>
        </Text>
      )}
    </>
  );
}

function EffectTable({ before, after }: { readonly before: Summary | undefined; readonly after: Summary }) {
  const shown = outcomes.filter((name) => sides.some((side) => after[side][name] + (before?.[side][name] ?? 0) > 0));
  const isSame =
    before !== undefined && shown.every((name) => sides.every((side) => after[side][name] === before[side][name]));
  return (
    <Stack gap="xs" role="status">
      <Table.ScrollContainer minWidth={420} maw={640} type="native">
        <Table
          verticalSpacing={4}
          aria-label={t`Effect on the last run`}
          style={{ fontVariantNumeric: "tabular-nums" }}
        >
          <Table.Thead>
            <Table.Tr>
              <Table.Th>
                <Trans>Records</Trans>
              </Table.Th>
              {sides.map((side) => (
                <Table.Th key={side} ta="right" colSpan={2}>
                  {wordOf(side)}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.map((name) => (
              <Table.Tr key={name}>
                <Table.Th scope="row" fw={400}>
                  <Tag word={name} />
                </Table.Th>
                {sides.map((side) => (
                  <Change key={side} name={name} before={before?.[side][name]} after={after[side][name]} />
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {isSame && (
        <Text size="sm">
          <Trans>Every count stays as it was.</Trans>
        </Text>
      )}
    </Stack>
  );
}

interface ChangeProps {
  readonly name: (typeof outcomes)[number];
  readonly before: number | undefined;
  readonly after: number;
}

function Change({ name, before, after }: ChangeProps) {
  const change = before === undefined ? 0 : after - before;
  const isGood = name === "matched" ? change > 0 : change < 0;
  return (
    <>
      <Table.Td ta="right">{formatCount(after)}</Table.Td>
      <Table.Td ta="right" c={change === 0 ? "dimmed" : isGood ? "var(--recon-good)" : "var(--recon-bad)"} w={96}>
        {change === 0 ? t`as before` : `${change > 0 ? "+" : "−"}${formatCount(Math.abs(change))}`}
      </Table.Td>
    </>
  );
}
