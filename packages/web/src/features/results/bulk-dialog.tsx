import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useState } from "react";
import { Button, Group, Modal, Select, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { commitBulk, previewBulk, type BulkCommand, type BulkPreview, type Filter, type RunId } from "@recon/api";
import { client } from "../../client/session.ts";
import { formatCount } from "../../client/numbers.ts";
import { Amount } from "../../components/amount.tsx";
import { Trouble } from "../../components/trouble.tsx";
import { PersonSelect } from "./assign.tsx";
import { offerUndo } from "../../components/offer-undo.tsx";
import { refreshReview } from "../../client/refresh-review.ts";
import { usePeople } from "./use-people.ts";
import { ReasonForm } from "./write-off.tsx";

type Verb = BulkCommand["verb"];
const verbs: readonly { readonly value: Verb; readonly label: string; readonly done: string }[] = [
  { value: "writeOff", label: t`Write off`, done: t`Written off` },
  { value: "assign", label: t`Give to somebody`, done: t`Given` },
  { value: "accept", label: t`Accept the suggestions`, done: t`Accepted` },
  { value: "reject", label: t`Reject the suggestions`, done: t`Rejected` },
  { value: "reopen", label: t`Open again`, done: t`Opened again` },
];

interface BulkDialogProps {
  readonly runId: RunId;
  /** What the decision is about. */
  readonly filter: Filter | undefined;
  readonly search: string | undefined;
  readonly title: string;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** One decision about many breaks: what, then how many and how much, then yes or no. */
export function BulkDialog({ runId, filter, search, title, onClose, onDone }: BulkDialogProps) {
  const [verb, setVerb] = useState<Verb>("writeOff");
  const [command, setCommand] = useState<BulkCommand>();
  const preview = useMutation({
    mutationFn: (wanted: BulkCommand) =>
      client.call(previewBulk, {
        params: { runId },
        body: {
          command: wanted,
          ...(filter === undefined ? {} : { filter }),
          ...(search === undefined ? {} : { search }),
        },
      }),
  });
  const look = (wanted: BulkCommand): void => {
    setCommand(wanted);
    preview.mutate(wanted);
  };
  const commit = useMutation({
    mutationFn: ({ previewId }: BulkPreview) => client.call(commitBulk, { params: { runId }, body: { previewId } }),
    onSuccess({ decision }) {
      const done = verbs.find(({ value }) => value === verb)?.done ?? t`Done`;
      offerUndo(runId, {
        decisionId: decision.id,
        said: t`${done}: ${formatCount(preview.data?.count ?? decision.itemCount)} breaks`,
      });
      onDone();
    },
    onSettled: refreshReview,
  });
  const again = (): void => {
    preview.reset();
    commit.reset();
  };
  return (
    <Modal opened onClose={onClose} title={title} centered>
      <Stack gap="md">
        <Select
          label={t`Decision`}
          data={[...verbs]}
          value={verb}
          allowDeselect={false}
          data-autofocus
          onChange={(value) => {
            setVerb((value ?? "writeOff") as Verb);
            again();
          }}
        />
        {preview.error !== null && <Trouble error={preview.error} />}
        {commit.error !== null && <Trouble error={commit.error} />}
        {preview.data === undefined ? (
          <Particulars runId={runId} verb={verb} busy={preview.isPending} onCommand={look} />
        ) : (
          <>
            <Meaning preview={preview.data} />
            <Group justify="flex-end" gap="sm">
              <Button variant="default" onClick={again}>
                <Trans>Back</Trans>
              </Button>
              <Button
                data-autofocus
                disabled={preview.data.count === 0}
                loading={commit.isPending}
                onClick={() =>
                  // What somebody changed since is looked at again, never decided blindly.
                  commit.error === null || command === undefined
                    ? preview.data !== undefined && commit.mutate(preview.data)
                    : (commit.reset(), look(command))
                }
              >
                {commit.error === null
                  ? t`${verbs.find(({ value }) => value === verb)?.label ?? ""}: ${formatCount(preview.data.count)} breaks`
                  : t`Look again`}
              </Button>
            </Group>
          </>
        )}
      </Stack>
    </Modal>
  );
}

interface ParticularsProps {
  readonly runId: RunId;
  readonly verb: Verb;
  readonly busy: boolean;
  readonly onCommand: (command: BulkCommand) => void;
}

/** What a decision needs to know besides. */
function Particulars({ runId, verb, busy, onCommand }: ParticularsProps) {
  const { all } = usePeople(runId);
  if (verb === "writeOff")
    return <ReasonForm label={t`Count them`} onReason={(reasonCode) => onCommand({ verb, reasonCode })} />;
  if (verb === "assign")
    return <PersonSelect people={all} onPerson={(person) => onCommand({ verb, assigneeId: person?.id ?? null })} />;
  return (
    <Button loading={busy} onClick={() => onCommand({ verb })} style={{ alignSelf: "flex-end" }}>
      <Trans>Count them</Trans>
    </Button>
  );
}

function Meaning({ preview: { count, leftOut, value } }: { readonly preview: BulkPreview }) {
  return (
    <div role="status">
      <Text fw={600}>
        <Trans>{formatCount(count)} breaks</Trans>
      </Text>
      {Object.entries(value).map(([currency, sum]) => (
        <Text key={currency}>
          <Amount value={sum} currency={currency} />
        </Text>
      ))}
      {leftOut > 0 && (
        <Text size="sm" c="dimmed">
          <Trans>{formatCount(leftOut)} others stay as they are: the decision does not apply to them.</Trans>
        </Text>
      )}
      <Text size="sm" c="dimmed">
        <Trans>You can take it back for ten seconds, and later as long as nothing else was decided about them.</Trans>
      </Text>
    </div>
  );
}
