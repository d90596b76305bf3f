import { Trans } from "@lingui/react/macro";
import { Button, Skeleton, Table, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { endSession, listSessions, type SessionId } from "@recon/api";
import { client } from "../../client/session.ts";
import { formatAgo } from "../../client/numbers.ts";
import { callKey, queryClient, useCall } from "../../client/use-call.ts";
import { Trouble } from "../../components/trouble.tsx";
import { browserOf } from "./browser-of.ts";

/** Sessions that still work; any but this one can be ended here. */
export function SessionList() {
  const { data, error } = useCall(listSessions, {});
  const end = useMutation({
    mutationFn: (sessionId: SessionId) => client.call(endSession, { params: { sessionId } }),
    onSettled: () => queryClient.invalidateQueries({ queryKey: callKey(listSessions) }),
  });
  const failure = error ?? end.error;
  if (failure !== null) return <Trouble error={failure} />;
  if (data === undefined) return <Skeleton h={80} />;
  return (
    <Table verticalSpacing={6} fz="sm">
      <Table.Tbody>
        {data.items.map(({ id, userAgent, createdAt, current }) => (
          <Table.Tr key={id}>
            <Table.Td title={userAgent}>
              {browserOf(userAgent)}
              <Text size="xs" c="dimmed">
                <Trans>signed in {formatAgo(createdAt)}</Trans>
              </Text>
            </Table.Td>
            <Table.Td ta="right">
              {current ? (
                <Text size="sm" c="dimmed">
                  <Trans>this one</Trans>
                </Text>
              ) : (
                <Button variant="subtle" color="gray" size="compact-sm" onClick={() => end.mutate(id)}>
                  <Trans>End</Trans>
                </Button>
              )}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
