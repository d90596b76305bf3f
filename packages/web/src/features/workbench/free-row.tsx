import { t } from "@lingui/core/macro";
import { IconCheck } from "@tabler/icons-react";
import { formatAmount, formatDay } from "../../client/numbers.ts";
import type { BenchRecord } from "./bench-record.ts";
import classes from "./free-list.module.css";

interface FreeRowProps {
  readonly id: string;
  readonly record: BenchRecord;
  readonly index: number;
  readonly top: number;
  readonly withCurrency: boolean;
  readonly isPicked: boolean;
  readonly isActive: boolean;
  readonly onPick: () => void;
}

/** One record to pick; the head is row 1 of the grid. */
export function FreeRow({ id, record, index, top, withCurrency, isPicked, isActive, onPick }: FreeRowProps) {
  const { rowId, date, amount, currency, text, outcome } = record;
  const what = outcome === "duplicate" ? t`duplicate · ${text}` : text;
  return (
    <div
      id={id}
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isPicked}
      data-active={isActive}
      data-currency={withCurrency}
      className={classes.row}
      style={{ position: "absolute", top, insetInline: 0 }}
      onClick={onPick}
    >
      <span role="gridcell" className={classes.mark} aria-label={isPicked ? t`picked` : t`not picked`}>
        {isPicked && <IconCheck size={14} stroke={3} aria-hidden />}
      </span>
      <span role="gridcell">{date === null ? "–" : formatDay(date)}</span>
      <span role="gridcell" data-numeric>
        {formatAmount(amount)}
      </span>
      {withCurrency && <span role="gridcell">{currency}</span>}
      <span role="gridcell" title={what} className={classes.text}>
        {what === "" ? t`record ${rowId}` : what}
      </span>
    </div>
  );
}
