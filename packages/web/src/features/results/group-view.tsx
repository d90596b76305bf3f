import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Skeleton, Stack, Text } from "@mantine/core";
import { getGroup, type RunId } from "@recon/api";
import { wordOf } from "../../client/api-words.ts";
import { useCall } from "../../client/use-call.ts";
import { Amount } from "../../components/amount.tsx";
import { Tag } from "../../components/tag.tsx";
import { Trouble } from "../../components/trouble.tsx";
import { MemberTable } from "./member-table.tsx";
import { OriginalRecord } from "./original-record.tsx";
import { SideBySide } from "./side-by-side.tsx";

/** A group: why its records belong together, and what differs between them. */
export function GroupView({ runId, groupId }: { readonly runId: RunId; readonly groupId: number }) {
  const found = useCall(getGroup, { params: { runId, groupId } });
  if (found.error !== null) return <Trouble error={found.error} onRetry={() => void found.refetch()} />;
  const group = found.data;
  if (group === undefined) return <Skeleton h={240} />;
  const left = group.members.find(({ side }) => side === "left");
  const right = group.members.find(({ side }) => side === "right");
  const isPair = group.members.length === 2 && left !== undefined && right !== undefined;
  return (
    <Stack gap="md">
      <Text component="div" size="sm">
        <Tag word={group.status} /> · {wordOf(group.kind)}
        {group.pass !== null && t` · pass “${group.pass}”`}
        {group.origin === "review" && t` · made in review`}
      </Text>
      <div>
        <Text fw={600} size="sm">
          <Trans>Why they belong together</Trans>
        </Text>
        <Text size="sm">{group.explanation ?? t`Somebody decided so.`}</Text>
        <Text size="sm" c="dimmed">
          <Trans>
            Left <Amount value={group.leftTotal} /> · right <Amount value={group.rightTotal} /> · difference{" "}
            <Amount value={group.residual} />
          </Trans>
        </Text>
      </div>
      {isPair ? (
        <SideBySide left={left.values} right={right.values} differences={group.differences} />
      ) : (
        <MemberTable members={group.members} />
      )}
      {group.members.slice(0, 4).map(({ side, rowId }) => (
        <OriginalRecord key={`${side}:${rowId}`} runId={runId} side={side} rowId={rowId} />
      ))}
    </Stack>
  );
}
