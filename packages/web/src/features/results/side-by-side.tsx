import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import type { Break } from "@recon/api";
import { formatAmount, formatDay } from "../../client/numbers.ts";
import { markDifferences, type Stretch } from "./mark-differences.ts";
import classes from "./side-by-side.module.css";

type Values = Readonly<Record<string, string | null>>;
type Difference = Break["failed"][number];

interface SideBySideProps {
  readonly left: Values | undefined;
  readonly right: Values | undefined;
  readonly differences: readonly Difference[];
}

/** Two records, field by field; what differs is marked inside the value and told by its sign. */
export function SideBySide({ left, right, differences }: SideBySideProps) {
  const fields = [...new Set([...Object.keys(left ?? {}), ...Object.keys(right ?? {})])];
  const both = left !== undefined && right !== undefined;
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">
            <Trans>Field</Trans>
          </th>
          {left !== undefined && (
            <th scope="col">
              <Trans>Left</Trans>
            </th>
          )}
          {right !== undefined && (
            <th scope="col">
              <Trans>Right</Trans>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {fields.map((field) => {
          const [one, other] = [left?.[field] ?? null, right?.[field] ?? null];
          const differs = both && one !== other;
          const marked =
            differs && one !== null && other !== null ? markDifferences(shown(one), shown(other)) : undefined;
          const delta = differences.find((difference) => difference.field === field)?.delta ?? null;
          return (
            <tr key={field} data-differs={differs}>
              <th scope="row">
                {field}
                {differs && <span className={classes.delta}>{deltaOf(delta, one)}</span>}
              </th>
              {left !== undefined && <Cell value={one} stretches={marked?.left} side="left" differs={differs} />}
              {right !== undefined && <Cell value={other} stretches={marked?.right} side="right" differs={differs} />}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

const isDay = (value: string): boolean => /^\d{4}-\d\d-\d\d$/.test(value);
const isDecimal = (value: string): boolean => /^-?\d{1,30}\.\d+$/.test(value);

function shown(value: string): string {
  if (isDay(value)) return formatDay(value);
  return isDecimal(value) ? formatAmount(value) : value;
}

/** Right less left: "+0.05" or "−2 days". */
function deltaOf(delta: string | null, value: string | null): string {
  if (delta === null) return t`differs`;
  const text = formatAmount(delta.replace(/^\+/, ""));
  const signed = text.startsWith("−") ? text : `+${text}`;
  if (value === null || !isDay(value)) return signed;
  return /^[+−]1$/.test(signed) ? t`${signed} day` : t`${signed} days`;
}

interface CellProps {
  readonly value: string | null;
  readonly stretches: readonly Stretch[] | undefined;
  readonly side: "left" | "right";
  readonly differs: boolean;
}

function Cell({ value, stretches, side, differs }: CellProps) {
  const numeric = value !== null && isDecimal(value);
  if (value === null) return <td className={classes.none}>–</td>;
  if (stretches === undefined)
    return <td data-numeric={numeric}>{differs ? <mark data-side={side}>{shown(value)}</mark> : shown(value)}</td>;
  return (
    <td data-numeric={numeric}>
      {stretches.map(({ text, differs }, at) =>
        differs ? (
          <mark key={`${at}`} data-side={side}>
            {text}
          </mark>
        ) : (
          <span key={`${at}`}>{text}</span>
        ),
      )}
    </td>
  );
}
