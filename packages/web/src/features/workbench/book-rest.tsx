import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useState } from "react";
import { Button, Group, Popover, Stack, TextInput } from "@mantine/core";

export interface Reasoned {
  readonly reasonCode: string;
  readonly note?: string;
}

interface BookRestProps {
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
  readonly onBook: (reasoned: Reasoned) => void;
  readonly busy: boolean;
}

const usual = ["fee", "rounding", "exchange", "discount"] as const;

/** Matches in spite of a difference: the rest is kept with the group under a reason. */
export function BookRest({ open, onOpen, onBook, busy }: BookRestProps) {
  const [reason, setReason] = useState("");
  const [note, setNote] = useState("");
  const book = (reasonCode: string): void => {
    onOpen(false);
    onBook({ reasonCode, ...(note.trim() === "" ? {} : { note: note.trim() }) });
  };
  return (
    <Popover opened={open} onChange={onOpen} trapFocus position="bottom" width={320}>
      <Popover.Target>
        <Button loading={busy} onClick={() => onOpen(!open)} title="B">
          <Trans>Match and book the rest …</Trans>
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (reason.trim() !== "") book(reason.trim());
          }}
        >
          <Stack gap="sm">
            <TextInput
              label={t`Reason for the rest`}
              description={t`A short word of your team’s list; it stands in every report.`}
              value={reason}
              maxLength={60}
              onChange={(event) => setReason(event.currentTarget.value)}
              data-autofocus
            />
            <Group gap="xs">
              {usual.map((code) => (
                <Button key={code} size="compact-sm" variant="default" onClick={() => setReason(code)}>
                  {code}
                </Button>
              ))}
            </Group>
            <TextInput
              label={t`Note`}
              maxLength={2000}
              value={note}
              onChange={(event) => setNote(event.currentTarget.value)}
            />
            <Button type="submit" disabled={reason.trim() === ""}>
              <Trans>Match and book</Trans>
            </Button>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
