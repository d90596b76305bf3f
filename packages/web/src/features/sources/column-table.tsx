import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Table, Text } from "@mantine/core";
import type { SourceColumn } from "@recon/api";
import { wordOf } from "../../client/api-words.ts";
import { formatAmount, formatCount } from "../../client/numbers.ts";
import classes from "./records.module.css";

const SAMPLES = 4;

/** Each column: what it seems to be, how often it is empty or repeats itself, what it adds up to, and samples. */
export function ColumnTable({ columns, rows }: { readonly columns: readonly SourceColumn[]; readonly rows: number }) {
  return (
    <div className={classes.scroll} role="region" aria-label={t`Columns`} tabIndex={0}>
      <Table verticalSpacing={6} horizontalSpacing="md" className={classes.records ?? ""}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>
              <Trans>Column</Trans>
            </Table.Th>
            <Table.Th>
              <Trans>Type</Trans>
            </Table.Th>
            <Table.Th ta="right">
              <Trans>Empty</Trans>
            </Table.Th>
            <Table.Th ta="right">
              <Trans>Distinct</Trans>
            </Table.Th>
            <Table.Th ta="right">
              <Trans>Repeated</Trans>
            </Table.Th>
            <Table.Th ta="right">
              <Trans>Control total</Trans>
            </Table.Th>
            <Table.Th>
              <Trans>Samples</Trans>
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {columns.map((column) => (
            <Table.Tr key={column.index}>
              <Table.Th scope="row" fw={600}>
                {column.name}
              </Table.Th>
              <Table.Td>
                {wordOf(column.type)}
                <Text size="xs" c="dimmed">
                  {marksOf(column)}
                </Text>
              </Table.Td>
              <Table.Td ta="right">{column.nulls === 0 ? "–" : formatCount(column.nulls)}</Table.Td>
              <Table.Td ta="right">
                {column.isDistinctExact ? "" : "≥ "}
                {formatCount(column.distinct)}
              </Table.Td>
              <Table.Td ta="right">{repeatedOf(column, rows)}</Table.Td>
              <Table.Td ta="right">{formatAmount(column.controlTotal)}</Table.Td>
              <Table.Td>
                <div className={classes.samples}>
                  {column.samples.slice(0, SAMPLES).map((sample, i) => (
                    <code key={i} title={sample}>
                      {sample}
                    </code>
                  ))}
                </div>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

/** Values that stand there again after their first time. A column without any is a key. */
function repeatedOf({ values, distinct, isDistinctExact, isUnique }: SourceColumn, rows: number): string {
  if (isUnique === true) return values === rows && rows > 0 ? t`none: a key` : "none";
  return isDistinctExact ? formatCount(values - distinct) : `≤ ${formatCount(values - distinct)}`;
}

const orders: Readonly<Record<string, string>> = {
  dmy: t`day first`,
  mdy: t`month first`,
  open: t`day or month first: open`,
  conflict: t`day and month first`,
};

function marksOf({ decimal, thousands, isDecimalOpen, dateOrder }: SourceColumn): string {
  if (dateOrder !== null) return orders[dateOrder] ?? dateOrder;
  if (decimal === null) return "";
  const mark = decimal === "," ? t`decimal comma` : t`decimal point`;
  const groups = thousands === null ? "" : t`, thousands ${thousands === " " ? "space" : thousands}`;
  return `${mark}${groups}${isDecimalOpen ? t`, could be the other` : ""}`;
}
