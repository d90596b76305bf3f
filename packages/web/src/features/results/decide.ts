import { t } from "@lingui/core/macro";
import { notifications } from "@mantine/notifications";
import {
  acceptGroup,
  assignBreak,
  rejectGroup,
  reopenBreak,
  ReviewConflict,
  writeOffBreak,
  CallFailed,
  type Break,
  type ReviewOutcome,
  type RunId,
  type UserId,
} from "@recon/api";
import { wordOf } from "../../client/api-words.ts";
import { explain } from "../../client/download.ts";
import { formatAgo } from "../../client/numbers.ts";
import { client } from "../../client/session.ts";
import { offerUndo } from "../../components/offer-undo.tsx";
import { patchBreak, type BreakPatch } from "./patch-break.ts";
import { refreshReview } from "../../client/refresh-review.ts";

export type Decision =
  | { readonly verb: "accept" | "reject" | "reopen" }
  | { readonly verb: "assign"; readonly assigneeId: UserId | null; readonly name: string }
  | { readonly verb: "writeOff"; readonly reasonCode: string };

/** Whether a decision makes sense for a break as it is. */
export function mayDecide({ kind, status, groupId }: Break, verb: Decision["verb"]): boolean {
  const isSuggestion = kind === "suggested" && groupId !== null;
  switch (verb) {
    case "assign":
      return true;
    case "accept":
    case "reject":
      return status === "open" && isSuggestion;
    case "writeOff":
      return status === "open" && kind !== "suggested";
    case "reopen":
      return status === "writtenOff" || status === "rejected";
  }
}

/** The version after each decision that is on its way: a second one about the same break waits for it. */
const underway = new Map<string, Promise<number>>();

/** Makes a decision about one break: shown at once, taken back when the server refuses it. Never throws. */
export async function decide(runId: RunId, subject: Break, decision: Decision): Promise<void> {
  const key = `${runId} ${subject.breakId}`;
  const earlier = underway.get(key) ?? Promise.resolve(0);
  const takeBack = await patchBreak(runId, subject, patchOf(decision));
  const sent = earlier.then(async (version) => {
    const seen = { ...subject, version: Math.max(version, subject.version) };
    const made = await send(runId, seen, decision);
    offerUndo(runId, { decisionId: made.decision.id, said: saidOf(decision) });
    return made.version ?? seen.version + 1;
  });
  const settled = sent.catch(() => 0);
  underway.set(key, settled);
  try {
    await patchBreak(runId, subject, { version: await sent });
  } catch (error) {
    takeBack();
    tellRefusal(error, subject);
  }
  if (underway.get(key) === settled) underway.delete(key);
  await refreshReview();
}

function send(runId: RunId, { breakId, groupId, version }: Break, decision: Decision): Promise<ReviewOutcome> {
  const ofBreak = { params: { runId, breakId }, ifMatch: version };
  const ofGroup = { params: { runId, groupId: groupId ?? 0 }, ifMatch: version };
  switch (decision.verb) {
    case "accept":
      return client.call(acceptGroup, { ...ofGroup, body: {} });
    case "reject":
      return client.call(rejectGroup, { ...ofGroup, body: {} });
    case "reopen":
      return client.call(reopenBreak, { ...ofBreak, body: {} });
    case "assign":
      return client.call(assignBreak, { ...ofBreak, body: { assigneeId: decision.assigneeId } });
    case "writeOff":
      return client.call(writeOffBreak, { ...ofBreak, body: { reasonCode: decision.reasonCode } });
  }
}

function patchOf(decision: Decision): BreakPatch {
  switch (decision.verb) {
    case "accept":
      return { status: "accepted" };
    case "reject":
      return { status: "rejected" };
    case "reopen":
      return { status: "open" };
    case "assign":
      return { assigneeId: decision.assigneeId };
    case "writeOff":
      return { status: "writtenOff", reasonCode: decision.reasonCode };
  }
}

function saidOf(decision: Decision): string {
  switch (decision.verb) {
    case "accept":
      return t`Accepted`;
    case "reject":
      return t`Rejected`;
    case "reopen":
      return t`Opened again`;
    case "assign":
      return decision.assigneeId === null ? t`Assigned to nobody` : t`Assigned to ${decision.name}`;
    case "writeOff":
      return t`Written off: ${decision.reasonCode}`;
  }
}

/** A refusal stays until it is read; where somebody was faster it says who, when and what. */
function tellRefusal(error: unknown, { breakId }: Break): void {
  const conflict = error instanceof CallFailed ? ReviewConflict.safeParse(error.problem.current) : undefined;
  if (conflict?.success === true) {
    const { current, changedBy, changedAt } = conflict.data;
    notifications.show({
      color: "orange",
      title: t`${changedBy ?? t`Somebody`} was faster`,
      message: t`Break ${breakId} is ${wordOf(current.state)} ${changedAt === null ? t`by now` : t`since ${formatAgo(changedAt)}`}. Your decision was not made; look at it again.`,
      autoClose: false,
    });
    return;
  }
  const { title, detail } = explain(error);
  notifications.show({ color: "red", title, message: t`Break ${breakId}: ${detail}`, autoClose: false });
}
