import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useState } from "react";
import { Button, Modal, Radio, Stack, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { createUser, listUsers, type Role } from "@recon/api";
import { client } from "../../client/session.ts";
import { callKey, queryClient } from "../../client/use-call.ts";
import { Trouble } from "../../components/trouble.tsx";
import { firstPassword } from "./first-password.ts";
import type { Handed } from "./hand-over.tsx";
import { roleWords } from "./role-words.ts";

interface NewUserProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onHand: (handed: Handed) => void;
}

/** Creates a user with a first password, which is shown once and opens nothing until it is changed. */
export function NewUser({ open, onClose, onHand }: NewUserProps) {
  const [email, setEmail] = useState("");
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("analyst");
  const create = useMutation({
    async mutationFn() {
      const password = firstPassword();
      const user = await client.call(createUser, { body: { email, name, role, password } });
      return { user, password };
    },
    async onSuccess({ user, password }) {
      onHand({
        what: t`First password of ${user.name}`,
        secret: password,
        hint: t`At the first sign-in it must be changed.`,
      });
      setEmail("");
      setName("");
      onClose();
      await queryClient.invalidateQueries({ queryKey: callKey(listUsers) });
    },
  });
  return (
    <Modal opened={open} onClose={onClose} title={t`New user`}>
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
            required
            data-autofocus
            maxLength={120}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <TextInput
            label={t`E-mail address`}
            type="email"
            required
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
          <Radio.Group label={t`Role`} value={role} onChange={(value) => setRole(value as Role)}>
            <Stack gap="sm" mt="sm">
              {Object.entries(roleWords).map(([value, { label, means }]) => (
                <Radio key={value} value={value} label={label} description={means} />
              ))}
            </Stack>
          </Radio.Group>
          <Button type="submit" loading={create.isPending} disabled={name.trim() === "" || email.trim() === ""}>
            <Trans>Create</Trans>
          </Button>
        </Stack>
      </form>
    </Modal>
  );
}
