import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useState } from "react";
import { Button, Group, Stack, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { getProfile, updateProfile, type Profile } from "@recon/api";
import { client, renameSelf } from "../../client/session.ts";
import { callKey, queryClient } from "../../client/use-call.ts";
import { Trouble } from "../../components/trouble.tsx";

export function NameForm({ profile }: { readonly profile: Profile }) {
  const [name, setName] = useState(profile.name);
  const save = useMutation({
    mutationFn: () => client.call(updateProfile, { body: { name: name.trim() }, ifMatch: profile.version }),
    onSuccess(changed) {
      queryClient.setQueryData(callKey(getProfile), changed);
      renameSelf(changed.name);
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Stack gap="sm">
        {save.error !== null && <Trouble error={save.error} />}
        <Group align="flex-end" gap="sm">
          <TextInput
            label={t`Name`}
            description={t`As others see it at decisions and comments.`}
            flex={1}
            required
            maxLength={120}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button
            type="submit"
            variant="default"
            loading={save.isPending}
            disabled={name.trim() === "" || name.trim() === profile.name}
          >
            <Trans>Save</Trans>
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
