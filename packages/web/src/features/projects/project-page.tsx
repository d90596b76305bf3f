import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Anchor, Button, Skeleton, Stack, Table, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { Link, useParams } from "@tanstack/react-router";
import { getProject, listReconciliations, listRuns, type ProjectId } from "@recon/api";
import { useRoom } from "../../client/live.ts";
import { formatAgo } from "../../client/numbers.ts";
import { callKey, queryClient, useCall } from "../../client/use-call.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { Page } from "../../components/page.tsx";
import { Panel } from "../../components/panel.tsx";
import { RunTable } from "../../components/run-table.tsx";
import { Trouble } from "../../components/trouble.tsx";
import { Members } from "./members.tsx";
import { ProjectHealth } from "./project-health.tsx";
import { SourceList } from "./source-list.tsx";

/** One project: its reconciliations, runs, files and people. Live. */
export function ProjectPage() {
  const { projectId } = useParams({ from: "/inside/projects/$projectId" }) as { projectId: ProjectId };
  const project = useCall(getProject, { params: { projectId } });
  const runs = useCall(listRuns, { query: { projectId, limit: 10 } });
  useRoom(`project:${projectId}`, ({ type }) => {
    if (type === "run.progress") return;
    const key = type.startsWith("source.") ? ["listSources"] : callKey(listRuns);
    void queryClient.invalidateQueries({ queryKey: key });
  });
  if (project.error !== null) return <Trouble error={project.error} onRetry={() => void project.refetch()} />;
  const mayWork = project.data?.access.includes("project:work") ?? false;
  const mayManage = project.data?.access.includes("project:manage") ?? false;
  return (
    <Page title={project.data?.name ?? "…"} trail={[{ label: t`Projects`, link: { to: "/projects" } }]}>
      <Stack gap="lg">
        {project.data?.description !== "" && (
          <Text c="dimmed" mt={-8}>
            {project.data?.description}
          </Text>
        )}
        <Reconciliations projectId={projectId} mayWork={mayWork} />
        {(runs.data?.items.length ?? 0) > 0 && (
          <Panel title={t`Runs`}>
            <RunTable runs={runs.data?.items ?? []} withName />
          </Panel>
        )}
        <ProjectHealth projectId={projectId} />
        <SourceList projectId={projectId} mayWork={mayWork} />
        <Members projectId={projectId} mayManage={mayManage} />
      </Stack>
    </Page>
  );
}

function Reconciliations({ projectId, mayWork }: { readonly projectId: ProjectId; readonly mayWork: boolean }) {
  const list = useCall(listReconciliations, { params: { projectId } });
  return (
    <Panel
      title={t`Reconciliations`}
      actions={
        mayWork && (
          <Button
            leftSection={<IconPlus size={16} />}
            renderRoot={(props) => <Link to="/projects/$projectId/new" params={{ projectId }} {...props} />}
          >
            <Trans>New reconciliation</Trans>
          </Button>
        )
      }
    >
      {list.isPending && <Skeleton h={64} />}
      {list.data?.items.length === 0 && (
        <EmptyState title={t`Nothing is reconciled yet`}>
          <Trans>
            Drop two files: Recon looks at them, proposes which columns belong together and how records match, and shows
            the effect before you save.
          </Trans>
        </EmptyState>
      )}
      {(list.data?.items.length ?? 0) > 0 && (
        <Table highlightOnHover verticalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>
                <Trans>Name</Trans>
              </Table.Th>
              <Table.Th ta="right">
                <Trans>Plan version</Trans>
              </Table.Th>
              <Table.Th visibleFrom="sm">
                <Trans>Changed</Trans>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {list.data?.items.map((one) => (
              <Table.Tr key={one.id}>
                <Table.Td>
                  <Anchor
                    size="sm"
                    fw={600}
                    renderRoot={(props) => (
                      <Link to="/reconciliations/$reconciliationId" params={{ reconciliationId: one.id }} {...props} />
                    )}
                  >
                    {one.name}
                  </Anchor>
                  <Text size="sm" c="dimmed">
                    {one.description}
                  </Text>
                </Table.Td>
                <Table.Td ta="right">{one.planVersion}</Table.Td>
                <Table.Td visibleFrom="sm">{formatAgo(one.updatedAt)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Panel>
  );
}
