import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Anchor, SimpleGrid, Skeleton, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { listRuns, type Run } from "@recon/api";
import { useCall } from "../../client/use-call.ts";
import { useSession } from "../../client/session.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { Page } from "../../components/page.tsx";
import { Panel } from "../../components/panel.tsx";
import { RunTable } from "../../components/run-table.tsx";
import { Trouble } from "../../components/trouble.tsx";
import { OverduePanel } from "./overdue-panel.tsx";
import { OpenWork } from "./open-work.tsx";

const POLL_MS = 3_000;
const MOST_CARDS = 6;

/** What needs a person first: breaks of the newest results, runs that failed, runs under way. */
export function HomePage() {
  const session = useSession();
  const runs = useCall(listRuns, { query: { limit: 30 } }, { pollMs: POLL_MS });
  const name = session.kind === "signedIn" ? session.user.name : "";
  const items = runs.data?.items ?? [];
  const newest = newestOfEach(items);
  const failed = newest.filter(({ status }) => status === "failed");
  return (
    <Page title={t`Hello, ${name}`}>
      <Stack gap="lg">
        {runs.error !== null && <Trouble error={runs.error} onRetry={() => void runs.refetch()} />}
        {failed.length > 0 && (
          <Panel
            title={t`Failed`}
            hint={t`The newest run of these reconciliations did not end; open it to see what to do.`}
          >
            <RunTable runs={failed} withName />
          </Panel>
        )}
        <OverduePanel />
        <Panel title={t`To be cleared`} hint={t`The newest results of each reconciliation.`}>
          {runs.data === undefined ? (
            <Skeleton h={96} />
          ) : (
            <Cards runs={newest.filter(({ status }) => status === "completed")} />
          )}
        </Panel>
        {items.length > 0 && (
          <Panel title={t`Recent runs`}>
            <RunTable runs={items.slice(0, 10)} withName />
          </Panel>
        )}
      </Stack>
    </Page>
  );
}

function Cards({ runs }: { readonly runs: readonly Run[] }) {
  if (runs.length === 0) return <NothingYet />;
  return (
    <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }} spacing="md">
      {runs.slice(0, MOST_CARDS).map((run) => (
        <OpenWork key={run.id} run={run} />
      ))}
    </SimpleGrid>
  );
}

function NothingYet() {
  return (
    <EmptyState title={t`No results yet`}>
      <Text size="sm">
        <Trans>
          A reconciliation compares two sets of records. Open a{" "}
          <Anchor renderRoot={(props) => <Link to="/projects" {...props} />}>project</Anchor>, drop the two files, and
          Recon proposes how they fit. On a first start the bundled example appears here by itself within seconds.
        </Trans>
      </Text>
    </EmptyState>
  );
}

/** Runs come newest first. */
function newestOfEach(runs: readonly Run[]): Run[] {
  const seen = new Set<string>();
  return runs.filter(({ reconciliationId }) => !seen.has(reconciliationId) && seen.add(reconciliationId));
}
