import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useState, type ReactNode } from "react";
import { Button, PasswordInput, Stack } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { changePassword } from "@recon/api";
import { client } from "../client/session.ts";
import { Trouble } from "./trouble.tsx";

export const LEAST_PASSWORD_LENGTH = 12;

interface ChangePasswordFormProps {
  readonly email: string;
  readonly autoFocus?: boolean;
  /** What the person is told first. */
  readonly children?: ReactNode;
  readonly onChanged: (password: string) => Promise<void> | void;
}

/** The present password and twice the new one. */
export function ChangePasswordForm({ email, autoFocus = false, children, onChanged }: ChangePasswordFormProps) {
  const [present, setPresent] = useState("");
  const [fresh, setFresh] = useState("");
  const [again, setAgain] = useState("");
  const change = useMutation({
    mutationFn: () => client.call(changePassword, { body: { currentPassword: present, newPassword: fresh } }),
    async onSuccess() {
      await onChanged(fresh);
      setPresent("");
      setFresh("");
      setAgain("");
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate();
      }}
    >
      <Stack gap="md">
        {children}
        {change.error !== null && <Trouble error={change.error} />}
        <input type="hidden" name="username" autoComplete="username" value={email} readOnly />
        <PasswordInput
          label={t`Present password`}
          autoComplete="current-password"
          required
          autoFocus={autoFocus}
          value={present}
          onChange={(event) => setPresent(event.currentTarget.value)}
        />
        <NewPasswordInputs fresh={fresh} again={again} onFresh={setFresh} onAgain={setAgain} />
        <Button
          type="submit"
          loading={change.isPending}
          disabled={fresh.length < LEAST_PASSWORD_LENGTH || again !== fresh}
        >
          <Trans>Change the password</Trans>
        </Button>
      </Stack>
    </form>
  );
}

interface NewPasswordInputsProps {
  readonly fresh: string;
  readonly again: string;
  readonly onFresh: (password: string) => void;
  readonly onAgain: (password: string) => void;
}

/** A new password, typed twice. */
export function NewPasswordInputs({ fresh, again, onFresh, onAgain }: NewPasswordInputsProps) {
  const differs = again !== "" && again !== fresh;
  return (
    <>
      <PasswordInput
        label={t`New password`}
        autoComplete="new-password"
        required
        minLength={LEAST_PASSWORD_LENGTH}
        value={fresh}
        onChange={(event) => onFresh(event.currentTarget.value)}
      />
      <PasswordInput
        label={t`New password again`}
        autoComplete="new-password"
        required
        value={again}
        onChange={(event) => onAgain(event.currentTarget.value)}
        error={differs ? t`The two are not the same.` : undefined}
      />
    </>
  );
}
