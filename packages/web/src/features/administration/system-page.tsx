import { t } from "@lingui/core/macro";
import { SimpleGrid, Skeleton, Stack, Table, Text } from "@mantine/core";
import { getSystem, type SystemOverview } from "@recon/api";
import { formatBytes, formatCount, formatDuration, formatInstant } from "../../client/numbers.ts";
import { useCall } from "../../client/use-call.ts";
import { wordOf } from "../../client/api-words.ts";
import { Panel } from "../../components/panel.tsx";
import { Tag } from "../../components/tag.tsx";
import { Trouble } from "../../components/trouble.tsx";
import { JobsPanel } from "./jobs-panel.tsx";
import { StartsPanel } from "./starts-panel.tsx";

const POLL_MS = 5_000;

/** How the server is by now: measured, not remembered. */
export function SystemPage() {
  const { data, error, refetch } = useCall(getSystem, {}, { pollMs: POLL_MS });
  if (error !== null) return <Trouble error={error} onRetry={() => void refetch()} />;
  if (data === undefined) return <Skeleton h={360} />;
  return (
    <Stack gap="lg">
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="lg">
        <ServerPanel system={data} />
        <DependenciesPanel system={data} />
      </SimpleGrid>
      <JobsPanel counts={data.jobs} />
      <StartsPanel starts={data.starts} />
    </Stack>
  );
}

function ServerPanel({ system }: { readonly system: SystemOverview }) {
  const { health, store, uptimeS, memoryBytes } = system;
  const facts: readonly (readonly [string, string])[] = [
    [t`Version`, health.version],
    [t`Build`, health.buildHash.slice(0, 12)],
    [t`Started`, formatInstant(health.startedAt)],
    [t`Up for`, formatDuration(uptimeS * 1000)],
    [t`Memory`, formatBytes(memoryBytes)],
    [t`Store`, store === "embedded" ? t`embedded in the data folder` : "PostgreSQL"],
  ];
  return (
    <Panel title={t`Server`} actions={<Tag word={health.status} />}>
      <Table verticalSpacing={4} withRowBorders={false}>
        <Table.Tbody>
          {facts.map(([name, value]) => (
            <Table.Tr key={name}>
              <Table.Th fw={400} c="dimmed">
                {name}
              </Table.Th>
              <Table.Td ta="right" translate={name === t`Build` ? "no" : undefined}>
                {value}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Panel>
  );
}

function DependenciesPanel({ system }: { readonly system: SystemOverview }) {
  return (
    <Panel title={t`Dependencies`} hint={t`Asked just now.`}>
      <Table verticalSpacing={4}>
        <Table.Tbody>
          {system.dependencies.map(({ name, kind, state, essential, latencyMs, detail }) => (
            <Table.Tr key={name}>
              <Table.Td>
                {name}
                <Text size="sm" c="dimmed">
                  {[wordOf(kind), ...(essential ? [t`essential`] : []), ...(detail === null ? [] : [detail])].join(
                    " · ",
                  )}
                </Text>
              </Table.Td>
              <Table.Td>
                <Tag word={state} />
              </Table.Td>
              <Table.Td ta="right">
                {latencyMs === null ? "–" : t`${formatCount(Math.round(latencyMs * 10) / 10)} ms`}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Panel>
  );
}
