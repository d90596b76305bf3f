import { plural, t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useState } from "react";
import { Button, Group, Select, Skeleton, Stack, Table, Text, TextInput } from "@mantine/core";
import { useDebouncedValue, useDisclosure } from "@mantine/hooks";
import { IconPlus, IconSearch } from "@tabler/icons-react";
import { listUsers, type Role, type User } from "@recon/api";
import { client } from "../../client/session.ts";
import { formatCount } from "../../client/numbers.ts";
import { callKey } from "../../client/use-call.ts";
import { usePages } from "../../client/use-pages.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { Panel } from "../../components/panel.tsx";
import { Trouble } from "../../components/trouble.tsx";
import { HandOver, type Handed } from "./hand-over.tsx";
import { NewUser } from "./new-user.tsx";
import { roleWords } from "./role-words.ts";
import { UserRow } from "./user-row.tsx";

const PAGE_ITEMS = 50;
const SEARCH_AFTER_MS = 250;

/** Who can sign in, and as what. */
export function UsersPage() {
  const [text, setText] = useState("");
  const [search] = useDebouncedValue(text.trim(), SEARCH_AFTER_MS);
  const [role, setRole] = useState<string | null>(null);
  const [open, { open: show, close }] = useDisclosure();
  const [handed, setHanded] = useState<Handed>();
  const query = {
    limit: PAGE_ITEMS,
    ...(search === "" ? {} : { search }),
    ...(role === null ? {} : { role: role as Role }),
  };
  const pages = usePages<User>([...callKey(listUsers), "pages", query], (cursor, signal) =>
    client.call(listUsers, { query: { ...query, ...(cursor === undefined ? {} : { cursor }) }, signal }),
  );
  return (
    <Panel
      title={t`Users`}
      hint={
        pages.total === undefined
          ? "…"
          : plural(pages.total, {
              one: `${formatCount(pages.total)} person`,
              other: `${formatCount(pages.total)} people`,
            })
      }
      actions={
        <Button leftSection={<IconPlus size={16} />} onClick={show}>
          <Trans>New user</Trans>
        </Button>
      }
    >
      <Stack gap="md">
        {handed !== undefined && <HandOver handed={handed} onDone={() => setHanded(undefined)} />}
        <Group gap="sm">
          <TextInput
            aria-label={t`Search users`}
            placeholder={t`Name or address`}
            leftSection={<IconSearch size={16} />}
            flex="1 1 200px"
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Select
            aria-label={t`Role`}
            placeholder={t`Every role`}
            clearable
            data={Object.entries(roleWords).map(([value, { label }]) => ({ value, label }))}
            value={role}
            onChange={setRole}
            w={160}
          />
        </Group>
        {pages.error !== null && <Trouble error={pages.error} onRetry={pages.reload} />}
        {pages.loaded.length === 0 && pages.isLoading && <Skeleton h={120} />}
        {pages.loaded.length === 0 && !pages.isLoading && (
          <EmptyState title={t`Nobody found`}>
            <Trans>No name or address holds these letters.</Trans>
          </EmptyState>
        )}
        {pages.loaded.length > 0 && <UserTable users={pages.loaded} onHand={setHanded} />}
        {pages.total !== undefined && pages.loaded.length < pages.total && (
          <Button variant="default" loading={pages.isLoading} onClick={pages.more}>
            <Trans>Show more</Trans>
          </Button>
        )}
      </Stack>
      <NewUser open={open} onClose={close} onHand={setHanded} />
    </Panel>
  );
}

interface UserTableProps {
  readonly users: readonly User[];
  readonly onHand: (handed: Handed) => void;
}

function UserTable({ users, onHand }: UserTableProps) {
  return (
    <Table.ScrollContainer minWidth={760} type="native">
      <Table verticalSpacing={6} highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>
              <Trans>Person</Trans>
            </Table.Th>
            <Table.Th w={150}>
              <Trans>Role</Trans>
            </Table.Th>
            <Table.Th>
              <Trans>State</Trans>
            </Table.Th>
            <Table.Th>
              <Trans>Last here</Trans>
            </Table.Th>
            <Table.Th>
              <Text span size="xs" c="dimmed">
                <Trans>Actions</Trans>
              </Text>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {users.map((user) => (
            <UserRow key={user.id} user={user} onHand={onHand} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
