import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
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

interface Offer extends Decided {
  readonly runId: RunId;
  readonly until: number;
}

/** What can be taken back yet, the last decision last. */
let offers: readonly Offer[] = [];

async function takeBack({ runId, decisionId, onUndone }: Offer): Promise<void> {
  offers = offers.filter((offer) => offer.decisionId !== decisionId);
  notifications.hide(`undo ${decisionId}`);
  try {
    await client.call(undoDecision, { params: { runId }, body: { decisionId } });
    onUndone?.();
    notifications.show({ message: t`Taken back`, autoClose: 3_000 });
  } catch (error) {
    const { title, detail } = explain(error);
    notifications.show({ color: "red", title, message: detail, autoClose: false });
  }
  await refreshReview();
}

/** Takes back the last decision of the past ten seconds, if there is one. */
export function undoLast(): void {
  const last = offers.findLast(({ until }) => until > Date.now());
  if (last === undefined)
    notifications.show({ message: t`Nothing to take back: ten seconds are over.`, autoClose: 3_000 });
  else void takeBack(last);
}

/** Ten seconds to take a decision back; the history keeps both. */
export function offerUndo(runId: RunId, decided: Decided): void {
  const { decisionId, said } = decided;
  const offer = { ...decided, runId, until: Date.now() + UNDO_MS };
  offers = [...offers.filter(({ until }) => until > Date.now()), offer];
  const message = (
    <Group justify="space-between">
      {said}
      <Button size="compact-sm" variant="default" onClick={() => void takeBack(offer)} title="U">
        <Trans>Undo</Trans>
      </Button>
    </Group>
  );
  notifications.show({ id: `undo ${decisionId}`, autoClose: UNDO_MS, message });
}
