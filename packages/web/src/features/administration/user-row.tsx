import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Button, Group, Select, Table, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useMutation } from "@tanstack/react-query";
import { issuePasswordReset, listUsers, updateUser, type Role, type User } from "@recon/api";
import { client, useSession } from "../../client/session.ts";
import { explain } from "../../client/download.ts";
import { formatAgo, formatInstant } from "../../client/numbers.ts";
import { callKey, queryClient } from "../../client/use-call.ts";
import { Tag } from "../../components/tag.tsx";
import type { Handed } from "./hand-over.tsx";
import { roleWords } from "./role-words.ts";

const choices = Object.entries(roleWords).map(([value, { label }]) => ({ value, label }));

/** One person: change the role, disable or enable, hand out a reset link. */
export function UserRow({ user, onHand }: { readonly user: User; readonly onHand: (handed: Handed) => void }) {
  const session = useSession();
  const isSelf = session.kind === "signedIn" && session.user.id === user.id;
  const params = { userId: user.id };
  const change = useMutation({
    mutationFn: (body: { role?: Role; status?: User["status"] }) =>
      client.call(updateUser, { params, body, ifMatch: user.version }),
    onError: tellFailure,
    onSettled: () => queryClient.invalidateQueries({ queryKey: callKey(listUsers) }),
  });
  const reset = useMutation({
    mutationFn: () => client.call(issuePasswordReset, { params }),
    onSuccess: ({ token, link, expiresAt }) =>
      onHand({
        what: t`Reset link for ${user.name}`,
        secret: link ?? `${location.origin}/reset#${token}`,
        hint: t`It works once, until ${formatInstant(expiresAt)}. Links issued earlier work no more.`,
      }),
    onError: tellFailure,
  });
  const isActive = user.status === "active";
  return (
    <Table.Tr>
      <Table.Td>
        {user.name}
        <Text size="sm" c="dimmed">
          {user.email}
        </Text>
      </Table.Td>
      <Table.Td>
        <Select
          aria-label={t`Role of ${user.name}`}
          size="xs"
          allowDeselect={false}
          data={choices}
          value={user.role}
          disabled={change.isPending}
          onChange={(role) => role !== null && role !== user.role && change.mutate({ role: role as Role })}
        />
      </Table.Td>
      <Table.Td>
        <Tag word={user.status} />
        {user.mustChangePassword && isActive && (
          <Text size="xs" c="dimmed">
            <Trans>must choose a password</Trans>
          </Text>
        )}
      </Table.Td>
      <Table.Td title={user.lastLoginAt === null ? undefined : formatInstant(user.lastLoginAt)}>
        {user.lastLoginAt === null ? t`never` : formatAgo(user.lastLoginAt)}
      </Table.Td>
      <Table.Td>
        <Group gap="xs" wrap="nowrap">
          <Button
            size="compact-sm"
            variant="default"
            disabled={!isActive}
            loading={reset.isPending}
            onClick={() => reset.mutate()}
          >
            <Trans>Reset link</Trans>
          </Button>
          {!isSelf && (
            <Button
              size="compact-sm"
              variant="subtle"
              color="gray"
              loading={change.isPending}
              onClick={() => change.mutate({ status: isActive ? "disabled" : "active" })}
            >
              {isActive ? t`Disable` : t`Enable`}
            </Button>
          )}
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}

function tellFailure(error: unknown): void {
  const { title, detail } = explain(error);
  notifications.show({ color: "red", title, message: detail, autoClose: false });
}
