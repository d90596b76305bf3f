import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useState } from "react";
import { Button, Group } from "@mantine/core";
import type { Break, RunId } from "@recon/api";
import { useKeys } from "../../client/keys.ts";
import { Assign } from "./assign.tsx";
import { decide, mayDecide, type Decision } from "./decide.ts";
import { usePeople, type Person } from "./use-people.ts";
import { WriteOff } from "./write-off.tsx";

interface DecideProps {
  readonly runId: RunId;
  readonly subject: Break;
  /** Called when a decision is on its way: time to look at the next break. */
  readonly onDecided: (verb: Decision["verb"]) => void;
}

/** What can be decided about a break; each by a button and by a key, each with ten seconds to take it back. */
export function DecideBar({ runId, subject, onDecided }: DecideProps) {
  const { me, mayWork, all } = usePeople(runId);
  const [asking, setAsking] = useState<"reason" | "person">();
  const run = (decision: Decision): void => {
    if (!mayWork || !mayDecide(subject, decision.verb)) return;
    void decide(runId, subject, decision);
    onDecided(decision.verb);
  };
  const give = (person: Person | null): void =>
    run({ verb: "assign", assigneeId: person?.id ?? null, name: person?.name ?? "nobody" });
  const isMine = me !== undefined && subject.assigneeId === me.id;
  const toMe = (): void => give(isMine || me === undefined ? null : me);
  const ask = (what: "reason" | "person") => (open: boolean) => setAsking(open ? what : undefined);
  const can = (verb: Decision["verb"]): boolean => mayWork && mayDecide(subject, verb);
  useKeys(
    t`This break`,
    mayWork
      ? [
          { keys: "a", does: t`Accept the suggestion`, run: () => run({ verb: "accept" }) },
          { keys: "r", does: t`Reject the suggestion`, run: () => run({ verb: "reject" }) },
          { keys: "m", does: t`Assign to me, or give back`, run: toMe },
          { keys: "g", does: t`Give to somebody`, run: () => setAsking("person") },
          { keys: "w", does: t`Write off`, run: () => can("writeOff") && setAsking("reason") },
          { keys: "o", does: t`Open again`, run: () => run({ verb: "reopen" }) },
        ]
      : [],
  );
  if (!mayWork) return null;
  return (
    <Group gap="xs">
      {can("accept") && (
        <>
          <Button size="xs" onClick={() => run({ verb: "accept" })} title="A">
            <Trans>Accept</Trans>
          </Button>
          <Button size="xs" variant="default" onClick={() => run({ verb: "reject" })} title="R">
            <Trans>Reject</Trans>
          </Button>
        </>
      )}
      {can("writeOff") && (
        <WriteOff
          open={asking === "reason"}
          onOpen={ask("reason")}
          onReason={(reasonCode) => run({ verb: "writeOff", reasonCode })}
        />
      )}
      {can("reopen") && (
        <Button size="xs" variant="default" onClick={() => run({ verb: "reopen" })} title="O">
          <Trans>Open again</Trans>
        </Button>
      )}
      <Button size="xs" variant="default" onClick={toMe} title="M">
        {isMine ? t`Give back` : t`Assign to me`}
      </Button>
      <Assign open={asking === "person"} onOpen={ask("person")} people={all} onPerson={give} />
    </Group>
  );
}
