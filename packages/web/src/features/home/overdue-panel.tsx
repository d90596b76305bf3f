import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Anchor, Table, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { listRuns } from "@recon/api";
import { formatAgo, formatCount, formatInstant } from "../../client/numbers.ts";
import { useCall } from "../../client/use-call.ts";
import { Panel } from "../../components/panel.tsx";
import { findOverdue } from "./overdue.ts";
import { RunThisMonth } from "./run-this-month.tsx";

const LOOKED_THROUGH = 500;
const DAY_MS = 86_400_000;

/** Reconciliations whose next run is late by their own rhythm; nothing where all are in time. */
export function OverduePanel() {
  const { data } = useCall(listRuns, { query: { status: "completed", limit: LOOKED_THROUGH } });
  const overdue = findOverdue(data?.items ?? [], Date.now());
  if (overdue.length === 0) return null;
  return (
    <Panel title={t`Overdue`} hint={t`These have not run for longer than they usually do.`}>
      <Table verticalSpacing={6}>
        <Table.Tbody>
          {overdue.map(({ last, everyMs }) => (
            <Table.Tr key={last.reconciliationId}>
              <Table.Td>
                <Anchor
                  size="sm"
                  renderRoot={(props) => (
                    <Link
                      to="/reconciliations/$reconciliationId"
                      params={{ reconciliationId: last.reconciliationId }}
                      {...props}
                    />
                  )}
                >
                  {last.reconciliationName}
                </Anchor>
                <Text size="sm" c="dimmed" title={formatInstant(last.createdAt)}>
                  <Trans>
                    usually every {daysOf(everyMs)}, last ran {formatAgo(last.createdAt)}
                  </Trans>
                </Text>
              </Table.Td>
              <Table.Td ta="right">
                <RunThisMonth run={last} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Panel>
  );
}

function daysOf(ms: number): string {
  const days = Math.round(ms / DAY_MS);
  return days <= 1 ? t`day` : t`${formatCount(days)} days`;
}
