import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useState } from "react";
import { Button, Group } from "@mantine/core";
import type { ReconciliationId } from "@recon/api";
import { Notice } from "../../components/notice.tsx";
import { draftKey, forgetDraft, keptDraft, versionOfOlderDraft } from "./kept-drafts.ts";

interface OlderDraftProps {
  readonly reconciliationId: ReconciliationId;
  /** The version that stands in the editor. */
  readonly number: number;
  readonly onTake: (text: string) => void;
}

/** Changes of an earlier version that were never saved, because somebody saved another one meanwhile. */
export function OlderDraft({ reconciliationId, number, onTake }: OlderDraftProps) {
  const [isDone, setDone] = useState(false);
  const older = versionOfOlderDraft(reconciliationId, number);
  if (older === undefined || isDone) return null;
  const key = draftKey(reconciliationId, older);
  const end = (): void => {
    forgetDraft(key);
    setDone(true);
  };
  const take = (): void => {
    onTake(keptDraft(key) ?? "");
    end();
  };
  return (
    <Notice title={t`You have unsaved changes of version ${older}`}>
      <Trans>
        Version {number} was saved since. Taken into the editor, your text replaces what stands there; save it only if
        nothing of version {number} is to be kept.
      </Trans>
      <Group mt="sm" gap="sm">
        <Button size="xs" variant="default" onClick={take}>
          <Trans>Take my text into the editor</Trans>
        </Button>
        <Button size="xs" variant="subtle" onClick={end}>
          <Trans>Throw my changes away</Trans>
        </Button>
      </Group>
    </Notice>
  );
}
