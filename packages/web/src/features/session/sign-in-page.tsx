import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useState, type SubmitEvent } from "react";
import { Button, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { signIn, useSession } from "../../client/session.ts";
import { Trouble } from "../../components/trouble.tsx";
import { textOf } from "./text-of.ts";
import { DoorFrame } from "./door-frame.tsx";

export function SignInPage() {
  const { to } = useSearch({ from: "/sign-in" });
  const navigate = useNavigate();
  const session = useSession();
  const [failure, setFailure] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const enter = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setFailure(undefined);
    try {
      await signIn(textOf(form, "email"), textOf(form, "password"));
      await navigate({ href: to ?? "/" });
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <DoorFrame title={t`Sign in`}>
      <form onSubmit={(event) => void enter(event)}>
        <Stack gap="md">
          {session.kind === "anonymous" && session.hasEnded && (
            <Text size="sm">
              <Trans>Your session has ended. Sign in again and you are back where you were.</Trans>
            </Text>
          )}
          {failure !== undefined && <Trouble error={failure} />}
          <TextInput name="email" type="email" label={t`E-mail address`} autoComplete="username" required autoFocus />
          <PasswordInput name="password" label={t`Password`} autoComplete="current-password" required />
          <Button type="submit" loading={busy} fullWidth>
            <Trans>Sign in</Trans>
          </Button>
          <Text size="sm" c="dimmed">
            <Trans>
              First start? The server printed the administrator’s address and password where it was started. Forgotten?
              An administrator can issue a reset link.
            </Trans>
          </Text>
        </Stack>
      </form>
    </DoorFrame>
  );
}
