import { useState } from "react";
import { Button, Group, Popover, Stack, TextInput } from "@mantine/core";
import { useHotkeys } from "@mantine/hooks";
import { useMutation } from "@tanstack/react-query";
import {
  acceptGroup,
  assignBreak,
  rejectGroup,
  reopenBreak,
  writeOffBreak,
  type Break,
  type ReviewOutcome,
  type RunId,
} from "@recon/api";
import { client, useSession } from "../../client/session.ts";
import { useRunAccess } from "../../client/use-access.ts";
import { Trouble } from "../../components/trouble.tsx";
import { offerUndo } from "../../components/offer-undo.tsx";
import { refreshReview } from "../../client/refresh-review.ts";

interface DecideProps {
  readonly runId: RunId;
  readonly subject: Break;
}

/** What can be decided about a break; each by a button and by a key, each with ten seconds to take it back. */
export function Decide({ runId, subject }: DecideProps) {
  const session = useSession();
  const { breakId, groupId, kind, status, version } = subject;
  const decide = useMutation({
    mutationFn: ({ act }: { act: () => Promise<ReviewOutcome>; said: string }) => act(),
    async onSuccess({ decision }, { said }) {
      offerUndo(runId, { decisionId: decision.id, said });
      await refreshReview();
    },
    onError: () => refreshReview(),
  });
  const run = (said: string, act: () => Promise<ReviewOutcome>): void => {
    if (!decide.isPending) decide.mutate({ act, said });
  };
  const ofBreak = { params: { runId, breakId }, ifMatch: version };
  const ofGroup = { params: { runId, groupId: groupId ?? 0 }, ifMatch: version };
  const me = session.kind === "signedIn" ? session.user : undefined;
  const isMine = me !== undefined && subject.assigneeId === me.id;
  const isOpen = status === "open";
  const isSuggestion = kind === "suggested" && groupId !== null && isOpen;
  const mayWork = useRunAccess(runId).mayWork === true;
  const accept = () => run("Accepted", () => client.call(acceptGroup, { ...ofGroup, body: {} }));
  const reject = () => run("Rejected", () => client.call(rejectGroup, { ...ofGroup, body: {} }));
  const assign = () =>
    run(isMine ? "Given back" : "Assigned to you", () =>
      client.call(assignBreak, { ...ofBreak, body: { assigneeId: isMine || me === undefined ? null : me.id } }),
    );
  const reopen = () => run("Opened again", () => client.call(reopenBreak, { ...ofBreak, body: {} }));
  const writeOff = (reasonCode: string) =>
    run("Written off", () => client.call(writeOffBreak, { ...ofBreak, body: { reasonCode } }));
  const [writing, setWriting] = useState(false);
  useHotkeys(
    mayWork
      ? [
          ["a", () => isSuggestion && accept()],
          ["r", () => isSuggestion && reject()],
          ["m", assign],
          ["w", () => isOpen && kind !== "suggested" && setWriting(true)],
        ]
      : [],
  );
  if (!mayWork) return null;
  return (
    <Stack gap="xs">
      {decide.error !== null && <Trouble error={decide.error} />}
      <Group gap="xs">
        {isSuggestion && (
          <>
            <Button size="xs" onClick={accept} loading={decide.isPending} title="A">
              Accept
            </Button>
            <Button size="xs" variant="default" onClick={reject} disabled={decide.isPending} title="R">
              Reject
            </Button>
          </>
        )}
        {isOpen && kind !== "suggested" && (
          <WriteOff open={writing} onOpen={setWriting} onReason={writeOff} busy={decide.isPending} />
        )}
        {(status === "writtenOff" || status === "rejected") && (
          <Button size="xs" variant="default" onClick={reopen} loading={decide.isPending}>
            Open again
          </Button>
        )}
        <Button size="xs" variant="default" onClick={assign} disabled={decide.isPending} title="M">
          {isMine ? "Give back" : "Assign to me"}
        </Button>
      </Group>
    </Stack>
  );
}

interface WriteOffProps {
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
  readonly onReason: (reasonCode: string) => void;
  readonly busy: boolean;
}

const usual = ["rounding", "fee", "timing"] as const;

function WriteOff({ open, onOpen, onReason, busy }: WriteOffProps) {
  const [reason, setReason] = useState("");
  const give = (code: string): void => {
    onOpen(false);
    onReason(code);
  };
  return (
    <Popover opened={open} onChange={onOpen} trapFocus position="bottom-start" width={280}>
      <Popover.Target>
        <Button size="xs" loading={busy} onClick={() => onOpen(!open)} title="W">
          Write off …
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (reason.trim() !== "") give(reason.trim());
          }}
        >
          <Stack gap="sm">
            <TextInput
              label="Reason"
              description="A short word of your team’s list; it stands in every report."
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
              data-autofocus
            />
            <Group gap="xs">
              {usual.map((code) => (
                <Button key={code} size="compact-sm" variant="default" onClick={() => give(code)}>
                  {code}
                </Button>
              ))}
            </Group>
            <Button size="xs" type="submit" disabled={reason.trim() === ""}>
              Write off
            </Button>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
