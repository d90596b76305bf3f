import { t } from "@lingui/core/macro";
import { memo } from "react";
import type { ResultList } from "@recon/api";
import type { Column, Item } from "./columns.ts";
import { GridCell } from "./grid-cell.tsx";
import classes from "./result-grid.module.css";

interface RowProps {
  /** undefined: on its way. */
  readonly item: Item | undefined;
  readonly list: ResultList;
  readonly columns: readonly Column[];
  readonly index: number;
  readonly top: number;
  readonly template: string;
  readonly isChosen: boolean;
  /** undefined: nothing can be picked here. */
  readonly isPicked: boolean | undefined;
  readonly onOpen: (index: number) => void;
  readonly onPick: (index: number, toHere: boolean) => void;
}

/** One item. It is drawn again only when something about it changes. */
export const GridRow = memo(function GridRow(props: RowProps) {
  const { item, list, columns, index, top, template, isChosen, isPicked, onOpen, onPick } = props;
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isChosen}
      aria-busy={item === undefined}
      data-settled={list === "breaks" && item !== undefined && item.status !== "open"}
      className={classes.row}
      style={{ gridTemplateColumns: template, position: "absolute", top, insetInline: 0 }}
      onClick={() => item !== undefined && onOpen(index)}
    >
      {isPicked !== undefined && (
        <div role="cell" className={classes.pick} onClick={(event) => event.stopPropagation()}>
          <input
            type="checkbox"
            aria-label={t`Pick row ${index + 1}`}
            checked={isPicked}
            disabled={item === undefined}
            onChange={() => undefined}
            onClick={(event) => onPick(index, event.shiftKey)}
          />
        </div>
      )}
      {columns.map((column, at) =>
        item === undefined ? (
          <div key={column.name} role="cell" className={classes.cell}>
            <span className={classes.coming} data-coming />
          </div>
        ) : (
          <GridCell key={column.name} item={item} list={list} column={column} isFirst={at === 0} />
        ),
      )}
    </div>
  );
});
