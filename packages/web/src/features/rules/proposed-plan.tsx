import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useRef, useState } from "react";
import { Button, Group, List, Stack, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import {
  createPlanVersion,
  createReconciliation,
  getReconciliation,
  startRun,
  type PlanProposal,
  type ProjectId,
  type ReconciliationId,
  type Source,
} from "@recon/api";
import { client } from "../../client/session.ts";
import { Notice } from "../../components/notice.tsx";
import { Trouble } from "../../components/trouble.tsx";
import { UnsavedGuard } from "../../components/unsaved-guard.tsx";
import { PlanEditor } from "./plan-editor.tsx";
import { useColumns } from "./use-columns.ts";
import { forgetDraft } from "./kept-drafts.ts";
import { usePlanDraft } from "./use-plan-draft.ts";

interface ProposedPlanProps {
  readonly projectId: ProjectId;
  readonly left: Source;
  readonly right: Source;
  readonly proposal: PlanProposal;
  readonly draftKey: string;
}

/** The proposal, to be changed, saved and run. */
export function ProposedPlan({ projectId, left, right, proposal, draftKey }: ProposedPlanProps) {
  const navigate = useNavigate();
  const draft = usePlanDraft({
    key: draftKey,
    saved: proposal.text,
    projectId,
    left: [left.id],
    right: [right.id],
  });
  const columns = { left: useColumns(left.id), right: useColumns(right.id) };
  const [name, setName] = useState(proposal.plan.name);
  /** Saved by an attempt whose run could not be started: the next attempt goes on from there. */
  const saved = useRef<{ readonly id: ReconciliationId; readonly text: string }>(undefined);
  const save = useMutation({
    async mutationFn() {
      const { text } = draft;
      if (saved.current === undefined) {
        const body = { name, plan: text, left: [left.id], right: [right.id] };
        const { id } = await client.call(createReconciliation, { params: { projectId }, body });
        saved.current = { id, text };
      } else if (saved.current.text !== text) {
        const params = { reconciliationId: saved.current.id };
        const { version } = await client.call(getReconciliation, { params });
        await client.call(createPlanVersion, { params, body: { plan: text }, ifMatch: version });
        saved.current = { ...saved.current, text };
      }
      return client.call(startRun, { params: { reconciliationId: saved.current.id }, body: {} });
    },
    async onSuccess(run) {
      forgetDraft(draftKey);
      await navigate({ to: "/runs/$runId", params: { runId: run.id }, ignoreBlocker: true });
    },
  });
  const isReady = draft.isChecked && draft.faults.length === 0 && name.trim() !== "";
  return (
    <Stack gap="lg">
      {proposal.questions.length > 0 && (
        <Notice title={t`Settle these first`}>
          <List size="sm">
            {proposal.questions.map((question) => (
              <List.Item key={question}>{question}</List.Item>
            ))}
          </List>
        </Notice>
      )}
      <PlanEditor draft={draft} columns={columns} isReadOnly={false} />
      {save.error !== null && <Trouble error={save.error} />}
      <Group align="flex-end" gap="sm">
        <TextInput
          label={t`Name of the reconciliation`}
          required
          flex={1}
          miw={220}
          maw={420}
          maxLength={120}
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
        <Button loading={save.isPending} disabled={!isReady} onClick={() => save.mutate()}>
          <Trans>Save and run</Trans>
        </Button>
        {draft.isDirty && (
          <Button variant="subtle" onClick={draft.discard}>
            <Trans>Back to the proposal</Trans>
          </Button>
        )}
      </Group>
      <UnsavedGuard isDirty={draft.isDirty}>
        <Trans>The plan is not saved yet. Your changes stay in this tab until it is closed.</Trans>
      </UnsavedGuard>
    </Stack>
  );
}
