import { t } from "@lingui/core/macro";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { isNumeric, type Column } from "./columns.ts";
import { columnLabel, nextSort, sortOf, type View } from "./view.ts";
import classes from "./result-grid.module.css";

interface HeadProps {
  readonly view: View;
  readonly columns: readonly Column[];
  readonly template: string;
  readonly withPick: boolean;
  readonly onChange: (part: Partial<View>) => void;
}

/** Names of the columns; a click sorts. */
export function GridHead({ view, columns, template, withPick, onChange }: HeadProps) {
  return (
    <div role="rowgroup" className={classes.head}>
      <div role="row" className={classes.row} style={{ gridTemplateColumns: template }}>
        {withPick && (
          <div role="columnheader" className={classes.pick} aria-label={t`Picked`}>
            {" "}
          </div>
        )}
        {columns.map((column) => (
          <Head key={column.name} column={column} view={view} onChange={onChange} />
        ))}
      </div>
    </div>
  );
}

function Head({ column, view, onChange }: { readonly column: Column } & Pick<HeadProps, "view" | "onChange">) {
  const sort = sortOf(view.sort);
  const isSorted = sort?.column === column.name;
  const direction = isSorted ? (sort.descending ? "descending" : "ascending") : "none";
  return (
    <div role="columnheader" aria-sort={direction} className={classes.cell} data-numeric={isNumeric(column)}>
      {column.sortable ? (
        <button
          type="button"
          className={classes.sort}
          onClick={() => onChange({ sort: nextSort(view.sort, column.name) })}
        >
          {columnLabel(column.name)}
          {isSorted &&
            (sort.descending ? <IconArrowDown size={13} aria-hidden /> : <IconArrowUp size={13} aria-hidden />)}
        </button>
      ) : (
        columnLabel(column.name)
      )}
    </div>
  );
}
