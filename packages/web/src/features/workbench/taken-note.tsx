import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Alert } from "@mantine/core";
import { listDecisions, type ReviewDecision, type RunId } from "@recon/api";
import { wordOf } from "../../client/api-words.ts";
import { formatAgo } from "../../client/numbers.ts";
import { useCall } from "../../client/use-call.ts";
import classes from "./workbench.module.css";
import { recordKey, type BenchRecord } from "./bench-record.ts";

const LOOKED_THROUGH = 100;

/** Tells which picked records somebody has used in the meantime, and who. */
export function TakenNote({ runId, taken }: { readonly runId: RunId; readonly taken: readonly BenchRecord[] }) {
  const query = { limit: LOOKED_THROUGH };
  const { data } = useCall(listDecisions, { params: { runId }, query }, { enabled: taken.length > 0 });
  if (taken.length === 0) return null;
  return (
    <Alert
      color="yellow"
      variant="outline"
      title={t`Taken in the meantime`}
      role="alert"
      classNames={{ label: classes.taken ?? "" }}
    >
      {taken.map((record) => (
        <div key={recordKey(record)}>
          <Trans>
            The {wordOf(record.side)} record {record.rowId} is {wordOf(record.outcome)} by now
            {whoDecided(data?.items ?? [], record)}. Take it out of the group; nothing of yours was written.
          </Trans>
        </div>
      ))}
    </Alert>
  );
}

/** Newest first; a decision about many at once names no single records. */
function whoDecided(decisions: readonly ReviewDecision[], record: BenchRecord): string {
  const decision = decisions.find(({ details, undone }) => !undone && isAbout(details, record));
  return decision === undefined ? "" : t`, by ${decision.actorName} ${formatAgo(decision.at)}`;
}

function isAbout(details: unknown, { side, rowId }: BenchRecord): boolean {
  const asked = details as { readonly subject?: string; readonly left?: number[]; readonly right?: number[] };
  return asked.subject === recordKey({ side, rowId }) || (asked[side]?.includes(rowId) ?? false);
}
