import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { SimpleGrid, Skeleton, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { getProject, getSource, proposePlan, type ProjectId, type Source, type SourceId } from "@recon/api";
import type { Side } from "@recon/core";
import { client } from "../../client/session.ts";
import { useCall } from "../../client/use-call.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { Page } from "../../components/page.tsx";
import { Panel } from "../../components/panel.tsx";
import { Trouble } from "../../components/trouble.tsx";
import { ChooseSource } from "./choose-source.tsx";
import { ProposedPlan } from "./proposed-plan.tsx";

/** From two files to a first run: drop, look at them, look at the proposal, change it, save and run. */
export function NewReconciliationPage() {
  const { projectId } = useParams({ from: "/inside/projects/$projectId/new" }) as { projectId: ProjectId };
  const chosen = useSearch({ from: "/inside/projects/$projectId/new" }) as Partial<Record<Side, SourceId>>;
  const navigate = useNavigate();
  const project = useCall(getProject, { params: { projectId } });
  const sources = { left: useReadySource(chosen.left), right: useReadySource(chosen.right) };
  const choose = (side: Side, id: SourceId | undefined): void =>
    void navigate({
      to: "/projects/$projectId/new",
      params: { projectId },
      search: { ...chosen, [side]: id },
      replace: true,
    });
  return (
    <Page
      title={t`New reconciliation`}
      trail={[
        { label: t`Projects`, link: { to: "/projects" } },
        { label: project.data?.name ?? t`Project`, link: { to: "/projects/$projectId", params: { projectId } } },
      ]}
    >
      <Stack gap="lg">
        <Panel title={t`1. The two files`} hint={t`CSV, Excel, JSON or Parquet. Nothing leaves this server.`}>
          <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="lg">
            {(["left", "right"] as const).map((side) => (
              <ChooseSource
                key={side}
                side={side}
                projectId={projectId}
                chosen={chosen[side]}
                onChoose={(id) => choose(side, id)}
              />
            ))}
          </SimpleGrid>
        </Panel>
        <Panel
          title={t`2. The plan`}
          hint={t`What belongs together, and when two records are the same. Proposed from the files, each choice with its reason; change what is wrong.`}
        >
          {sources.left === undefined || sources.right === undefined ? (
            <EmptyState title={t`Two files first`}>
              <Trans>
                Once both are read, their columns are paired by name and by the values they share, and passes are
                proposed.
              </Trans>
            </EmptyState>
          ) : (
            <Proposal projectId={projectId} left={sources.left} right={sources.right} />
          )}
        </Panel>
      </Stack>
    </Page>
  );
}

function useReadySource(sourceId: SourceId | undefined): Source | undefined {
  const found = useCall(
    getSource,
    { params: { sourceId: sourceId ?? ("" as SourceId) } },
    { enabled: sourceId !== undefined },
  );
  return found.data?.status === "ready" ? found.data : undefined;
}

interface ProposalProps {
  readonly projectId: ProjectId;
  readonly left: Source;
  readonly right: Source;
}

function Proposal({ projectId, left, right }: ProposalProps) {
  const name = t`${stem(left.fileName)} and ${stem(right.fileName)}`;
  // Files that were read again in another way get another proposal.
  const key = `${left.id}.${left.version}.${right.id}.${right.version}`;
  const proposal = useQuery({
    queryKey: [proposePlan.id, key],
    queryFn: ({ signal }) =>
      client.call(proposePlan, { params: { projectId }, body: { left: left.id, right: right.id, name }, signal }),
    staleTime: Infinity,
    retry: false,
  });
  if (proposal.error !== null) return <Trouble error={proposal.error} onRetry={() => void proposal.refetch()} />;
  if (proposal.data === undefined) return <Skeleton h={240} />;
  return <ProposedPlan key={key} draftKey={key} {...{ projectId, left, right }} proposal={proposal.data} />;
}

const stem = (fileName: string): string => fileName.replace(/\.[^.]+$/, "");
