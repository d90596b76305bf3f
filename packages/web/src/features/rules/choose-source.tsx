import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Anchor, Button, Group, Loader, Select, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import {
  getSource,
  getSourceProfile,
  listSources,
  uploadSource,
  type ProjectId,
  type Source,
  type SourceId,
} from "@recon/api";
import type { Side } from "@recon/core";
import { wordOf } from "../../client/api-words.ts";
import { client } from "../../client/session.ts";
import { useRoom } from "../../client/live.ts";
import { formatBytes, formatCount } from "../../client/numbers.ts";
import { callKey, queryClient, useCall } from "../../client/use-call.ts";
import { FileDrop } from "../../components/file-drop.tsx";
import { Notice } from "../../components/notice.tsx";
import { Tag } from "../../components/tag.tsx";
import { Trouble } from "../../components/trouble.tsx";

const POLL_MS = 1_500;

interface ChooseSourceProps {
  readonly side: Side;
  readonly projectId: ProjectId;
  readonly chosen: SourceId | undefined;
  readonly onChoose: (id: SourceId | undefined) => void;
}

const hints = { left: t`For example the bank statement`, right: t`For example the ledger` };
const titles = { left: t`Left`, right: t`Right` };

/** A file for one side: dropped now, or uploaded before; and what it was found to be. */
export function ChooseSource({ side, projectId, chosen, onChoose }: ChooseSourceProps) {
  const ready = useCall(listSources, { params: { projectId }, query: { status: "ready", limit: 100 } });
  // What was dropped on the other side can be chosen here too, once it was looked at.
  useRoom(`project:${projectId}`, ({ type }) => {
    if (type === "source.changed") void queryClient.invalidateQueries({ queryKey: callKey(listSources) });
  });
  const upload = useMutation({
    mutationFn: (file: File) =>
      client.call(uploadSource, { params: { projectId }, query: { fileName: file.name }, body: file }),
    onSuccess: ({ id }) => onChoose(id),
  });
  if (chosen !== undefined) return <Chosen side={side} sourceId={chosen} onOther={() => onChoose(undefined)} />;
  return (
    <Stack gap="sm">
      <FileDrop
        label={titles[side]}
        hint={upload.isPending ? t`Uploading …` : hints[side]}
        isBusy={upload.isPending}
        onFiles={([file]) => upload.mutate(file)}
      />
      {upload.error !== null && <Trouble error={upload.error} />}
      {(ready.data?.items.length ?? 0) > 0 && (
        <Select
          size="xs"
          label={t`or a file that is here already, ${wordOf(side)}`}
          searchable
          data={(ready.data?.items ?? []).map((source) => ({ value: source.id, label: source.name }))}
          value={null}
          onChange={(id) => id !== null && onChoose(id as SourceId)}
        />
      )}
    </Stack>
  );
}

function Chosen({ side, sourceId, onOther }: { side: Side; sourceId: SourceId; onOther: () => void }) {
  const found = useCall(getSource, { params: { sourceId } });
  const source = found.data;
  useCall(getSource, { params: { sourceId } }, { pollMs: source?.status === "processing" ? POLL_MS : false });
  useRoom(source === undefined ? undefined : `project:${source.projectId}`, ({ type, data }) => {
    if (type === "source.changed" && data.sourceId === sourceId)
      void queryClient.invalidateQueries({ queryKey: callKey(getSource, { params: { sourceId } }) });
  });
  return (
    <Stack gap="sm" component="section" aria-label={t`${titles[side]} file`}>
      <Group justify="space-between" wrap="nowrap" align="flex-start">
        <div>
          <Text fw={600}>
            {titles[side]}: {source?.name ?? "…"}
          </Text>
          {source !== undefined && (
            <Text size="sm" c="dimmed" component="div">
              <Tag word={source.status} /> {formatBytes(source.sizeBytes)}
            </Text>
          )}
        </div>
        <Button variant="subtle" size="xs" onClick={onOther}>
          <Trans>Another file</Trans>
        </Button>
      </Group>
      {found.error !== null && <Trouble error={found.error} />}
      {source?.status === "processing" && (
        <Group gap="sm">
          <Loader size="xs" />{" "}
          <Text size="sm">
            <Trans>Being looked at …</Trans>
          </Text>
        </Group>
      )}
      {source?.status === "failed" && (
        <Notice title={t`The file cannot be read as it is`}>{source.problem?.detail}</Notice>
      )}
      {source?.status === "ready" && <Look source={source} />}
      {source !== undefined && source.status !== "processing" && (
        <Anchor size="sm" renderRoot={(props) => <Link to="/sources/$sourceId" params={{ sourceId }} {...props} />}>
          <Trans>See its records, and correct how it is read</Trans>
        </Anchor>
      )}
    </Stack>
  );
}

/** What the file was found to be, in a few lines. */
function Look({ source }: { readonly source: Source }) {
  const profile = useCall(getSourceProfile, { params: { sourceId: source.id } });
  if (profile.data === undefined) return null;
  const { rows, rejects, repeated, columns, guessedHeader, dateOrder } = profile.data;
  const facts = [
    t`${formatCount(rows)} records`,
    rejects === 0 ? t`none rejected` : t`${formatCount(rejects)} rejected`,
    ...(repeated !== null && repeated.records > 0 ? [t`${formatCount(repeated.records)} repeated`] : []),
  ];
  return (
    <>
      <Text size="sm">{facts.join(" · ")}</Text>
      <Text size="sm" c="dimmed">
        {columns.map(({ name, type }) => `${name} (${type})`).join(", ")}
      </Text>
      {guessedHeader !== null && (
        <Notice title={t`The column names were taken from row ${guessedHeader.row}`}>
          <Trans>Above it stands {guessedHeader.above.map((text) => `“${text}”`).join(", ")}.</Trans>
        </Notice>
      )}
      {rejects > 0 && 2 * rejects > rows && (
        <Notice title={t`Most records cannot be read`}>
          <Trans>Correct how the file is read before you go on.</Trans>
        </Notice>
      )}
      {(dateOrder === "open" || dateOrder === "conflict") && (
        <Notice title={t`Day or month first?`}>
          <Trans>The dates leave it open; say it where the file is read.</Trans>
        </Notice>
      )}
    </>
  );
}
