import { plural, t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Anchor, SimpleGrid, Skeleton, Stack, Table, Text } from "@mantine/core";
import { useQueries } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import {
  getRunOverview,
  listReconciliations,
  listReconciliationRuns,
  type ProjectId,
  type Reconciliation,
} from "@recon/api";
import { client } from "../../client/session.ts";
import { formatCount, formatInstant, formatRate } from "../../client/numbers.ts";
import { callKey, useCall } from "../../client/use-call.ts";
import { Amount } from "../../components/amount.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Panel } from "../../components/panel.tsx";
import { Trouble } from "../../components/trouble.tsx";
import { TrendLine } from "./trend-line.tsx";
import { largestRisk, type TrendPoint } from "./trend.ts";

const MOST_RUNS = 8;

/** How each reconciliation of a project has gone lately: figures by now, review included. */
export function ProjectHealth({ projectId }: { readonly projectId: ProjectId }) {
  const { data } = useCall(listReconciliations, { params: { projectId }, query: { status: "active", limit: 50 } });
  if (data === undefined || data.items.length === 0) return null;
  return (
    <Panel
      title={t`Health and trend`}
      hint={t`The last ${MOST_RUNS} results of each reconciliation, as they stand by now.`}
    >
      <Stack gap="lg">
        {data.items.map((one) => (
          <Trend key={one.id} reconciliation={one} />
        ))}
      </Stack>
    </Panel>
  );
}

function Trend({ reconciliation }: { readonly reconciliation: Reconciliation }) {
  const params = { reconciliationId: reconciliation.id };
  const query = { status: "completed" as const, limit: MOST_RUNS };
  const runs = useCall(listReconciliationRuns, { params, query });
  const shown = (runs.data?.items ?? []).filter(({ resultState }) => resultState === "present").toReversed();
  const overviews = useQueries({
    queries: shown.map(({ id }) => ({
      queryKey: callKey(getRunOverview, { params: { runId: id } }),
      queryFn: ({ signal }: { signal: AbortSignal }) => client.call(getRunOverview, { params: { runId: id }, signal }),
    })),
  });
  const failure = runs.error ?? overviews.find(({ error }) => error !== null)?.error ?? null;
  if (failure !== null) return <Trouble error={failure} onRetry={() => void runs.refetch()} />;
  const points = shown.flatMap((run, at): TrendPoint[] => {
    const overview = overviews[at]?.data;
    return overview === undefined ? [] : [{ run, overview }];
  });
  if (runs.data === undefined || points.length < shown.length) return <Skeleton h={96} />;
  if (points.length === 0)
    return (
      <EmptyState title={reconciliation.name}>
        <Trans>It has no results yet: its first run begins the trend.</Trans>
      </EmptyState>
    );
  return (
    <section aria-label={t`Trend of ${reconciliation.name}`}>
      <Anchor
        fw={600}
        size="sm"
        renderRoot={(props) => <Link to="/reconciliations/$reconciliationId" params={params} {...props} />}
      >
        {reconciliation.name}
      </Anchor>
      <Figures points={points} />
      <TrendTable points={points} />
    </section>
  );
}

function Figures({ points }: { readonly points: readonly TrendPoint[] }) {
  const last = points.at(-1)?.overview;
  if (last === undefined) return null;
  const currency = largestRisk(last)?.currency ?? "";
  const risk = largestRisk(last);
  return (
    <SimpleGrid cols={{ base: 1, xs: 3 }} spacing="md" my="sm">
      <TrendLine
        label={t`Match rate`}
        figure={formatRate(last.matchRate.now.byCount)}
        values={points.map(({ overview }) => overview.matchRate.now.byCount)}
        colour="matched"
      />
      <TrendLine
        label={t`Open breaks`}
        figure={formatCount(last.breaks.open)}
        values={points.map(({ overview }) => String(overview.breaks.open))}
        colour="differs"
      />
      <TrendLine
        label={t`Value at risk`}
        figure={risk === undefined ? t`none` : <Amount value={risk.value} currency={currency} />}
        values={points.map(({ overview }) => overview.valueAtRisk[currency] ?? "0")}
        colour="unmatched"
      />
    </SimpleGrid>
  );
}

/** What the lines show, in figures. */
function TrendTable({ points }: { readonly points: readonly TrendPoint[] }) {
  return (
    <details>
      <summary>
        <Text span size="sm" c="dimmed">
          <Trans>Figures of {plural(points.length, { one: "the run", other: `the ${points.length} runs` })}</Trans>
        </Text>
      </summary>
      <Table.ScrollContainer minWidth={480} type="native">
        <Table verticalSpacing={3} fz="sm">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>
                <Trans>Run</Trans>
              </Table.Th>
              <Table.Th ta="right">
                <Trans>Match rate</Trans>
              </Table.Th>
              <Table.Th ta="right">
                <Trans>Open breaks</Trans>
              </Table.Th>
              <Table.Th ta="right">
                <Trans>Value at risk</Trans>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {points.toReversed().map(({ run, overview }) => (
              <Table.Tr key={run.id}>
                <Table.Td>
                  <Anchor
                    size="sm"
                    renderRoot={(props) => <Link to="/runs/$runId" params={{ runId: run.id }} {...props} />}
                  >
                    {formatInstant(run.createdAt)}
                  </Anchor>
                </Table.Td>
                <Table.Td ta="right">{formatRate(overview.matchRate.now.byCount)}</Table.Td>
                <Table.Td ta="right">{formatCount(overview.breaks.open)}</Table.Td>
                <Table.Td ta="right">
                  {Object.entries(overview.valueAtRisk).map(([currency, value]) => (
                    <div key={currency}>
                      <Amount value={value} currency={currency} />
                    </div>
                  ))}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </details>
  );
}
