import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useState } from "react";
import { Alert, Button, Group, Skeleton, Stack, TextInput } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import {
  CallFailed,
  createPlanVersion,
  getPlanVersion,
  getProject,
  getReconciliation,
  listPlanVersions,
  type PlanVersion,
  type Reconciliation,
  type ReconciliationId,
} from "@recon/api";
import { client } from "../../client/session.ts";
import { callKey, queryClient, useCall } from "../../client/use-call.ts";
import { Page } from "../../components/page.tsx";
import { Panel } from "../../components/panel.tsx";
import { Trouble } from "../../components/trouble.tsx";
import { UnsavedGuard } from "../../components/unsaved-guard.tsx";
import { EffectPreview } from "./effect-preview.tsx";
import { PlanEditor } from "./plan-editor.tsx";
import { PlanVersions } from "./plan-versions.tsx";
import { useColumns } from "./use-columns.ts";
import { draftKey, forgetDraft } from "./kept-drafts.ts";
import { OlderDraft } from "./older-draft.tsx";
import { usePlanDraft } from "./use-plan-draft.ts";

/** The rules of a saved reconciliation: map, passes, tolerances; their effect before they are saved; their versions. */
export function RulesPage() {
  const { reconciliationId } = useParams({ from: "/inside/reconciliations/$reconciliationId/rules" }) as {
    reconciliationId: ReconciliationId;
  };
  const found = useCall(getReconciliation, { params: { reconciliationId } });
  const number = found.data?.planVersion ?? 1;
  const version = useCall(
    getPlanVersion,
    { params: { reconciliationId, number } },
    { enabled: found.data !== undefined, keepPrevious: true },
  );
  const error = found.error ?? version.error;
  if (error !== null) return <Trouble error={error} onRetry={() => void found.refetch()} />;
  if (found.data === undefined || version.data === undefined) return <Skeleton h={320} m="xl" />;
  return <Editing reconciliation={found.data} newest={version.data} />;
}

function Editing({
  reconciliation,
  newest,
}: {
  readonly reconciliation: Reconciliation;
  readonly newest: PlanVersion;
}) {
  const { id: reconciliationId, projectId, left, right } = reconciliation;
  const project = useCall(getProject, { params: { projectId } });
  const mayWork = project.data?.access.includes("project:work") ?? false;
  // What one began with stays the base: a version that a colleague saves meanwhile does not slip under the draft.
  const [base, setBase] = useState({ number: newest.number, text: newest.text, version: reconciliation.version });
  const key = draftKey(reconciliationId, base.number);
  const draft = usePlanDraft({ key, saved: base.text, projectId, left, right });
  const columns = { left: useColumns(left[0]), right: useColumns(right[0]) };
  const [note, setNote] = useState("");
  const save = useMutation({
    mutationFn: (ifMatch: number) =>
      client.call(createPlanVersion, {
        params: { reconciliationId },
        body: { plan: draft.text, note },
        ifMatch,
      }),
    async onSuccess(saved) {
      forgetDraft(key);
      const changed = await client.call(getReconciliation, { params: { reconciliationId } });
      queryClient.setQueryData(callKey(getReconciliation, { params: { reconciliationId } }), changed);
      void queryClient.invalidateQueries({ queryKey: callKey(listPlanVersions) });
      setBase({ number: saved.number, text: saved.text, version: changed.version });
      setNote("");
      notifications.show({
        message: t`Saved as version ${saved.number}. The next run uses it.`,
        closeButtonProps: { "aria-label": t`Close` },
      });
    },
  });
  const isOvertaken = save.error instanceof CallFailed && save.error.status === 412;
  return (
    <Page
      title={t`Map and rules`}
      trail={[
        { label: project.data?.name ?? t`Project`, link: { to: "/projects/$projectId", params: { projectId } } },
        {
          label: reconciliation.name,
          link: { to: "/reconciliations/$reconciliationId", params: { reconciliationId } },
        },
      ]}
    >
      <Stack gap="lg">
        {mayWork && <OlderDraft reconciliationId={reconciliationId} number={base.number} onTake={draft.setText} />}
        <Panel
          title={t`Plan, version ${base.number}`}
          hint={
            mayWork
              ? t`Form and text are the same plan; change either.`
              : t`You may read it; members who work here may change it.`
          }
        >
          <PlanEditor draft={draft} columns={columns} isReadOnly={!mayWork} />
        </Panel>
        {mayWork && <EffectPreview reconciliation={reconciliation} draft={draft} />}
        {mayWork && (
          <Panel title={t`Save`} hint={t`The versions before stay, and so do the results of runs that used them.`}>
            <Stack gap="sm">
              {isOvertaken && (
                <Overtaken
                  onGoOn={async () =>
                    save.mutate((await client.call(getReconciliation, { params: { reconciliationId } })).version)
                  }
                />
              )}
              {save.error !== null && !isOvertaken && <Trouble error={save.error} />}
              <Group align="flex-end" gap="sm">
                <TextInput
                  label={t`What changes, in a few words`}
                  flex={1}
                  miw={200}
                  maxLength={500}
                  value={note}
                  onChange={({ currentTarget }) => setNote(currentTarget.value)}
                />
                <Button
                  disabled={!draft.isDirty || draft.faults.length > 0}
                  loading={save.isPending}
                  onClick={() => save.mutate(base.version)}
                >
                  <Trans>Save as a new version</Trans>
                </Button>
                {draft.isDirty && (
                  <Button variant="subtle" onClick={draft.discard}>
                    <Trans>Discard the changes</Trans>
                  </Button>
                )}
              </Group>
            </Stack>
          </Panel>
        )}
        <PlanVersions
          key={newest.number}
          reconciliationId={reconciliationId}
          newest={newest.number}
          mayWork={mayWork}
          onUse={draft.setText}
        />
      </Stack>
      <UnsavedGuard isDirty={draft.isDirty && mayWork}>
        <Trans>Your changes of the plan are not saved. They stay in this tab until it is closed.</Trans>
      </UnsavedGuard>
    </Page>
  );
}

/** Two people on one plan: the later one decides with open eyes; the draft stays. */
function Overtaken({ onGoOn }: { readonly onGoOn: () => Promise<void> }) {
  return (
    <Alert color="red" variant="outline" role="alert" title={t`A colleague changed the reconciliation in the meantime`}>
      <Stack gap="sm" align="flex-start">
        <span>
          <Trans>
            Your changes are still here. Look at the versions below first; saving now makes yours the newest, and theirs
            stays as the one before.
          </Trans>
        </span>
        <Button variant="default" onClick={() => void onGoOn()}>
          <Trans>Save mine as the newest</Trans>
        </Button>
      </Stack>
    </Alert>
  );
}
