import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useState } from "react";
import { Button, Group, Popover, Stack, TextInput } from "@mantine/core";

const usual = ["rounding", "fee", "timing"] as const;

interface WriteOffProps {
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
  readonly onReason: (reasonCode: string) => void;
}

/** Asks for the reason; the usual ones are one press away. */
export function WriteOff({ open, onOpen, onReason }: WriteOffProps) {
  const give = (code: string): void => {
    onOpen(false);
    onReason(code);
  };
  return (
    <Popover opened={open} onChange={onOpen} trapFocus returnFocus position="bottom-start" width={280}>
      <Popover.Target>
        <Button size="xs" onClick={() => onOpen(!open)} title="W">
          <Trans>Write off …</Trans>
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t`Write off`}>
        <ReasonForm label={t`Write off`} onReason={give} />
      </Popover.Dropdown>
    </Popover>
  );
}

interface ReasonFormProps {
  readonly label: string;
  readonly onReason: (reasonCode: string) => void;
}

export function ReasonForm({ label, onReason }: ReasonFormProps) {
  const [reason, setReason] = useState("");
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (reason.trim() !== "") onReason(reason.trim());
      }}
    >
      <Stack gap="sm">
        <TextInput
          label={t`Reason`}
          description={t`A short word of your team’s list; it stands in every report.`}
          value={reason}
          maxLength={60}
          onChange={(event) => setReason(event.currentTarget.value)}
          data-autofocus
        />
        <Group gap="xs">
          {usual.map((code) => (
            <Button key={code} size="compact-sm" variant="default" onClick={() => onReason(code)}>
              {code}
            </Button>
          ))}
        </Group>
        <Button size="xs" type="submit" disabled={reason.trim() === ""}>
          {label}
        </Button>
      </Stack>
    </form>
  );
}
