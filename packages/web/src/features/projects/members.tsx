import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useState } from "react";
import { Button, Group, Select, Skeleton, Table, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { addMember, listMembers, listUsers, type MembershipRole, type ProjectId, type UserId } from "@recon/api";
import { wordOf } from "../../client/api-words.ts";
import { client } from "../../client/session.ts";
import { callKey, queryClient, useCall } from "../../client/use-call.ts";
import { Panel } from "../../components/panel.tsx";
import { Trouble } from "../../components/trouble.tsx";
import { MemberRow } from "./member-row.tsx";

interface MembersProps {
  readonly projectId: ProjectId;
  readonly mayManage: boolean;
}

/** Who works here. Administrators and managers reach every project without being members. */
export function Members({ projectId, mayManage }: MembersProps) {
  const members = useCall(listMembers, { params: { projectId }, query: { limit: 200 } });
  return (
    <Panel title={t`Members`} hint={t`Administrators and managers reach every project without being listed.`}>
      {members.isPending && <Skeleton h={40} />}
      {members.error !== null && <Trouble error={members.error} onRetry={() => void members.refetch()} />}
      {(members.data?.items.length ?? 0) > 0 && (
        <Table verticalSpacing={6} mb="md">
          <Table.Tbody>
            {members.data?.items.map((member) => (
              <MemberRow key={member.userId} member={member} mayManage={mayManage} />
            ))}
          </Table.Tbody>
        </Table>
      )}
      {members.data?.items.length === 0 && (
        <Text size="sm" c="dimmed" mb="md">
          <Trans>Nobody has been added yet.</Trans>
        </Text>
      )}
      {mayManage && <AddMember projectId={projectId} />}
    </Panel>
  );
}

function AddMember({ projectId }: { readonly projectId: ProjectId }) {
  const users = useCall(listUsers, { query: { limit: 200 } });
  const [userId, setUserId] = useState<string | null>(null);
  const [role, setRole] = useState<string | null>("analyst");
  const add = useMutation({
    mutationFn: () =>
      client.call(addMember, {
        params: { projectId },
        body: { userId: userId as UserId, role: role as MembershipRole },
      }),
    onSuccess: () => setUserId(null),
    onSettled: () => queryClient.invalidateQueries({ queryKey: callKey(listMembers) }),
  });
  const people = (users.data?.items ?? []).map(({ id, name, email }) => ({ value: id, label: `${name} (${email})` }));
  return (
    <>
      {add.error !== null && <Trouble error={add.error} />}
      <Group gap="sm" align="flex-end">
        <Select
          label={t`Person`}
          placeholder={t`Name or address`}
          searchable
          data={people}
          value={userId}
          onChange={setUserId}
        />
        <Select
          label={t`As`}
          data={(["analyst", "viewer"] as const).map((value) => ({ value, label: wordOf(value) }))}
          value={role}
          onChange={setRole}
          allowDeselect={false}
          w={120}
        />
        <Button variant="default" disabled={userId === null} loading={add.isPending} onClick={() => add.mutate()}>
          <Trans>Add</Trans>
        </Button>
      </Group>
    </>
  );
}
