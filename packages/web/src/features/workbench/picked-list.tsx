import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { CloseButton, Group, Text } from "@mantine/core";
import { wordOf } from "../../client/api-words.ts";
import { formatAmount, formatCount, formatDay } from "../../client/numbers.ts";
import { Amount } from "../../components/amount.tsx";
import type { Balance } from "./balance.ts";
import { recordKey, type BenchRecord, type BenchSide } from "./bench-record.ts";
import classes from "./workbench.module.css";

interface PickedListProps {
  readonly side: BenchSide;
  readonly records: readonly BenchRecord[];
  readonly balances: readonly Balance[];
  readonly onRemove: (record: BenchRecord) => void;
}

/** One side of the group that is being built, with its total by currency. */
export function PickedList({ side, records, balances, onRemove }: PickedListProps) {
  const own = records.filter((record) => record.side === side);
  const name = side === "left" ? t`Left` : t`Right`;
  return (
    <section className={classes.picked} aria-label={t`Picked, ${name.toLowerCase()}`}>
      <Group justify="space-between" align="baseline" wrap="nowrap" gap="sm">
        <Text fw={600} size="sm">
          <Trans>
            {name} · {formatCount(own.length)} picked
          </Trans>
        </Text>
        <span className={classes.totals}>
          {own.length > 0 &&
            balances.map((balance) => (
              <Amount key={balance.currency} value={balance[side]} currency={balance.currency} />
            ))}
        </span>
      </Group>
      <ul className={classes.records}>
        {own.map((record) => (
          <PickedRecord key={recordKey(record)} record={record} onRemove={() => onRemove(record)} />
        ))}
      </ul>
    </section>
  );
}

function PickedRecord({ record, onRemove }: { readonly record: BenchRecord; readonly onRemove: () => void }) {
  const { side, rowId, date, amount, text, isFree, outcome } = record;
  return (
    <li className={classes.record} data-taken={!isFree}>
      <span>{date === null ? "–" : formatDay(date)}</span>
      <span className={classes.what} title={text}>
        {isFree ? text : t`is ${wordOf(outcome)} by now · ${text}`}
      </span>
      <span className="figure">{formatAmount(amount)}</span>
      <CloseButton size="xs" aria-label={t`Take out ${wordOf(side)} record ${rowId}`} onClick={onRemove} />
    </li>
  );
}
