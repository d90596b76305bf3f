import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Anchor, Table } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { RunOverview } from "@recon/api";
import { wordOf } from "../../client/api-words.ts";
import { formatCount } from "../../client/numbers.ts";
import { Amount } from "../../components/amount.tsx";
import { Panel } from "../../components/panel.tsx";

/** What is new, what stays open and what is cleared, by the contents of the records. */
export function SinceLastRun({ previous }: { readonly previous: NonNullable<RunOverview["previous"]> }) {
  return (
    <Panel
      title={t`Since the last run`}
      hint={
        <Anchor
          size="sm"
          renderRoot={(props) => <Link to="/runs/$runId" params={{ runId: previous.runId }} {...props} />}
        >
          <Trans>Open the run before</Trans>
        </Anchor>
      }
    >
      <Table.ScrollContainer minWidth={560} type="native">
        <Table verticalSpacing={5}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>
                <Trans>Side</Trans>
              </Table.Th>
              {[t`New`, t`Still open`, t`Cleared`].flatMap((title) => [
                <Table.Th key={title} ta="right">
                  {title}
                </Table.Th>,
                <Table.Th key={`${title} value`} ta="right">
                  <Trans>Value</Trans>
                </Table.Th>,
              ])}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {previous.changes.map((change) => (
              <Table.Tr key={`${change.side} ${change.currency ?? ""}`}>
                <Table.Td tt="capitalize">
                  {wordOf(change.side)} {change.currency}
                </Table.Td>
                <Table.Td ta="right">{formatCount(change.fresh)}</Table.Td>
                <Table.Td ta="right">
                  <Amount value={change.freshGross} />
                </Table.Td>
                <Table.Td ta="right">{formatCount(change.stillOpen)}</Table.Td>
                <Table.Td ta="right">
                  <Amount value={change.stillOpenGross} />
                </Table.Td>
                <Table.Td ta="right">{formatCount(change.cleared)}</Table.Td>
                <Table.Td ta="right">
                  <Amount value={change.clearedGross} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Panel>
  );
}
