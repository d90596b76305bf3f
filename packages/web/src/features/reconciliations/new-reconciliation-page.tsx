import { useState } from "react";
import { Alert, Button, Group, List, SimpleGrid, Stack, Textarea, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useNavigate, useParams } from "@tanstack/react-router";
import {
  createReconciliation,
  getProject,
  proposePlan,
  startRun,
  type PlanProposal,
  type ProjectId,
  type SourceId,
} from "@recon/api";
import { client } from "../../client/session.ts";
import { useCall } from "../../client/use-call.ts";
import { Page } from "../../components/page.tsx";
import { Panel } from "../../components/panel.tsx";
import { Trouble } from "../../components/trouble.tsx";
import { FileDrop } from "./file-drop.tsx";
import { uploadReady } from "./upload-ready.ts";

interface Proposed {
  readonly proposal: PlanProposal;
  readonly left: SourceId;
  readonly right: SourceId;
}

/** From two files to a first run: drop, look at the proposal, save and run. */
export function NewReconciliationPage() {
  const { projectId } = useParams({ from: "/inside/projects/$projectId/new" }) as { projectId: ProjectId };
  const project = useCall(getProject, { params: { projectId } });
  const [files, setFiles] = useState<{ left?: File; right?: File }>({});
  const [proposed, setProposed] = useState<Proposed>();
  const propose = useMutation({
    async mutationFn({ left, right }: { left: File; right: File }): Promise<Proposed> {
      const [one, other] = await Promise.all([uploadReady(projectId, left), uploadReady(projectId, right)]);
      const proposal = await client.call(proposePlan, {
        params: { projectId },
        body: { left: one.id, right: other.id, name: stem(left.name) },
      });
      return { proposal, left: one.id, right: other.id };
    },
    onSuccess: setProposed,
  });
  const { left, right } = files;
  return (
    <Page
      title="New reconciliation"
      trail={[
        { label: "Projects", link: { to: "/projects" } },
        { label: project.data?.name ?? "Project", link: { to: "/projects/$projectId", params: { projectId } } },
      ]}
    >
      <Stack gap="lg">
        <Panel title="1. The two files" hint="CSV, Excel, JSON or Parquet. Nothing leaves this server.">
          <Stack gap="md">
            <SimpleGrid cols={{ base: 1, sm: 2 }}>
              <FileDrop
                label="Left"
                hint="For example the bank statement"
                file={left}
                onFile={(file) => setFiles((now) => ({ ...now, left: file }))}
              />
              <FileDrop
                label="Right"
                hint="For example the ledger"
                file={right}
                onFile={(file) => setFiles((now) => ({ ...now, right: file }))}
              />
            </SimpleGrid>
            {propose.error !== null && <Failure error={propose.error} />}
            <Group>
              <Button
                disabled={left === undefined || right === undefined}
                loading={propose.isPending}
                onClick={() => left !== undefined && right !== undefined && propose.mutate({ left, right })}
              >
                Look at them and propose a plan
              </Button>
            </Group>
          </Stack>
        </Panel>
        {proposed !== undefined && <SaveAndRun key={proposed.left} projectId={projectId} proposed={proposed} />}
      </Stack>
    </Page>
  );
}

/** What the browser says itself is told as it is; the rest by the server's problem. */
function Failure({ error }: { readonly error: Error }) {
  return error.message.includes("cannot be read") ? (
    <Alert color="red" variant="outline" role="alert" title="The file cannot be read">
      {error.message}
    </Alert>
  ) : (
    <Trouble error={error} />
  );
}

const stem = (fileName: string): string => fileName.replace(/\.[^.]+$/, "");

function SaveAndRun({ projectId, proposed }: { readonly projectId: ProjectId; readonly proposed: Proposed }) {
  const navigate = useNavigate();
  const [name, setName] = useState(proposed.proposal.plan.name);
  const [text, setText] = useState(proposed.proposal.text);
  const save = useMutation({
    async mutationFn() {
      const { id } = await client.call(createReconciliation, {
        params: { projectId },
        body: { name, plan: text, left: [proposed.left], right: [proposed.right] },
      });
      return client.call(startRun, { params: { reconciliationId: id }, body: {} });
    },
    onSuccess: (run) => navigate({ to: "/runs/$runId", params: { runId: run.id } }),
  });
  return (
    <Panel
      title="2. The plan"
      hint="Each choice says why it was made. Change what is wrong; a fault is shown by its place."
    >
      <Stack gap="md">
        {proposed.proposal.questions.length > 0 && (
          <Alert color="yellow" variant="outline" title="Settle these first">
            <List size="sm">
              {proposed.proposal.questions.map((question) => (
                <List.Item key={question}>{question}</List.Item>
              ))}
            </List>
          </Alert>
        )}
        <TextInput label="Name" required value={name} onChange={(event) => setName(event.currentTarget.value)} />
        <Textarea
          label="Plan (YAML)"
          autosize
          minRows={12}
          maxRows={30}
          spellCheck={false}
          styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)", fontSize: 13 } }}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        {save.error !== null && <Trouble error={save.error} />}
        <Group>
          <Button loading={save.isPending} disabled={name.trim() === ""} onClick={() => save.mutate()}>
            Save and run
          </Button>
        </Group>
      </Stack>
    </Panel>
  );
}
