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
    <Notice title={`You have unsaved changes of version ${older}`}>
      Version {number} was saved since. Taken into the editor, your text replaces what stands there; save it only if
      nothing of version {number} is to be kept.
      <Group mt="sm" gap="sm">
        <Button size="xs" variant="default" onClick={take}>
          Take my text into the editor
        </Button>
        <Button size="xs" variant="subtle" onClick={end}>
          Throw my changes away
        </Button>
      </Group>
    </Notice>
  );
}
