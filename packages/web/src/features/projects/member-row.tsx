import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Button, Select, Table, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import { listMembers, removeMember, updateMember, type Member, type MembershipRole } from "@recon/api";
import { wordOf } from "../../client/api-words.ts";
import { client } from "../../client/session.ts";
import { explain } from "../../client/download.ts";
import { callKey, queryClient } from "../../client/use-call.ts";

const settle = () => queryClient.invalidateQueries({ queryKey: callKey(listMembers) });

function tellFailure(error: unknown): void {
  const { title, detail } = explain(error);
  notifications.show({ color: "red", title, message: detail, autoClose: false });
}

/** One member; who manages the project changes the role or ends the membership. */
export function MemberRow({ member, mayManage }: { readonly member: Member; readonly mayManage: boolean }) {
  const { projectId, userId, name, email, role, version } = member;
  const params = { projectId, userId };
  const change = useMutation({
    mutationFn: (next: MembershipRole) => client.call(updateMember, { params, body: { role: next }, ifMatch: version }),
    onError: tellFailure,
    onSettled: settle,
  });
  const remove = useMutation({
    mutationFn: () => client.call(removeMember, { params }),
    onError: tellFailure,
    onSettled: settle,
  });
  return (
    <Table.Tr>
      <Table.Td>
        {name}
        <Text size="sm" c="dimmed">
          {email}
        </Text>
      </Table.Td>
      <Table.Td w={140}>
        {mayManage ? (
          <Select
            aria-label={t`Role of ${name}`}
            size="xs"
            allowDeselect={false}
            data={(["analyst", "viewer"] as const).map((value) => ({ value, label: wordOf(value) }))}
            value={role}
            disabled={change.isPending}
            onChange={(next) => next !== null && next !== role && change.mutate(next as MembershipRole)}
          />
        ) : (
          wordOf(role)
        )}
      </Table.Td>
      <Table.Td ta="right">
        {mayManage && (
          <Button
            variant="subtle"
            color="gray"
            aria-label={t`Remove ${name}`}
            loading={remove.isPending}
            onClick={() => remove.mutate()}
          >
            <Trans>Remove</Trans>
          </Button>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
