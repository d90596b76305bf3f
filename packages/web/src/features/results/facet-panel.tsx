import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Skeleton } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { listFacets, type Facet, type RunId } from "@recon/api";
import { formatCount } from "../../client/numbers.ts";
import { useCall } from "../../client/use-call.ts";
import type { z } from "zod";
import { FacetValue } from "./facet-value.tsx";
import { viewQuery } from "./use-items.ts";
import { columnLabel, isChosen, toggle, type View } from "./view.ts";
import classes from "./facet-panel.module.css";

const MOST_VALUES = 8;

interface FacetPanelProps {
  readonly runId: RunId;
  readonly view: View;
  readonly columns: readonly string[];
  readonly onChange: (part: Partial<View>) => void;
}

/** Counts by value of what the view shows; a click keeps a value, a second one lets it go. */
export function FacetPanel({ runId, view, columns, onChange }: FacetPanelProps) {
  const { filter, search } = viewQuery(view);
  const query = {
    list: view.list,
    columns: columns.join(","),
    limit: MOST_VALUES,
    ...(filter === undefined ? {} : { filter }),
    ...(search === undefined ? {} : { search }),
  };
  const { data } = useCall(listFacets, { params: { runId }, query }, { keepPrevious: true });
  // As in the style sheet of the page: on narrower screens the panel stands above the list, folded.
  const isBeside = useMediaQuery("(min-width: 62em)", true, { getInitialValueInEffect: false });
  if (data === undefined) return isBeside ? <Skeleton h={240} /> : <Skeleton h={24} />;
  return (
    <details className={classes.panel} open={isBeside}>
      <summary className={classes.summary}>
        <Trans>Filters</Trans>
      </summary>
      {data.facets.filter(tellsSomething).map((facet) => (
        <fieldset key={facet.column} className={classes.facet}>
          <legend>{columnLabel(facet.column)}</legend>
          {tellingItems(facet).map(({ value, count, filter: choice }) =>
            choice === null ? null : (
              <label key={value} className={classes.choice}>
                <input
                  type="checkbox"
                  checked={isChosen(view.filter, choice)}
                  onChange={() => onChange({ filter: toggle(view.filter, choice), item: undefined })}
                />
                <span className={classes.value} title={value ?? t`none`}>
                  <FacetValue facet={facet} value={value} choice={choice} />
                </span>
                <span className="figure">{formatCount(count)}</span>
              </label>
            ),
          )}
          {othersOf(facet) > 0 && (
            <div className={classes.others}>
              <Trans>{formatCount(othersOf(facet))} with other values</Trans>
            </div>
          )}
        </fieldset>
      ))}
    </details>
  );
}

type Counts = z.infer<typeof Facet>;

/** A column in which nothing stands yet has nothing to choose from. */
const tellsSomething = ({ items }: Counts): boolean =>
  items.length > 1 || (items[0] !== undefined && items[0].value !== null);

/** Where nearly every value is the only one of its kind, the single ones tell nothing. */
function tellingItems({ items, distinct }: Counts): Counts["items"] {
  return distinct > 2 * MOST_VALUES ? items.filter(({ count }) => count > 1) : items;
}

function othersOf(facet: Counts): number {
  const shown = tellingItems(facet).reduce((sum, { count }) => sum + count, 0);
  return facet.others + facet.items.reduce((sum, { count }) => sum + count, 0) - shown;
}
