import { t } from "@lingui/core/macro";
import { useEffect, useLayoutEffect, useRef } from "react";
import { Loader, Text } from "@mantine/core";
import { EmptyState } from "../../components/empty-state.tsx";
import { itemKey, widthOf, type Column } from "./columns.ts";
import { GridHead } from "./grid-head.tsx";
import { GridRow } from "./grid-row.tsx";
import type { Items } from "./use-items.ts";
import { useRowWindow, type RowWindow } from "./use-row-window.ts";
import type { View } from "./view.ts";
import classes from "./result-grid.module.css";

const ROW_PX = 32;
const HEAD_PX = 33;
/** Items fetched before they come into sight. */
const AHEAD = 60;
/** A pull at the bar passes many pages; only where it rests are they fetched. */
const REST_MS = 60;

interface GridProps {
  readonly view: View;
  readonly columns: readonly Column[];
  readonly items: Items;
  /** The item that the inspector shows. */
  readonly chosen: string | undefined;
  /** Keys of picked items; undefined where nothing can be picked. */
  readonly picked: ReadonlySet<string> | undefined;
  readonly onOpen: (index: number) => void;
  readonly onPick: (index: number, toHere: boolean) => void;
  readonly onChange: (part: Partial<View>) => void;
}

/** A table of any length, of which only the rows in sight exist. */
export function ResultGrid({ view, columns, items, chosen, picked, onOpen, onPick, onChange }: GridProps) {
  const total = items.total ?? 0;
  const rows = useRowWindow(total, ROW_PX, HEAD_PX);
  useSight(items, rows);
  useStillness({ view, items, rows, chosen });
  const chosenAt = chosen === undefined ? -1 : items.indexOf(chosen);
  const { reveal } = rows;
  const lastRevealed = useRef<string>(undefined);
  useEffect(() => {
    if (chosen === lastRevealed.current) return;
    if (chosenAt >= 0) reveal(chosenAt);
    if (chosenAt >= 0 || chosen === undefined) lastRevealed.current = chosen;
  }, [chosen, chosenAt, reveal]);
  const pick = picked === undefined ? "" : "34px ";
  const template = pick + columns.map((column) => `minmax(${widthOf(column)}px, ${widthOf(column)}fr)`).join(" ");
  const indexes = Array.from({ length: Math.max(0, rows.last - rows.first + 1) }, (_, i) => rows.first + i);
  return (
    <div ref={rows.scroller} className={classes.scroller} tabIndex={0} role="region" aria-label={t`Results`}>
      <div
        role="table"
        aria-rowcount={total + 1}
        className={classes.table}
        style={{ minWidth: columns.reduce((sum, column) => sum + widthOf(column) + 16, 0) }}
      >
        <GridHead {...{ view, columns, template, onChange }} withPick={picked !== undefined} />
        <div role="rowgroup" style={{ position: "relative", height: rows.elementPx }}>
          {indexes.map((index) => {
            const item = items.at(index);
            const key = item === undefined ? undefined : itemKey(item, view.list);
            return (
              <GridRow
                key={index}
                {...{ item, columns, index, template, onOpen, onPick }}
                list={view.list}
                top={rows.topOf(index)}
                isChosen={key !== undefined && key === chosen}
                isPicked={picked === undefined ? undefined : key !== undefined && picked.has(key)}
              />
            );
          })}
        </div>
      </div>
      {items.isLoading && <Loader size="sm" className={classes.loader ?? ""} aria-label={t`Loading`} />}
      {items.total === 0 && !items.isLoading && (
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

/** Tells the list which items are in sight: at once where they are there, else when the scrolling rests. */
function useSight(items: Items, { first, last }: RowWindow): void {
  const { show, at } = items;
  const isThere = at(first) !== undefined && at(last) !== undefined;
  useEffect(() => {
    const tell = (): void => show(first - AHEAD, Math.max(0, last) + AHEAD);
    if (isThere) return tell();
    const timer = setTimeout(tell, REST_MS);
    return () => clearTimeout(timer);
  }, [show, first, last, isThere]);
}

interface Stillness {
  readonly view: View;
  readonly items: Items;
  readonly rows: RowWindow;
  readonly chosen: string | undefined;
}

/** When items above leave or join the list, what is looked at stays where it is on the screen. */
function useStillness({ view, items, rows, chosen }: Stillness): void {
  const name = JSON.stringify([view.list, view.filter, view.search, view.sort]);
  const held = useRef<{ name: string; key: string; index: number }>(undefined);
  useLayoutEffect(() => {
    const before = held.current;
    if (before !== undefined && before.name !== name) rows.reveal(0);
    else if (before !== undefined) {
      const now = items.indexOf(before.key);
      if (now >= 0 && now !== before.index) rows.shiftBy(now - before.index);
    }
    const chosenAt = chosen === undefined ? -1 : items.indexOf(chosen);
    const index = chosenAt >= rows.first && chosenAt <= rows.last ? chosenAt : rows.top;
    const item = items.at(index);
    held.current = item === undefined ? undefined : { name, key: itemKey(item, view.list), index };
  });
}
