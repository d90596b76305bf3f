import { Button, Group } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { undoDecision, type RunId } from "@recon/api";
import { client } from "../client/session.ts";
import { explain } from "../client/download.ts";
import { refreshReview } from "../client/refresh-review.ts";

const UNDO_MS = 10_000;

interface Decided {
  readonly decisionId: string;
  /** What was decided, in a word or two. */
  readonly said: string;
  readonly onUndone?: () => void;
}

/** Ten seconds to take a decision back; the history keeps both. */
export function offerUndo(runId: RunId, { decisionId, said, onUndone }: Decided): void {
  const id = `undo ${decisionId}`;
  const undo = async (): Promise<void> => {
    notifications.hide(id);
    try {
      await client.call(undoDecision, { params: { runId }, body: { decisionId } });
      onUndone?.();
    } catch (error) {
      const { title, detail } = explain(error);
      notifications.show({ color: "red", title, message: detail, autoClose: false });
    }
    await refreshReview();
  };
  const message = (
    <Group justify="space-between">
      {said}
      <Button size="compact-sm" variant="default" onClick={() => void undo()}>
        Undo
      </Button>
    </Group>
  );
  notifications.show({ id, autoClose: UNDO_MS, message });
}
