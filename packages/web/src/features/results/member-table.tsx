import { Trans } from "@lingui/react/macro";
import { Table, Text } from "@mantine/core";
import type { ResultRow } from "@recon/api";
import { wordOf } from "../../client/api-words.ts";
import { formatAmount } from "../../client/numbers.ts";

const MOST_FIELDS = 4;

/** The records of a group, or the competing candidates of a suggestion. */
export function MemberTable({ members }: { readonly members: readonly ResultRow[] }) {
  const fields = Object.keys(members[0]?.values ?? {});
  const amount = fields.find((field) => members.some(({ values }) => /^-?\d+\.\d+$/.test(values[field] ?? "")));
  const others = fields.filter((field) => field !== amount).slice(0, MOST_FIELDS);
  return (
    <div>
      <Text fw={600} size="sm">
        <Trans>{members.length} records</Trans>
      </Text>
      <Table.ScrollContainer minWidth={420} type="native">
        <Table verticalSpacing={3} fz="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>
                <Trans>Record</Trans>
              </Table.Th>
              {amount !== undefined && <Table.Th ta="right">{amount}</Table.Th>}
              {others.map((field) => (
                <Table.Th key={field}>{field}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {members.map(({ side, rowId, values }) => (
              <Table.Tr key={`${side}:${rowId}`}>
                <Table.Td style={{ whiteSpace: "nowrap" }}>
                  {wordOf(side)} {rowId}
                </Table.Td>
                {amount !== undefined && <Table.Td ta="right">{formatAmount(values[amount] ?? null)}</Table.Td>}
                {others.map((field) => (
                  <Table.Td key={field}>{values[field] ?? "–"}</Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </div>
  );
}
