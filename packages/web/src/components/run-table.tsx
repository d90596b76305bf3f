import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Anchor, Group, Progress, Table, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { getRunProgress, type Run } from "@recon/api";
import { formatAgo, formatDuration, formatInstant } from "../client/numbers.ts";
import { useCall } from "../client/use-call.ts";
import { Tag } from "./tag.tsx";

const PROGRESS_POLL_MS = 2_000;

/** Runs, newest first; those under way show how far they are. */
export function RunTable({ runs, withName }: { readonly runs: readonly Run[]; readonly withName?: boolean }) {
  return (
    <Table.ScrollContainer minWidth={480} type="native">
      <Table highlightOnHover verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>
              <Trans>Started</Trans>
            </Table.Th>
            {withName === true && (
              <Table.Th>
                <Trans>Reconciliation</Trans>
              </Table.Th>
            )}
            <Table.Th>
              <Trans>Files</Trans>
            </Table.Th>
            <Table.Th>
              <Trans>State</Trans>
            </Table.Th>
            <Table.Th ta="right">
              <Trans>Took</Trans>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {runs.map((run) => (
            <Table.Tr key={run.id}>
              <Table.Td>
                <Anchor
                  size="sm"
                  title={formatInstant(run.createdAt)}
                  renderRoot={(props) => <Link to="/runs/$runId" params={{ runId: run.id }} {...props} />}
                >
                  {formatAgo(run.createdAt)}
                </Anchor>
              </Table.Td>
              {withName === true && <Table.Td>{run.reconciliationName}</Table.Td>}
              <Table.Td>
                <Text size="sm" c="dimmed" truncate maw={320}>
                  {filesOf(run)}
                </Text>
              </Table.Td>
              <Table.Td>
                <RunState run={run} />
              </Table.Td>
              <Table.Td ta="right">{tookOf(run)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

const namesOf = (side: Run["left"]): string => side.map(({ fileName }) => fileName).join(", ");

export const filesOf = ({ left, right }: Run): string => t`${namesOf(left)} with ${namesOf(right)}`;

function tookOf({ startedAt, endedAt }: Run): string {
  return startedAt === null || endedAt === null ? "–" : formatDuration(Date.parse(endedAt) - Date.parse(startedAt));
}

function RunState({ run }: { readonly run: Run }) {
  if (run.status === "running") return <Underway run={run} />;
  const breaks = run.status === "completed" && run.isClean === false ? t`, with breaks` : "";
  return (
    <Group gap={2}>
      <Tag word={run.status} />
      <Text span size="sm" c="dimmed">
        {breaks}
      </Text>
    </Group>
  );
}

function Underway({ run }: { readonly run: Run }) {
  const { data } = useCall(getRunProgress, { params: { runId: run.id } }, { pollMs: PROGRESS_POLL_MS });
  const progress = data?.progress;
  const share = progress == null || progress.totalRows === 0 ? 0 : (100 * progress.rows) / progress.totalRows;
  return (
    <Group gap="sm" wrap="nowrap">
      <Tag word="running" />
      <Progress w={80} value={share} aria-label={progress?.stage ?? t`starting`} />
    </Group>
  );
}
