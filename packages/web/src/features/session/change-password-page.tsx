import { useState, type SubmitEvent } from "react";
import { Button, PasswordInput, Stack, Text } from "@mantine/core";
import { changePassword } from "@recon/api";
import { client, signIn } from "../../client/session.ts";
import { Trouble } from "../../components/trouble.tsx";
import { textOf } from "./text-of.ts";
import { DoorFrame } from "./door-frame.tsx";

const LEAST_LENGTH = 12;

/** The first password was shown to somebody else; it opens nothing until it is changed. */
export function ChangePasswordPage({ email }: { readonly email: string }) {
  const [failure, setFailure] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const [fresh, setFresh] = useState("");
  const [again, setAgain] = useState("");
  const differs = again !== "" && again !== fresh;
  const change = async (event: SubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const currentPassword = textOf(new FormData(event.currentTarget), "current");
    setBusy(true);
    setFailure(undefined);
    try {
      await client.call(changePassword, { body: { currentPassword, newPassword: fresh } });
      await signIn(email, fresh);
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <DoorFrame title="Choose your password">
      <form onSubmit={(event) => void change(event)}>
        <Stack gap="md">
          <Text size="sm" c="dimmed">
            The first password was handed to you; choose one that only you know. At least {LEAST_LENGTH} characters: a
            few words do well.
          </Text>
          {failure !== undefined && <Trouble error={failure} />}
          <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
          <PasswordInput name="current" label="Present password" autoComplete="current-password" required autoFocus />
          <PasswordInput
            label="New password"
            autoComplete="new-password"
            required
            minLength={LEAST_LENGTH}
            value={fresh}
            onChange={(event) => setFresh(event.currentTarget.value)}
          />
          <PasswordInput
            label="New password again"
            autoComplete="new-password"
            required
            value={again}
            onChange={(event) => setAgain(event.currentTarget.value)}
            error={differs ? "The two are not the same." : undefined}
          />
          <Button type="submit" loading={busy} disabled={fresh.length < LEAST_LENGTH || again !== fresh} fullWidth>
            Change the password
          </Button>
        </Stack>
      </form>
    </DoorFrame>
  );
}
