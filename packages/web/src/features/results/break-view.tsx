import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Skeleton, Stack, Text } from "@mantine/core";
import { getBreak, type Break, type RunId } from "@recon/api";
import { wordOf } from "../../client/api-words.ts";
import { useCall } from "../../client/use-call.ts";
import { Amount } from "../../components/amount.tsx";
import { Tag } from "../../components/tag.tsx";
import { Trouble } from "../../components/trouble.tsx";
import { BreakHistory } from "./break-history.tsx";
import { DecideBar } from "./decide-bar.tsx";
import type { Decision } from "./decide.ts";
import { MemberTable } from "./member-table.tsx";
import { OriginalRecord } from "./original-record.tsx";
import { PersonName } from "./person-name.tsx";
import { SideBySide } from "./side-by-side.tsx";

/** "nearest is right:754, which differs in ref,amount" as a sentence. */
function reasonInWords(reason: string | null): string {
  if (reason === null) return t`The run gave no reason.`;
  const nearest = /^nearest is (left|right):(\d+), which differs in (.+)$/.exec(reason);
  if (nearest === null) return `${reason.charAt(0).toUpperCase()}${reason.slice(1)}.`;
  const [, side = "", rowId = "", fields = ""] = nearest;
  return t`The nearest candidate, ${wordOf(side)} record ${rowId}, differs in ${fields.split(",").join(", ")}.`;
}

interface BreakViewProps {
  readonly runId: RunId;
  readonly breakId: number;
  /** The break as the list has it: shown without waiting for the rest. */
  readonly known?: Break | undefined;
  readonly onDecided: (verb: Decision["verb"]) => void;
}

/** A break: what is open, why, what comes nearest, and what can be done about it. */
export function BreakView({ runId, breakId, known, onDecided }: BreakViewProps) {
  const found = useCall(getBreak, { params: { runId, breakId } });
  if (found.error !== null) return <Trouble error={found.error} onRetry={() => void found.refetch()} />;
  // The list is asked again after every decision; what it shows is what a decision is about.
  const one = known ?? found.data;
  if (one === undefined) return <Skeleton h={240} />;
  const { left, right } = one;
  const group = found.data?.group ?? null;
  const alone = one.side !== null;
  return (
    <Stack gap="md">
      <Text component="div" size="sm">
        <Tag word={one.kind} /> · <Tag word={one.status} />
        {one.reasonCode !== null && t` as ${one.reasonCode}`} · <Amount value={one.amount} currency={one.currency} />
        {one.assigneeId !== null && (
          <>
            {" "}
            · <PersonName id={one.assigneeId} />
          </>
        )}
      </Text>
      <div>
        <Text fw={600} size="sm">
          <Trans>Why it is open</Trans>
        </Text>
        <Text size="sm">{reasonInWords(one.reason)}</Text>
        {alone && one.nearest !== null && (
          <Text size="sm" c="dimmed">
            {one.side === "left" ? (
              <Trans>On the right is the nearest candidate: a proposal to look at, not a match.</Trans>
            ) : (
              <Trans>On the left is the nearest candidate: a proposal to look at, not a match.</Trans>
            )}
          </Text>
        )}
      </div>
      <DecideBar runId={runId} subject={one} onDecided={onDecided} />
      <SideBySide left={left?.values} right={right?.values} differences={one.failed} />
      {group !== null && group.leftCount + group.rightCount > 2 && <MemberTable members={group.members} />}
      {left !== null && <OriginalRecord runId={runId} side="left" rowId={left.rowId} />}
      {right !== null && <OriginalRecord runId={runId} side="right" rowId={right.rowId} />}
      <BreakHistory runId={runId} breakId={breakId} />
    </Stack>
  );
}
