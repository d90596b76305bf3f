import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useState } from "react";
import { Button, Group, Select, Stack, Table, Text } from "@mantine/core";
import { diffPlanVersions, getPlanVersion, listPlanVersions, type CallOutput, type ReconciliationId } from "@recon/api";
import { client } from "../../client/session.ts";
import { formatAgo } from "../../client/numbers.ts";
import { useCall } from "../../client/use-call.ts";
import { Panel } from "../../components/panel.tsx";
import { Trouble } from "../../components/trouble.tsx";

interface PlanVersionsProps {
  readonly reconciliationId: ReconciliationId;
  readonly newest: number;
  readonly mayWork: boolean;
  /** Takes an earlier text into the editor; nothing is saved by that. */
  readonly onUse: (text: string) => void;
}

/** Every version that was saved, and what changed between any two. */
export function PlanVersions({ reconciliationId, newest, mayWork, onUse }: PlanVersionsProps) {
  const list = useCall(listPlanVersions, { params: { reconciliationId }, query: { limit: 200 } });
  const [to, setTo] = useState(newest);
  const [from, setFrom] = useState(Math.max(1, newest - 1));
  const versions = list.data?.items ?? [];
  const choices = versions.map(({ number, note, createdAt }) => ({
    value: String(number),
    label: `${number}${note === "" ? "" : `: ${note}`} (${formatAgo(createdAt)})`,
  }));
  const use = async (): Promise<void> =>
    onUse((await client.call(getPlanVersion, { params: { reconciliationId, number: from } })).text);
  if (list.error !== null) return <Trouble error={list.error} onRetry={() => void list.refetch()} />;
  return (
    <Panel title={t`Versions`} hint={t`Saved versions never change; runs name the one they used.`}>
      {newest === 1 ? (
        <Text size="sm" c="dimmed">
          <Trans>There is one version so far.</Trans>
        </Text>
      ) : (
        <Stack gap="sm">
          <Group gap="sm" align="flex-end">
            <Select
              label={t`From version`}
              size="xs"
              w={260}
              allowDeselect={false}
              data={choices}
              value={String(from)}
              onChange={(value) => setFrom(Number(value))}
            />
            <Select
              label={t`To version`}
              size="xs"
              w={260}
              allowDeselect={false}
              data={choices}
              value={String(to)}
              onChange={(value) => setTo(Number(value))}
            />
            {mayWork && (
              <Button size="xs" variant="default" onClick={() => void use()}>
                <Trans>Take version {from} into the editor</Trans>
              </Button>
            )}
          </Group>
          <Diff reconciliationId={reconciliationId} from={from} to={to} />
        </Stack>
      )}
    </Panel>
  );
}

interface DiffProps {
  readonly reconciliationId: ReconciliationId;
  readonly from: number;
  readonly to: number;
}

type Changes = CallOutput<typeof diffPlanVersions>["changes"];

function Diff({ reconciliationId, from, to }: DiffProps) {
  const diff = useCall(diffPlanVersions, { params: { reconciliationId }, query: { from, to } }, { keepPrevious: true });
  if (diff.error !== null) return <Trouble error={diff.error} />;
  if (diff.data === undefined) return null;
  if (diff.data.changes.length === 0)
    return (
      <Text size="sm">
        <Trans>Nothing that counts: comments or notation at most.</Trans>
      </Text>
    );
  return <ChangeTable changes={diff.data.changes} />;
}

function ChangeTable({ changes }: { readonly changes: Changes }) {
  return (
    <Table.ScrollContainer minWidth={520} type="native">
      <Table verticalSpacing={4} aria-label={t`Changes between the versions`}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>
              <Trans>Where</Trans>
            </Table.Th>
            <Table.Th>
              <Trans>Before</Trans>
            </Table.Th>
            <Table.Th>
              <Trans>After</Trans>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {changes.map(({ path, kind, before, after }) => (
            <Table.Tr key={path + kind}>
              <Table.Td>
                <code>{path}</code>
              </Table.Td>
              <Table.Td>
                <Value kind={kind} value={before} colour="var(--recon-less)" />
              </Table.Td>
              <Table.Td>
                <Value kind={kind} value={after} colour="var(--recon-more)" />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Value({ kind, value, colour }: { kind: Changes[number]["kind"]; value: unknown; colour: string }) {
  if (value === undefined)
    return (
      <Text span c="dimmed">
        –
      </Text>
    );
  const text =
    kind === "moved" ? t`place ${Number(value) + 1}` : typeof value === "string" ? value : JSON.stringify(value);
  return <code style={{ padding: "0 4px", background: colour, overflowWrap: "anywhere" }}>{text}</code>;
}
