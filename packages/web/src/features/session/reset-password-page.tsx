import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useState } from "react";
import { Anchor, Button, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { confirmPasswordReset } from "@recon/api";
import { client } from "../../client/session.ts";
import { LEAST_PASSWORD_LENGTH, NewPasswordInputs } from "../../components/change-password-form.tsx";
import { Trouble } from "../../components/trouble.tsx";
import { DoorFrame } from "./door-frame.tsx";

/** Where a reset link leads: `/reset#TOKEN`. The token stands behind the hash, which no server and no log gets to see. */
export function ResetPasswordPage() {
  const [token] = useState(() => location.hash.slice(1));
  const [fresh, setFresh] = useState("");
  const [again, setAgain] = useState("");
  const set = useMutation({
    mutationFn: () => client.call(confirmPasswordReset, { body: { token, newPassword: fresh } }),
  });
  const toSignIn = (
    <Anchor renderRoot={(props) => <Link to="/sign-in" {...props} />}>
      <Trans>Sign in</Trans>
    </Anchor>
  );
  return (
    <DoorFrame title={t`Choose a new password`}>
      {set.isSuccess ? (
        <Text>
          <Trans>The new password is set; every earlier session has ended. {toSignIn} with it.</Trans>
        </Text>
      ) : token === "" ? (
        <Text>
          <Trans>
            This address lacks the token of a reset link. Open the link as it was given to you, whole. {toSignIn}
          </Trans>
        </Text>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            set.mutate();
          }}
        >
          <Stack gap="md">
            <Text size="sm" c="dimmed">
              <Trans>At least {LEAST_PASSWORD_LENGTH} characters: a few words do well. The link works once.</Trans>
            </Text>
            {set.error !== null && <Trouble error={set.error} />}
            <NewPasswordInputs fresh={fresh} again={again} onFresh={setFresh} onAgain={setAgain} />
            <Button
              type="submit"
              loading={set.isPending}
              disabled={fresh.length < LEAST_PASSWORD_LENGTH || again !== fresh}
              fullWidth
            >
              <Trans>Set the password</Trans>
            </Button>
          </Stack>
        </form>
      )}
    </DoorFrame>
  );
}
