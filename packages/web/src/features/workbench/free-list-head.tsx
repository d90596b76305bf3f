import { t } from "@lingui/core/macro";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { wordOf } from "../../client/api-words.ts";
import classes from "./free-list.module.css";

interface HeadProps {
  readonly withCurrency: boolean;
  readonly sortable: readonly string[];
  readonly sort: string | undefined;
  readonly onSort: (sort: string | undefined) => void;
}

/** The heads of the list; date and amount sort it: ascending, descending, as in the file. */
export function FreeListHead({ withCurrency, sortable, sort, onSort }: HeadProps) {
  return (
    <div role="rowgroup" className={classes.head}>
      <div role="row" className={classes.row} data-currency={withCurrency}>
        <span role="columnheader" aria-label={t`Picked`} />
        <SortHead column="date" sortable={sortable} sort={sort} onSort={onSort} />
        <SortHead column="amount" sortable={sortable} sort={sort} onSort={onSort} />
        {withCurrency && <span role="columnheader">{t`ccy`}</span>}
        <span role="columnheader">{t`record`}</span>
      </div>
    </div>
  );
}

interface SortHeadProps extends Omit<HeadProps, "withCurrency"> {
  readonly column: "date" | "amount";
}

function SortHead({ column, sortable, sort, onSort }: SortHeadProps) {
  if (!sortable.includes(column))
    return (
      <span role="columnheader" data-numeric={column === "amount"}>
        {wordOf(column)}
      </span>
    );
  const direction = sort === column ? "ascending" : sort === `-${column}` ? "descending" : "none";
  const next = { none: column, ascending: `-${column}`, descending: undefined }[direction];
  return (
    <span role="columnheader" aria-sort={direction} data-numeric={column === "amount"}>
      <button type="button" className={classes.sort} onClick={() => onSort(next)}>
        {wordOf(column)}
        {direction === "ascending" && <IconArrowUp size={13} aria-hidden />}
        {direction === "descending" && <IconArrowDown size={13} aria-hidden />}
      </button>
    </span>
  );
}
