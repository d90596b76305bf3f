import { t } from "@lingui/core/macro";
import type { Reconciliation } from "@recon/api";
import { NewFilesForm } from "../../components/new-files-form.tsx";
import { Panel } from "../../components/panel.tsx";

/** This month's run of a saved reconciliation. */
export function RunNewFiles({ reconciliation: { id, projectId } }: { readonly reconciliation: Reconciliation }) {
  return (
    <Panel title={t`Run with new files`} hint={t`A side without a new file keeps the one that ran before.`}>
      <NewFilesForm reconciliationId={id} projectId={projectId} />
    </Panel>
  );
}
