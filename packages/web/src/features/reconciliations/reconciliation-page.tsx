import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Button, Code, Skeleton, Stack, Text } from "@mantine/core";
import { IconAdjustments, IconPlayerPlay } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import {
  getPlanVersion,
  getProject,
  getReconciliation,
  listReconciliationRuns,
  startRun,
  type Reconciliation,
  type ReconciliationId,
} from "@recon/api";
import { client } from "../../client/session.ts";
import { useRoom } from "../../client/live.ts";
import { callKey, queryClient, useCall } from "../../client/use-call.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { Page } from "../../components/page.tsx";
import { Panel } from "../../components/panel.tsx";
import { RunTable } from "../../components/run-table.tsx";
import { Trouble } from "../../components/trouble.tsx";
import { RunNewFiles } from "./run-new-files.tsx";

/** One saved reconciliation: run it again, on the same or on this month's files. */
export function ReconciliationPage() {
  const { reconciliationId } = useParams({ from: "/inside/reconciliations/$reconciliationId" }) as {
    reconciliationId: ReconciliationId;
  };
  const found = useCall(getReconciliation, { params: { reconciliationId } });
  if (found.error !== null) return <Trouble error={found.error} onRetry={() => void found.refetch()} />;
  if (found.data === undefined) return <Skeleton h={240} m="xl" />;
  return <Found reconciliation={found.data} />;
}

function Found({ reconciliation }: { readonly reconciliation: Reconciliation }) {
  const { id: reconciliationId, projectId, planVersion } = reconciliation;
  const navigate = useNavigate();
  const project = useCall(getProject, { params: { projectId } });
  const runs = useCall(listReconciliationRuns, { params: { reconciliationId }, query: { limit: 20 } });
  const mayWork = project.data?.access.includes("project:work") ?? false;
  useRoom(`project:${projectId}`, ({ type }) => {
    if (type.startsWith("run.") && type !== "run.progress")
      void queryClient.invalidateQueries({ queryKey: callKey(listReconciliationRuns) });
  });
  const again = useMutation({
    mutationFn: () => client.call(startRun, { params: { reconciliationId }, body: {} }),
    onSuccess: (run) => navigate({ to: "/runs/$runId", params: { runId: run.id } }),
  });
  return (
    <Page
      title={reconciliation.name}
      trail={[
        { label: t`Projects`, link: { to: "/projects" } },
        { label: project.data?.name ?? t`Project`, link: { to: "/projects/$projectId", params: { projectId } } },
      ]}
      actions={
        mayWork && (
          <>
            <Button
              leftSection={<IconAdjustments size={16} />}
              variant="default"
              renderRoot={(props) => (
                <Link to="/reconciliations/$reconciliationId/rules" params={{ reconciliationId }} {...props} />
              )}
            >
              <Trans>Map and rules</Trans>
            </Button>
            <Button
              leftSection={<IconPlayerPlay size={16} />}
              variant="default"
              loading={again.isPending}
              onClick={() => again.mutate()}
            >
              <Trans>Run again on the same files</Trans>
            </Button>
          </>
        )
      }
    >
      <Stack gap="lg">
        {reconciliation.description !== "" && (
          <Text c="dimmed" mt={-8}>
            {reconciliation.description}
          </Text>
        )}
        {again.error !== null && <Trouble error={again.error} />}
        {mayWork && <RunNewFiles reconciliation={reconciliation} />}
        <Panel title={t`Runs`}>
          {runs.data?.items.length === 0 && (
            <EmptyState title={t`It has not run yet`}>
              <Trans>Drop its files above.</Trans>
            </EmptyState>
          )}
          {(runs.data?.items.length ?? 0) > 0 && <RunTable runs={runs.data?.items ?? []} />}
        </Panel>
        <PlanText reconciliationId={reconciliationId} number={planVersion} />
      </Stack>
    </Page>
  );
}

function PlanText({ reconciliationId, number }: { reconciliationId: ReconciliationId; number: number }) {
  const version = useCall(getPlanVersion, { params: { reconciliationId, number } });
  return (
    <Panel title={t`Plan, version ${number}`} hint={t`What counts as the same record, and what as a difference.`}>
      {version.data === undefined ? (
        <Skeleton h={120} />
      ) : (
        <Code block tabIndex={0} role="region" aria-label={t`Plan`} mah={420} style={{ overflow: "auto" }}>
          {version.data.text}
        </Code>
      )}
    </Panel>
  );
}
