import { Skeleton, Table, UnstyledButton } from "@mantine/core";
import { listFacets, type RunId } from "@recon/api";
import { formatCount } from "../../client/numbers.ts";
import { useCall } from "../../client/use-call.ts";
import { Trouble } from "../../components/trouble.tsx";
import { FacetValue } from "./facet-value.tsx";
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

/** How many items each value of a column has, the largest first; a press opens them. */
export function GroupTable({ runId, view, column, onChange }: GroupTableProps) {
  const { filter, search } = viewQuery(view);
  const query = {
    list: view.list,
    columns: column,
    limit: MOST_GROUPS,
    ...(filter === undefined ? {} : { filter }),
    ...(search === undefined ? {} : { search }),
  };
  const found = useCall(listFacets, { params: { runId }, query }, { keepPrevious: true });
  if (found.error !== null) return <Trouble error={found.error} onRetry={() => void found.refetch()} />;
  const facet = found.data?.facets[0];
  if (facet === undefined) return <Skeleton h={240} />;
  return (
    <div className={classes.scroller} tabIndex={0} role="region" aria-label={`By ${columnLabel(column)}`}>
      <Table verticalSpacing={5} stickyHeader>
        <Table.Thead>
          <Table.Tr>
            <Table.Th tt="capitalize">{columnLabel(column)}</Table.Th>
            <Table.Th ta="right">{view.list}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {facet.items.map(({ value, count, filter: choice }) => (
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
            </Table.Tr>
          ))}
          {facet.others > 0 && (
            <Table.Tr>
              <Table.Td c="dimmed">{formatCount(facet.distinct - facet.items.length)} other values</Table.Td>
              <Table.Td ta="right">{formatCount(facet.others)}</Table.Td>
            </Table.Tr>
          )}
        </Table.Tbody>
      </Table>
    </div>
  );
}
