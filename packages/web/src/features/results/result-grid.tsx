import { useEffect, useRef } from "react";
import { Loader, Text } from "@mantine/core";
import { IconArrowDown, IconArrowUp } from "@tabler/icons-react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { EmptyState } from "../../components/empty-state.tsx";
import { isNumeric, itemKey, widthOf, type Column } from "./columns.ts";
import { GridCell } from "./grid-cell.tsx";
import type { Items } from "./use-items.ts";
import { columnLabel, nextSort, sortOf, type View } from "./view.ts";
import classes from "./result-grid.module.css";

const ROW_PX = 32;
const OVERSCAN = 20;

interface GridProps {
  readonly view: View;
  readonly columns: readonly Column[];
  readonly items: Items;
  readonly onChange: (part: Partial<View>) => void;
}

/** A table of which only the rows in sight exist. */
export function ResultGrid({ view, columns, items, onChange }: GridProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const { loaded } = items;
  const virtual = useVirtualizer({
    count: loaded.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_PX,
    overscan: OVERSCAN,
  });
  const rows = virtual.getVirtualItems();
  const last = rows.at(-1)?.index ?? 0;
  const { more } = items;
  useEffect(() => {
    if (loaded.length > 0 && last >= loaded.length - OVERSCAN * 2) more();
  }, [last, loaded.length, more]);
  const chosen = view.item === undefined ? -1 : loaded.findIndex((item) => itemKey(item, view.list) === view.item);
  useEffect(() => {
    if (chosen >= 0) virtual.scrollToIndex(chosen, { align: "auto" });
  }, [chosen, virtual]);
  const template = columns.map((column) => `minmax(${widthOf(column)}px, ${widthOf(column)}fr)`).join(" ");
  return (
    <div ref={scroller} className={classes.scroller} tabIndex={0} role="region" aria-label="Results">
      <div
        role="table"
        aria-rowcount={items.total ?? -1}
        className={classes.table}
        style={{ minWidth: columns.reduce((sum, column) => sum + widthOf(column) + 16, 0) }}
      >
        <div role="rowgroup" className={classes.head}>
          <div role="row" className={classes.row} style={{ gridTemplateColumns: template }}>
            {columns.map((column) => (
              <Head key={column.name} column={column} view={view} onChange={onChange} />
            ))}
          </div>
        </div>
        <div role="rowgroup" style={{ position: "relative", height: virtual.getTotalSize() }}>
          {rows.map(({ index, start, key }) => {
            const item = loaded[index];
            if (item === undefined) return null;
            const id = itemKey(item, view.list);
            return (
              <div
                key={key}
                role="row"
                aria-rowindex={index + 2}
                aria-selected={id === view.item}
                className={classes.row}
                style={{ gridTemplateColumns: template, position: "absolute", top: start, insetInline: 0 }}
                onClick={() => onChange({ item: id })}
              >
                {columns.map((column, at) => (
                  <GridCell key={column.name} item={item} list={view.list} column={column} isFirst={at === 0} />
                ))}
              </div>
            );
          })}
        </div>
      </div>
      {items.isLoading && <Loader size="sm" className={classes.loader ?? ""} aria-label="Loading" />}
      {loaded.length === 0 && !items.isLoading && (
        <div className={classes.empty}>
          <EmptyState title="Nothing here">
            <Text size="sm">
              No item satisfies all the conditions. Take one away above, or search for something else.
            </Text>
          </EmptyState>
        </div>
      )}
    </div>
  );
}

function Head({ column, view, onChange }: { readonly column: Column } & Pick<GridProps, "view" | "onChange">) {
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
