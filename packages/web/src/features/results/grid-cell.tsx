import type { ResultList } from "@recon/api";
import { formatAmount, formatCount, formatDay } from "../../client/numbers.ts";
import { Tag } from "../../components/tag.tsx";
import { isNumeric, valueOf, type Column, type Item } from "./columns.ts";
import { PersonName } from "./person-name.tsx";
import classes from "./result-grid.module.css";

interface CellProps {
  readonly item: Item;
  readonly list: ResultList;
  readonly column: Column;
  /** The first cell of a row is a button: keyboards reach the row through it. */
  readonly isFirst: boolean;
}

const tagged = new Set(["outcome", "status"]);

export function GridCell({ item, list, column, isFirst }: CellProps) {
  const value = valueOf(item, list, column.name);
  const isTag = tagged.has(column.name) || (column.name === "kind" && list === "breaks");
  const isPerson = column.name === "assigneeId" && value !== null;
  const shown =
    isTag && value !== null ? <Tag word={value} /> : isPerson ? <PersonName id={value} /> : textOf(value, column);
  return (
    <div
      role="cell"
      className={classes.cell}
      data-numeric={isNumeric(column)}
      {...(column.type.kind === "text" && value !== null ? { title: value } : {})}
    >
      {isFirst ? (
        <button type="button" className={classes.open}>
          {shown}
        </button>
      ) : (
        shown
      )}
    </div>
  );
}

function textOf(value: string | null, { name, type }: Column): string {
  if (value === null) return "–";
  if (type.kind === "decimal") return formatAmount(value);
  if (type.kind === "date") return formatDay(value);
  if (type.kind === "integer" && !name.endsWith("Id")) return formatCount(Number(value));
  return value;
}
