import { t } from "@lingui/core/macro";
import { SimpleGrid, Skeleton, Stack } from "@mantine/core";
import { useParams } from "@tanstack/react-router";
import { getRun, getRunOverview, type RunId } from "@recon/api";
import { formatCount, formatRate } from "../../client/numbers.ts";
import { useCall } from "../../client/use-call.ts";
import { Amount } from "../../components/amount.tsx";
import { Trouble } from "../../components/trouble.tsx";
import { BalanceProof } from "./balance-proof.tsx";
import { BreakBars } from "./break-bars.tsx";
import { Drill } from "./drill.tsx";
import { Figure } from "./figure.tsx";
import { SinceLastRun } from "./since-last-run.tsx";
import { VerifyProof } from "./verify-proof.tsx";

const open = { column: "status", in: ["open"] };

/** What a run found: the proof first, then what agrees, what does not, and why. Every figure opens its rows. */
export function RunOverviewPage() {
  const { runId } = useParams({ from: "/inside/runs/$runId" }) as { runId: RunId };
  const found = useCall(getRunOverview, { params: { runId } });
  const run = useCall(getRun, { params: { runId } });
  if (found.error !== null) return <Trouble error={found.error} onRetry={() => void found.refetch()} />;
  const overview = found.data;
  if (overview === undefined) return <Skeleton h={320} />;
  const { now } = overview.matchRate;
  const rates = Object.entries(now.byValue);
  const risks = Object.entries(overview.valueAtRisk);
  return (
    <Stack gap="lg">
      <SimpleGrid cols={{ base: 2, md: 4 }} spacing="md">
        <Figure
          label={t`Matched, of all records`}
          note={t`${formatCount(overview.records.left + overview.records.right)} records`}
        >
          <Drill runId={runId} filter={{ column: "outcome", in: ["matched"] }}>
            {formatRate(now.byCount)}
          </Drill>
        </Figure>
        <Figure
          label={t`Matched, by value`}
          note={rates.slice(1).map(([currency, rate]) => t`${formatRate(rate)} of ${currency}`)}
        >
          {rates[0] === undefined ? "–" : `${formatRate(rates[0][1])}`}
          {rates[0] !== undefined && <small> {rates[0][0]}</small>}
        </Figure>
        <Figure label={t`Open breaks`} note={t`${formatCount(overview.breaks.settled)} settled`}>
          <Drill runId={runId} list="breaks" filter={open}>
            {formatCount(overview.breaks.open)}
          </Drill>
        </Figure>
        <Figure
          label={t`Value at risk`}
          note={risks.slice(1).map(([currency, value]) => (
            <Amount key={currency} value={value} currency={currency} />
          ))}
        >
          {risks[0] === undefined ? "–" : <Amount value={risks[0][1]} />}
          {risks[0] !== undefined && <small> {risks[0][0]}</small>}
        </Figure>
      </SimpleGrid>
      <BalanceProof runId={runId} overview={overview} />
      <BreakBars runId={runId} overview={overview} />
      {overview.previous !== null && <SinceLastRun previous={overview.previous} />}
      {run.data !== undefined && <VerifyProof run={run.data} />}
    </Stack>
  );
}
