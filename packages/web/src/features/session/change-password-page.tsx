import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Text } from "@mantine/core";
import { signIn } from "../../client/session.ts";
import { ChangePasswordForm, LEAST_PASSWORD_LENGTH } from "../../components/change-password-form.tsx";
import { DoorFrame } from "./door-frame.tsx";

/** The first password was shown to somebody else; it opens nothing until it is changed. */
export function ChangePasswordPage({ email }: { readonly email: string }) {
  return (
    <DoorFrame title={t`Choose your password`}>
      <ChangePasswordForm email={email} autoFocus onChanged={(password) => signIn(email, password)}>
        <Text size="sm" c="dimmed">
          <Trans>
            The first password was handed to you; choose one that only you know. At least {LEAST_PASSWORD_LENGTH}{" "}
            characters: a few words do well.
          </Trans>
        </Text>
      </ChangePasswordForm>
    </DoorFrame>
  );
}
