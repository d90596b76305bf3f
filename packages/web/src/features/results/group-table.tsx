import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useState } from "react";
import { Skeleton, Table, UnstyledButton } from "@mantine/core";
import { IconArrowDown } from "@tabler/icons-react";
import { NO_CURRENCY, listFacets, type RunId } from "@recon/api";
import { wordOf } from "../../client/api-words.ts";
import { formatAmount, formatCount } from "../../client/numbers.ts";
import { useCall } from "../../client/use-call.ts";
import { Trouble } from "../../components/trouble.tsx";
import { FacetValue } from "./facet-value.tsx";
import { currenciesOf, orderGroups, type GroupOrder } from "./group-order.ts";
import { viewQuery } from "./use-items.ts";
import { columnLabel, combine, conditionsOf, type View } from "./view.ts";
import classes from "./result-grid.module.css";

const MOST_GROUPS = 200;

interface GroupTableProps {
  readonly runId: RunId;
  readonly view: View;
  readonly column: string;
  readonly onChange: (part: Partial<View>) => void;
}

/** How many items each value of a column has and what they come to, the largest first; a press opens them. */
export function GroupTable({ runId, view, column, onChange }: GroupTableProps) {
  const [order, setOrder] = useState<GroupOrder>("count");
  const { filter, search } = viewQuery(view);
  const query = {
    list: view.list,
    columns: column,
    limit: MOST_GROUPS,
    sums: "true" as const,
    ...(filter === undefined ? {} : { filter }),
    ...(search === undefined ? {} : { search }),
  };
  const found = useCall(listFacets, { params: { runId }, query }, { keepPrevious: true });
  if (found.error !== null) return <Trouble error={found.error} onRetry={() => void found.refetch()} />;
  const facet = found.data?.facets[0];
  if (facet === undefined) return <Skeleton h={240} />;
  const currencies = currenciesOf(facet.items);
  return (
    <div className={classes.scroller} tabIndex={0} role="region" aria-label={t`By ${columnLabel(column)}`}>
      <Table verticalSpacing={5} stickyHeader>
        <Table.Thead>
          <Table.Tr>
            <Table.Th tt="capitalize">{columnLabel(column)}</Table.Th>
            <OrderHead label={wordOf(view.list)} isChosen={order === "count"} onChoose={() => setOrder("count")} />
            {currencies.map((currency) => (
              <OrderHead
                key={currency}
                label={currency === NO_CURRENCY ? t`amount` : currency}
                isChosen={order !== "count" && order.currency === currency}
                onChoose={() => setOrder({ currency })}
              />
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {orderGroups(facet.items, order).map(({ value, count, sums, filter: choice }) => (
            <Table.Tr key={value}>
              <Table.Td>
                {choice === null ? (
                  <FacetValue facet={facet} value={value} choice={{ all: [] }} />
                ) : (
                  <UnstyledButton
                    fz="sm"
                    c="var(--mantine-color-anchor)"
                    onClick={() =>
                      onChange({ group: undefined, filter: combine([...conditionsOf(view.filter), choice]) })
                    }
                  >
                    <FacetValue facet={facet} value={value} choice={choice} />
                  </UnstyledButton>
                )}
              </Table.Td>
              <Table.Td ta="right">{formatCount(count)}</Table.Td>
              {currencies.map((currency) => (
                <Table.Td key={currency} ta="right">
                  {sums?.[currency] === undefined ? "" : formatAmount(sums[currency])}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
          {facet.others > 0 && (
            <Table.Tr>
              <Table.Td c="dimmed">
                <Trans>
                  {formatCount(facet.distinct - facet.items.length)} other values, each with fewer {wordOf(view.list)}
                </Trans>
              </Table.Td>
              <Table.Td ta="right">{formatCount(facet.others)}</Table.Td>
              {currencies.length > 0 && <Table.Td colSpan={currencies.length} />}
            </Table.Tr>
          )}
        </Table.Tbody>
      </Table>
    </div>
  );
}

interface OrderHeadProps {
  readonly label: string;
  readonly isChosen: boolean;
  readonly onChoose: () => void;
}

/** A press brings the largest of this column to the top. */
function OrderHead({ label, isChosen, onChoose }: OrderHeadProps) {
  return (
    <Table.Th ta="right" aria-sort={isChosen ? "descending" : "none"}>
      <button type="button" className={classes.sort} onClick={onChoose}>
        {label}
        {isChosen && <IconArrowDown size={14} aria-hidden />}
      </button>
    </Table.Th>
  );
}
