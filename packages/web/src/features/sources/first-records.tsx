import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Skeleton, Table, Text } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { previewSource, type ReadAs, type Source } from "@recon/api";
import { client } from "../../client/session.ts";
import { Panel } from "../../components/panel.tsx";
import { Trouble } from "../../components/trouble.tsx";
import classes from "./records.module.css";

const SHOWN = 20;

/** The first records, read as the form says at this moment. */
export function FirstRecords({ source, draft }: { readonly source: Source; readonly draft: ReadAs }) {
  const { id: sourceId } = source;
  const found = useQuery({
    queryKey: [previewSource.id, sourceId, draft],
    queryFn: ({ signal }) =>
      client.call(previewSource, {
        params: { sourceId },
        // Options are always given: without any the server would read as it was said before.
        body: { ...draft, options: draft.options ?? {}, rows: SHOWN },
        signal,
      }),
    placeholderData: keepPreviousData,
    retry: false,
  });
  const { data } = found;
  return (
    <Panel title={t`First records`} hint={t`As the file has them, nothing converted.`}>
      {found.error !== null && <Trouble error={found.error} />}
      {found.isPending && <Skeleton h={160} />}
      {found.error === null && data !== undefined && (
        <div className={classes.scroll} role="region" aria-label={t`First records`} tabIndex={0}>
          <Table className={classes.records ?? ""} verticalSpacing={4} withColumnBorders aria-busy={found.isFetching}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th ta="right" w={64}>
                  <Trans>Line</Trans>
                </Table.Th>
                {data.columns.map((name, i) => (
                  <Table.Th key={`${i} ${name}`}>{name}</Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data.rows.map((row) => (
                <Table.Tr key={row.line}>
                  <Table.Td ta="right" c="dimmed">
                    {row.line}
                  </Table.Td>
                  {row.kind === "reject" ? (
                    <Table.Td colSpan={Math.max(1, data.columns.length)}>
                      <Text span size="sm" c="var(--recon-bad)" fw={600}>
                        <Trans>Rejected: {row.reason}</Trans>
                      </Text>{" "}
                      <code className={classes.text}>{row.text}</code>
                    </Table.Td>
                  ) : (
                    row.cells.map((cell, i) => (
                      // Cells have no other name than their place.
                      <Table.Td key={i}>
                        {cell ?? (
                          <span className={classes.none}>
                            <Trans>empty</Trans>
                          </span>
                        )}
                      </Table.Td>
                    ))
                  )}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
    </Panel>
  );
}
