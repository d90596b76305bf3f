import { Skeleton } from "@mantine/core";
import { useParams } from "@tanstack/react-router";
import { describeResult, type RunId } from "@recon/api";
import { useRoom } from "../../client/live.ts";
import { refreshReview } from "../../client/refresh-review.ts";
import { useCall } from "../../client/use-call.ts";
import { Trouble } from "../../components/trouble.tsx";
import { Workbench } from "./workbench.tsx";

/** Builds groups of left-over records until left and right agree. Live: what others decide shows at once. */
export function WorkbenchPage() {
  const { runId } = useParams({ from: "/inside/runs/$runId/workbench" }) as { runId: RunId };
  useRoom(`run:${runId}`, ({ type }) => {
    if (type === "review.changed" || type === "stream.reset") void refreshReview();
  });
  const { data, error, refetch } = useCall(describeResult, { params: { runId } });
  if (error !== null) return <Trouble error={error} onRetry={() => void refetch()} />;
  return data === undefined ? <Skeleton h={480} /> : <Workbench runId={runId} description={data} />;
}
