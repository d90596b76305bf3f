import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useState } from "react";
import { Button, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { IconPencil, IconTrash } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { deleteSource, getSource, listSources, updateSource, type Source } from "@recon/api";
import { client } from "../../client/session.ts";
import { callKey, queryClient } from "../../client/use-call.ts";
import { Trouble } from "../../components/trouble.tsx";

/** Renames or deletes a file. */
export function SourceActions({ source }: { readonly source: Source }) {
  const [open, setOpen] = useState<"rename" | "delete">();
  return (
    <>
      <Button variant="default" leftSection={<IconPencil size={16} />} onClick={() => setOpen("rename")}>
        <Trans>Rename</Trans>
      </Button>
      <Button variant="default" leftSection={<IconTrash size={16} />} onClick={() => setOpen("delete")}>
        <Trans>Delete</Trans>
      </Button>
      <Modal
        opened={open !== undefined}
        onClose={() => setOpen(undefined)}
        title={open === "delete" ? t`Delete the file?` : t`Rename the file`}
        closeButtonProps={{ "aria-label": t`Close` }}
      >
        {open === "rename" && <Rename source={source} onDone={() => setOpen(undefined)} />}
        {open === "delete" && <Delete source={source} />}
      </Modal>
    </>
  );
}

function Rename({ source, onDone }: { readonly source: Source; readonly onDone: () => void }) {
  const [name, setName] = useState(source.name);
  const rename = useMutation({
    mutationFn: () =>
      client.call(updateSource, { params: { sourceId: source.id }, body: { name }, ifMatch: source.version }),
    async onSuccess() {
      await queryClient.invalidateQueries({ queryKey: callKey(getSource, { params: { sourceId: source.id } }) });
      onDone();
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        rename.mutate();
      }}
    >
      <Stack gap="md">
        <TextInput
          label={t`Name`}
          data-autofocus
          required
          maxLength={200}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {rename.error !== null && <Trouble error={rename.error} />}
        <Group justify="flex-end">
          <Button type="submit" loading={rename.isPending} disabled={name.trim() === ""}>
            <Trans>Rename</Trans>
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Delete({ source }: { readonly source: Source }) {
  const navigate = useNavigate();
  const remove = useMutation({
    mutationFn: () => client.call(deleteSource, { params: { sourceId: source.id } }),
    async onSuccess() {
      void queryClient.invalidateQueries({ queryKey: callKey(listSources) });
      await navigate({ to: "/projects/$projectId", params: { projectId: source.projectId } });
    },
  });
  return (
    <Stack gap="md">
      <Text>
        <Trans>
          {source.name} and its content will be gone. A file that a run or a reconciliation needs cannot be deleted.
        </Trans>
      </Text>
      {remove.error !== null && <Trouble error={remove.error} />}
      <Group justify="flex-end">
        <Button color="red" data-autofocus loading={remove.isPending} onClick={() => remove.mutate()}>
          <Trans>Delete the file</Trans>
        </Button>
      </Group>
    </Stack>
  );
}
