import { Alert, Button, Group, List, Stack, Text } from "@mantine/core";
import { IconPlayerPlay } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { startRun, type Run } from "@recon/api";
import { client } from "../../client/session.ts";
import { Trouble } from "../../components/trouble.tsx";
import { remedyFor } from "./remedy-for.ts";

/** A run without results to show: why, what to do, and the place to do it. */
export function RunEnded({ run, mayWork }: { readonly run: Run; readonly mayWork: boolean }) {
  const navigate = useNavigate();
  const { reconciliationId } = run;
  const again = useMutation({
    mutationFn: () => client.call(startRun, { params: { reconciliationId }, body: {} }),
    onSuccess: ({ id }) => navigate({ to: "/runs/$runId", params: { runId: id } }),
  });
  const { title, text } = wordsOf(run);
  const remedy = run.status === "failed" && run.problem !== null ? remedyFor(run.problem.code) : undefined;
  return (
    <Stack gap="md" align="flex-start">
      <Alert color={run.status === "failed" ? "red" : "gray"} variant="outline" title={title} role="status" w="100%">
        <Text style={{ overflowWrap: "anywhere" }}>{text}</Text>
        {remedy !== undefined && (
          <Text mt="sm">
            <strong>What to do:</strong> {remedy.text}
          </Text>
        )}
      </Alert>
      {again.error !== null && <Trouble error={again.error} />}
      <Group gap="sm">
        {remedy?.place === "rules" && (
          <Button
            renderRoot={(props) => (
              <Link to="/reconciliations/$reconciliationId/rules" params={{ reconciliationId }} {...props} />
            )}
          >
            Go to map and rules
          </Button>
        )}
        {mayWork && (
          <Button
            variant="default"
            leftSection={<IconPlayerPlay size={16} />}
            loading={again.isPending}
            onClick={() => again.mutate()}
          >
            Run again
          </Button>
        )}
      </Group>
      {remedy?.place === "files" && <Files run={run} />}
    </Stack>
  );
}

/** The files of the run, each a link to where its reading is corrected. */
function Files({ run }: { readonly run: Run }) {
  return (
    <List size="sm">
      {[...run.left, ...run.right].map(({ sourceId, fileName }) => (
        <List.Item key={sourceId}>
          <Link to="/sources/$sourceId" params={{ sourceId }}>
            {fileName}: see its records, and correct how it is read
          </Link>
        </List.Item>
      ))}
    </List>
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
