import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Anchor, Button, Table, Text } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { listGroups, splitGroup, type RunId } from "@recon/api";
import { client } from "../../client/session.ts";
import { formatAmount, formatCount } from "../../client/numbers.ts";
import { refreshReview } from "../../client/refresh-review.ts";
import { offerUndo } from "../../components/offer-undo.tsx";
import { Panel } from "../../components/panel.tsx";
import { Trouble } from "../../components/trouble.tsx";

const SHOWN = 8;
const made = {
  all: [
    { column: "origin", in: ["review"] },
    { column: "status", in: ["matched"] },
  ],
};

/** The newest groups that people made in this run, each with the way back. */
export function MadeGroups({ runId, mayWork }: { readonly runId: RunId; readonly mayWork: boolean }) {
  const query = { filter: JSON.stringify(made), sort: "groupId", limit: SHOWN };
  const { data } = useQuery({
    queryKey: ["items", runId, "made", query],
    queryFn: ({ signal }) => client.call(listGroups, { params: { runId }, query, signal }),
  });
  const split = useMutation({
    mutationFn: ({ groupId, version }: { groupId: number; version: number }) =>
      client.call(splitGroup, { params: { runId, groupId }, ifMatch: version, body: {} }),
    onSuccess: ({ decision }) => offerUndo(runId, { decisionId: decision.id, said: t`Taken apart` }),
    onSettled: refreshReview,
  });
  if (data === undefined || data.total === 0) return null;
  return (
    <Panel title={t`Made by hand`} hint={t`${formatCount(data.total)} in this run, the newest first.`}>
      {split.error !== null && <Trouble error={split.error} />}
      <Table.ScrollContainer minWidth={560} type="native">
        <Table verticalSpacing={4} fz="sm">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>
                <Trans>Group</Trans>
              </Table.Th>
              <Table.Th>
                <Trans>Kind</Trans>
              </Table.Th>
              <Table.Th ta="right">
                <Trans>Left</Trans>
              </Table.Th>
              <Table.Th ta="right">
                <Trans>Right</Trans>
              </Table.Th>
              <Table.Th ta="right">
                <Trans>Rest</Trans>
              </Table.Th>
              <Table.Th>
                <Trans>Reason</Trans>
              </Table.Th>
              <Table.Th />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {data.items.map((group) => (
              <Table.Tr key={group.groupId}>
                <Table.Td>
                  <Anchor
                    size="sm"
                    renderRoot={(props) => (
                      <Link
                        to="/runs/$runId/explore"
                        params={{ runId }}
                        search={{ list: "groups", filter: made, item: `group:${group.groupId}` }}
                        {...props}
                      />
                    )}
                  >
                    {group.groupId}
                  </Anchor>
                </Table.Td>
                <Table.Td>
                  {group.leftCount}:{group.rightCount}
                </Table.Td>
                <Table.Td ta="right">{formatAmount(group.leftTotal)}</Table.Td>
                <Table.Td ta="right">{formatAmount(group.rightTotal)}</Table.Td>
                <Table.Td ta="right">{formatAmount(group.residual)}</Table.Td>
                <Table.Td>
                  <Text span size="sm">
                    {group.reasonCode ?? ""}
                  </Text>
                </Table.Td>
                <Table.Td ta="right">
                  {mayWork && (
                    <Button
                      size="compact-sm"
                      variant="subtle"
                      color="gray"
                      aria-label={t`Take apart group ${group.groupId}`}
                      onClick={() => split.mutate(group)}
                    >
                      <Trans>Take apart</Trans>
                    </Button>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Panel>
  );
}
