import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Skeleton, Text } from "@mantine/core";
import { Link, Outlet, useParams } from "@tanstack/react-router";
import { getProject, getRun, getRunOverview, getRunVerification, type Run, type RunId } from "@recon/api";
import { useRoom } from "../../client/live.ts";
import { formatInstant } from "../../client/numbers.ts";
import { callKey, queryClient, useCall } from "../../client/use-call.ts";
import { PartTabs } from "../../components/part-tabs.tsx";
import { Page } from "../../components/page.tsx";
import { Tag } from "../../components/tag.tsx";
import { Trouble } from "../../components/trouble.tsx";
import { RunUnderway } from "./run-underway.tsx";
import { RunEnded } from "./run-ended.tsx";

const POLL_MS = 5_000;
const isOver = (run: Run | undefined): boolean => run !== undefined && !["queued", "running"].includes(run.status);

/** The frame of a run: live while it is under way, then its overview and its results. */
export function RunPage() {
  const { runId } = useParams({ from: "/inside/runs/$runId" }) as { runId: RunId };
  const found = useCall(getRun, { params: { runId } });
  const run = found.data;
  // Events tell at once; the slow poll is for a connection that is down.
  useCall(getRun, { params: { runId } }, { pollMs: isOver(run) ? false : POLL_MS });
  useRoom(`run:${runId}`, ({ type }) => {
    if (type === "run.progress") return;
    const endpoints = [getRun, getRunOverview, getRunVerification];
    for (const endpoint of endpoints)
      void queryClient.invalidateQueries({ queryKey: callKey(endpoint, { params: { runId } }) });
  });
  const project = useCall(
    getProject,
    { params: { projectId: run?.projectId ?? ("" as Run["projectId"]) } },
    { enabled: run !== undefined },
  );
  if (found.error !== null) return <Trouble error={found.error} onRetry={() => void found.refetch()} />;
  if (run === undefined) return <Skeleton h={240} m="xl" />;
  const { projectId, reconciliationId } = run;
  return (
    <Page
      title={run.reconciliationName}
      beside={<Tag word={run.status} />}
      trail={[
        { label: project.data?.name ?? t`Project`, link: { to: "/projects/$projectId", params: { projectId } } },
        {
          label: run.reconciliationName,
          link: { to: "/reconciliations/$reconciliationId", params: { reconciliationId } },
        },
      ]}
    >
      <Text size="sm" c="dimmed" mt={-8} mb="md">
        <Trans>
          {names(run.left)} with {names(run.right)} · started {formatInstant(run.startedAt ?? run.createdAt)}
          {run.planVersion !== null && t` · plan version ${run.planVersion}`}
        </Trans>
      </Text>
      {run.status === "completed" && run.resultState === "present" ? (
        <>
          <PartTabs label={t`Parts of the run`}>
            <Link to="/runs/$runId" params={{ runId }} activeOptions={{ exact: true, includeSearch: false }}>
              <Trans>Overview</Trans>
            </Link>
            <Link
              to="/runs/$runId/explore"
              params={{ runId }}
              search={toClear}
              activeOptions={{ includeSearch: false }}
            >
              <Trans>Explore</Trans>
            </Link>
            <Link to="/runs/$runId/workbench" params={{ runId }} activeOptions={{ includeSearch: false }}>
              <Trans>Workbench</Trans>
            </Link>
          </PartTabs>
          <Outlet />
        </>
      ) : isOver(run) ? (
        <RunEnded run={run} mayWork={project.data?.access.includes("project:work") ?? false} />
      ) : (
        <RunUnderway run={run} mayWork={project.data?.access.includes("project:work") ?? false} />
      )}
    </Page>
  );
}

/** One begins with the largest open breaks. */
const toClear = { list: "breaks", filter: { all: [{ column: "status", in: ["open"] }] }, sort: "-amount" } as const;

const names = (files: Run["left"]): string => files.map(({ fileName }) => fileName).join(", ");
