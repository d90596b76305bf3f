import { plural, t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Anchor, Skeleton, Table, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { listSources, type ProjectId } from "@recon/api";
import { wordOf } from "../../client/api-words.ts";
import { formatAgo, formatBytes, formatCount } from "../../client/numbers.ts";
import { useCall } from "../../client/use-call.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { Panel } from "../../components/panel.tsx";
import { Tag } from "../../components/tag.tsx";
import { UploadFiles } from "./upload-files.tsx";

/** Uploaded files: what they were found to be, or why they could not be read. */
export function SourceList({ projectId, mayWork }: { readonly projectId: ProjectId; readonly mayWork: boolean }) {
  const sources = useCall(listSources, { params: { projectId }, query: { limit: 50 } });
  return (
    <Panel title={t`Sources`}>
      {mayWork && <UploadFiles projectId={projectId} />}
      {sources.isPending && <Skeleton h={64} />}
      {sources.data?.items.length === 0 && (
        <EmptyState title={t`No files yet`}>
          <Trans>CSV, Excel, JSON or Parquet; what a file is, its content decides.</Trans>
        </EmptyState>
      )}
      {(sources.data?.items.length ?? 0) > 0 && (
        <Table.ScrollContainer minWidth={520} type="native">
          <Table highlightOnHover verticalSpacing={6}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>
                  <Trans>File</Trans>
                </Table.Th>
                <Table.Th>
                  <Trans>State</Trans>
                </Table.Th>
                <Table.Th ta="right">
                  <Trans>Records</Trans>
                </Table.Th>
                <Table.Th ta="right">
                  <Trans>Rejected</Trans>
                </Table.Th>
                <Table.Th ta="right">
                  <Trans>Size</Trans>
                </Table.Th>
                <Table.Th>
                  <Trans>Uploaded</Trans>
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {sources.data?.items.map((source) => (
                <Table.Tr key={source.id}>
                  <Table.Td>
                    <Anchor
                      size="sm"
                      fw={600}
                      renderRoot={(props) => (
                        <Link to="/sources/$sourceId" params={{ sourceId: source.id }} {...props} />
                      )}
                    >
                      {source.name}
                    </Anchor>
                    <Text size="sm" c="dimmed">
                      {source.problem?.detail ?? describe(source)}
                    </Text>
                  </Table.Td>
                  <Table.Td>
                    <Tag word={source.status} />
                  </Table.Td>
                  <Table.Td ta="right">{source.rows === null ? "–" : formatCount(source.rows)}</Table.Td>
                  <Table.Td ta="right">{source.rejects === null ? "–" : formatCount(source.rejects)}</Table.Td>
                  <Table.Td ta="right">{formatBytes(source.sizeBytes)}</Table.Td>
                  <Table.Td>{formatAgo(source.createdAt)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Panel>
  );
}

function describe(source: {
  format: string | null;
  options: object | null;
  columns: readonly string[] | null;
}): string {
  const options = (source.options ?? {}) as Readonly<Record<string, unknown>>;
  const said = ["encoding", "delimiter", "sheet"].flatMap((name) =>
    typeof options[name] === "string" ? [`${wordOf(name)} ${options[name]}`] : [],
  );
  const columns =
    source.columns === null ? [] : [plural(source.columns.length, { one: "# column", other: "# columns" })];
  return [...(source.format === null ? [] : [source.format]), ...said, ...columns].join(" · ");
}
