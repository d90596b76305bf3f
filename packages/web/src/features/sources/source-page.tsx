import { plural, t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useState } from "react";
import { Alert, Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useParams } from "@tanstack/react-router";
import {
  downloadSource,
  getProject,
  getSource,
  getSourceProfile,
  type Source,
  type SourceId,
  type SourceProfile,
} from "@recon/api";
import { download } from "../../client/download.ts";
import { useRoom } from "../../client/live.ts";
import { formatAgo, formatBytes, formatCount } from "../../client/numbers.ts";
import { callKey, queryClient, useCall } from "../../client/use-call.ts";
import { Notice } from "../../components/notice.tsx";
import { Page } from "../../components/page.tsx";
import { Panel } from "../../components/panel.tsx";
import { Tag } from "../../components/tag.tsx";
import { Trouble } from "../../components/trouble.tsx";
import { ColumnTable } from "./column-table.tsx";
import { FirstRecords } from "./first-records.tsx";
import { ReadAsForm } from "./read-as-form.tsx";
import { RejectedRecords } from "./rejected-records.tsx";
import { SourceActions } from "./source-actions.tsx";

const POLL_MS = 3_000;

/** One file: how it is read, what it holds, what could not be read; and the same again after a correction. */
export function SourcePage() {
  const { sourceId } = useParams({ from: "/inside/sources/$sourceId" }) as { sourceId: SourceId };
  const found = useCall(getSource, { params: { sourceId } });
  const source = found.data;
  // Events tell at once; the slow poll is for a connection that is down.
  useCall(getSource, { params: { sourceId } }, { pollMs: source?.status === "processing" ? POLL_MS : false });
  useRoom(source === undefined ? undefined : `project:${source.projectId}`, ({ type, data }) => {
    if (type !== "source.changed" || data.sourceId !== sourceId) return;
    void queryClient.invalidateQueries({ queryKey: callKey(getSource, { params: { sourceId } }) });
    void queryClient.invalidateQueries({ queryKey: callKey(getSourceProfile, { params: { sourceId } }) });
  });
  if (found.error !== null) return <Trouble error={found.error} onRetry={() => void found.refetch()} />;
  if (source === undefined) return <Skeleton h={240} m="xl" />;
  return <Found source={source} />;
}

function Found({ source }: { readonly source: Source }) {
  const { projectId } = source;
  const project = useCall(getProject, { params: { projectId } });
  const mayWork = project.data?.access.includes("project:work") ?? false;
  const [draft, setDraft] = useState(source.readAs);
  const [heldVersion, setHeldVersion] = useState(source.version);
  if (heldVersion !== source.version && source.status !== "processing") {
    setHeldVersion(source.version);
    setDraft(source.readAs);
  }
  return (
    <Page
      title={source.name}
      beside={<Tag word={source.status} />}
      trail={[
        { label: t`Projects`, link: { to: "/projects" } },
        { label: project.data?.name ?? t`Project`, link: { to: "/projects/$projectId", params: { projectId } } },
      ]}
      actions={
        <>
          <Button
            variant="default"
            leftSection={<IconDownload size={16} />}
            onClick={() => void download(downloadSource, { params: { sourceId: source.id } }, source.fileName)}
          >
            <Trans>Download</Trans>
          </Button>
          {mayWork && <SourceActions source={source} />}
        </>
      }
    >
      <Stack gap="lg">
        <Text size="sm" c="dimmed" mt={-8}>
          <Trans>
            {source.format ?? t`not yet known`} · {formatBytes(source.sizeBytes)} · uploaded{" "}
            {formatAgo(source.createdAt)}
          </Trans>
        </Text>
        {source.status === "failed" && (
          <Alert color="red" variant="outline" role="alert" title={t`The file cannot be read as it is`}>
            <Trans>{source.problem?.detail} Correct how it is read below, or upload a mended file.</Trans>
          </Alert>
        )}
        {source.status === "ready" && <OpenPoints source={source} />}
        <Panel
          title={t`How it is read`}
          hint={
            mayWork
              ? t`Found from the content. Where it is wrong, say what is right: the first records below follow at once.`
              : t`Found from the content, or said by a colleague.`
          }
        >
          <ReadAsForm source={source} draft={draft} onDraft={setDraft} mayWork={mayWork} />
        </Panel>
        <FirstRecords source={source} draft={draft} />
        {source.status === "ready" && <Known source={source} />}
      </Stack>
    </Page>
  );
}

/** What reading the whole file has shown. */
function Known({ source }: { readonly source: Source }) {
  const profile = useCall(getSourceProfile, { params: { sourceId: source.id } });
  if (profile.error !== null) return <Trouble error={profile.error} onRetry={() => void profile.refetch()} />;
  if (profile.data === undefined) return <Skeleton h={160} />;
  const { rows, rejects, repeated, columns } = profile.data;
  return (
    <>
      <Panel
        title={t`What it holds`}
        hint={
          <Group gap="md" component="span">
            <span>
              <Trans>{formatCount(rows)} records</Trans>
            </span>
            <span>{rejects === 0 ? t`none rejected` : t`${formatCount(rejects)} rejected`}</span>
            {repeated !== null && <span>{wordsOfRepeated(repeated)}</span>}
          </Group>
        }
      >
        <ColumnTable columns={columns} rows={rows - rejects} />
      </Panel>
      {rejects > 0 && <RejectedRecords source={source} />}
    </>
  );
}

function wordsOfRepeated({ records, isExact }: NonNullable<SourceProfile["repeated"]>): string {
  if (records === 0) return t`no record stands there twice${isExact ? "" : t` among those compared`}`;
  const count = `${isExact ? "" : t`at least `}${formatCount(records)}`;
  return t`${count} ${plural(records, { one: "repeats", other: "repeat" })} an earlier record in every cell`;
}

/** What was taken for granted, and what nobody but a person can settle. */
function OpenPoints({ source }: { readonly source: Source }) {
  const { data } = useCall(getSourceProfile, { params: { sourceId: source.id } });
  if (data === undefined) return null;
  const { guessedHeader, dateOrder } = data;
  return (
    <>
      {guessedHeader !== null && (
        <Notice title={t`The column names were taken from row ${guessedHeader.row}`}>
          <Trans>
            The first row cannot be the header. Above it stands:{" "}
            {guessedHeader.above.map((text) => `“${text}”`).join(", ")}. If that is wrong, set the header row below.
          </Trans>
        </Notice>
      )}
      {dateOrder === "open" && (
        <Notice title={t`Day or month first?`}>
          <Trans>Every date can be read both ways. Set the date order below; nothing is guessed.</Trans>
        </Notice>
      )}
      {dateOrder === "conflict" && (
        <Notice title={t`Day or month first?`}>
          <Trans>
            Some dates begin with the day, others with the month. Set the date order below: those that do not fit are
            rejected, none is turned round.
          </Trans>
        </Notice>
      )}
    </>
  );
}
