import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Button, Group, Skeleton, Table } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { listSourceRejects, type Source } from "@recon/api";
import { client } from "../../client/session.ts";
import { formatCount } from "../../client/numbers.ts";
import { Panel } from "../../components/panel.tsx";
import { Trouble } from "../../components/trouble.tsx";
import classes from "./records.module.css";

const PAGE = 50;

/** What could not be read: where it stands, what stands there, and why. None is dropped: each is in the result as rejected. */
export function RejectedRecords({ source }: { readonly source: Source }) {
  const { id: sourceId, version } = source;
  const list = useInfiniteQuery({
    queryKey: [listSourceRejects.id, sourceId, version],
    queryFn: ({ pageParam, signal }) =>
      client.call(listSourceRejects, {
        params: { sourceId },
        query: { limit: PAGE, ...(pageParam === undefined ? {} : { cursor: pageParam }) },
        signal,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
  const rejects = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const total = list.data?.pages[0]?.total ?? 0;
  return (
    <Panel
      title={t`Rejected records`}
      hint={t`They take no part in matching and are listed in every result; mend the file, or how it is read.`}
    >
      {list.error !== null && <Trouble error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <Skeleton h={80} />}
      {rejects.length > 0 && (
        <div className={classes.scroll} role="region" aria-label={t`Rejected records`} tabIndex={0}>
          <Table verticalSpacing={4} horizontalSpacing="md" className={classes.records ?? ""}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th ta="right" w={80}>
                  <Trans>Line</Trans>
                </Table.Th>
                <Table.Th>
                  <Trans>Reason</Trans>
                </Table.Th>
                <Table.Th>
                  <Trans>Text</Trans>
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rejects.map(({ line, reason, text }, i) => (
                <Table.Tr key={i}>
                  <Table.Td ta="right">{line}</Table.Td>
                  <Table.Td>{reason}</Table.Td>
                  <Table.Td title={text}>
                    <code className={classes.text}>{text}</code>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
      <Group mt="sm" gap="md" c="dimmed" fz="sm">
        {total > 0 && t`${formatCount(rejects.length)} of ${formatCount(total)}`}
        {list.hasNextPage && (
          <Button
            variant="default"
            size="xs"
            loading={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            <Trans>Show more</Trans>
          </Button>
        )}
      </Group>
    </Panel>
  );
}
