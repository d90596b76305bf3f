import { Trans } from "@lingui/react/macro";
import { Skeleton, Stack, Text } from "@mantine/core";
import { getRow, type RunId } from "@recon/api";
import { useCall } from "../../client/use-call.ts";
import { Tag } from "../../components/tag.tsx";
import { Trouble } from "../../components/trouble.tsx";
import { BreakView } from "./break-view.tsx";
import type { Decision } from "./decide.ts";
import { GroupView } from "./group-view.tsx";
import { OriginalRecord } from "./original-record.tsx";
import { SideBySide } from "./side-by-side.tsx";

interface RecordViewProps {
  readonly runId: RunId;
  readonly side: "left" | "right";
  readonly rowId: number;
  readonly onDecided: (verb: Decision["verb"]) => void;
}

/** A record: with its break or its group where it has one, else alone. */
export function RecordView({ runId, side, rowId, onDecided }: RecordViewProps) {
  const found = useCall(getRow, { params: { runId, side, rowId } });
  if (found.error !== null) return <Trouble error={found.error} onRetry={() => void found.refetch()} />;
  const record = found.data;
  if (record === undefined) return <Skeleton h={240} />;
  if (record.break !== null) return <BreakView runId={runId} breakId={record.break.breakId} onDecided={onDecided} />;
  if (record.group !== null) return <GroupView runId={runId} groupId={record.group.groupId} />;
  const values =
    side === "left" ? { left: record.values, right: undefined } : { left: undefined, right: record.values };
  return (
    <Stack gap="md">
      <Text component="div" size="sm">
        <Tag word={record.outcome} />
        {record.reason !== null && ` · ${record.reason}`}
      </Text>
      {record.reject === null ? (
        <SideBySide {...values} differences={[]} />
      ) : (
        <Text size="sm">
          <Trans>
            {record.reject.source}, line {record.reject.line}: {record.reject.reason}
          </Trans>
        </Text>
      )}
      <OriginalRecord runId={runId} side={side} rowId={rowId} />
    </Stack>
  );
}
