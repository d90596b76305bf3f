import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Anchor, Button, Modal, Skeleton, Stack, Table, Text, Textarea, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconPlus } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { createProject, listProjects, listRuns } from "@recon/api";
import { useState } from "react";
import { wordOf } from "../../client/api-words.ts";
import { client, useSession } from "../../client/session.ts";
import { formatInstant } from "../../client/numbers.ts";
import { callKey, queryClient, useCall } from "../../client/use-call.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { Page } from "../../components/page.tsx";
import { Panel } from "../../components/panel.tsx";
import { Trouble } from "../../components/trouble.tsx";
import { LastRun } from "./last-run.tsx";

export function ProjectsPage() {
  const session = useSession();
  const [open, { open: show, close }] = useDisclosure();
  const projects = useCall(listProjects, { query: { limit: 200 } });
  const runs = useCall(listRuns, { query: { limit: 200 } });
  // Runs come newest first: the first of each project stays.
  const newest = new Map((runs.data?.items ?? []).toReversed().map((run) => [run.projectId, run]));
  const mayCreate = session.kind === "signedIn" && ["admin", "manager"].includes(session.user.role);
  return (
    <Page
      title={t`Projects`}
      actions={
        mayCreate && (
          <Button leftSection={<IconPlus size={16} />} onClick={show}>
            <Trans>New project</Trans>
          </Button>
        )
      }
    >
      <Panel title={t`Yours`} hint={t`A project holds files, reconciliations and the people who work on them.`}>
        {projects.error !== null && <Trouble error={projects.error} onRetry={() => void projects.refetch()} />}
        {projects.isPending && <Skeleton h={80} />}
        {projects.data?.items.length === 0 && (
          <EmptyState title={t`No project yet`}>
            {mayCreate
              ? t`Create one for each pair of systems, or each team that closes its own books.`
              : t`You see a project here as soon as somebody adds you to one: ask a manager.`}
          </EmptyState>
        )}
        {(projects.data?.items.length ?? 0) > 0 && (
          <Table highlightOnHover verticalSpacing={6}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>
                  <Trans>Name</Trans>
                </Table.Th>
                <Table.Th>
                  <Trans>Last run</Trans>
                </Table.Th>
                <Table.Th visibleFrom="sm">
                  <Trans>You may</Trans>
                </Table.Th>
                <Table.Th visibleFrom="sm">
                  <Trans>Changed</Trans>
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {projects.data?.items.map((project) => (
                <Table.Tr key={project.id}>
                  <Table.Td>
                    <Anchor
                      size="sm"
                      fw={600}
                      renderRoot={(props) => (
                        <Link to="/projects/$projectId" params={{ projectId: project.id }} {...props} />
                      )}
                    >
                      {project.name}
                    </Anchor>
                    <Text size="sm" c="dimmed">
                      {project.description}
                    </Text>
                  </Table.Td>
                  <Table.Td>
                    <LastRun run={newest.get(project.id)} />
                  </Table.Td>
                  <Table.Td visibleFrom="sm">{wordOf(mayWords(project.access))}</Table.Td>
                  <Table.Td visibleFrom="sm">{formatInstant(project.updatedAt)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        )}
      </Panel>
      <NewProject open={open} onClose={close} />
    </Page>
  );
}

function mayWords(access: readonly string[]): string {
  if (access.includes("project:manage")) return "manage";
  return access.includes("project:work") ? "work" : "read";
}

function NewProject({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const navigate = useNavigate();
  const [name, setName] = useState("");
  const [description, setDescription] = useState("");
  const create = useMutation({
    mutationFn: () => client.call(createProject, { body: { name, description } }),
    async onSuccess(project) {
      await queryClient.invalidateQueries({ queryKey: callKey(listProjects) });
      onClose();
      await navigate({ to: "/projects/$projectId", params: { projectId: project.id } });
    },
  });
  return (
    <Modal opened={open} onClose={onClose} title={t`New project`}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate();
        }}
      >
        <Stack gap="md">
          {create.error !== null && <Trouble error={create.error} />}
          <TextInput
            label={t`Name`}
            placeholder={t`Bank and ledger, Berlin`}
            required
            data-autofocus
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Textarea
            label={t`What is it for?`}
            autosize
            minRows={2}
            value={description}
            onChange={(event) => setDescription(event.currentTarget.value)}
          />
          <Button type="submit" loading={create.isPending} disabled={name.trim() === ""}>
            <Trans>Create</Trans>
          </Button>
        </Stack>
      </form>
    </Modal>
  );
}
