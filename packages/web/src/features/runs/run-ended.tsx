import { Alert, Button, Stack } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { startRun, type Run } from "@recon/api";
import { client } from "../../client/session.ts";
import { Trouble } from "../../components/trouble.tsx";

/** A run without results to show: why, and what to do. */
export function RunEnded({ run }: { readonly run: Run }) {
  const navigate = useNavigate();
  const again = useMutation({
    mutationFn: () => client.call(startRun, { params: { reconciliationId: run.reconciliationId }, body: {} }),
    onSuccess: ({ id }) => navigate({ to: "/runs/$runId", params: { runId: id } }),
  });
  const { title, text } = wordsOf(run);
  return (
    <Stack gap="md" align="flex-start">
      <Alert color={run.status === "failed" ? "red" : "gray"} variant="outline" title={title} role="status" w="100%">
        {text}
      </Alert>
      {again.error !== null && <Trouble error={again.error} />}
      <Button variant="default" loading={again.isPending} onClick={() => again.mutate()}>
        Run again
      </Button>
    </Stack>
  );
}

function wordsOf({ status, problem, mode, resultState }: Run): { title: string; text: string } {
  if (status === "failed")
    return {
      title: "The run failed",
      text: problem === null ? "No reason was recorded." : `${problem.detail} (${problem.code})`,
    };
  if (status === "cancelled") return { title: "The run was cancelled", text: "It left no results." };
  if (mode === "preview") return { title: "A preview", text: "Previews count and keep no records." };
  return {
    title: "The results are no longer here",
    text: resultState === "deleted" ? "They were deleted; the run's record stays. Run again to have them back." : "",
  };
}
