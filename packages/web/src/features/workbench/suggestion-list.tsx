import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { Text } from "@mantine/core";
import { isZero } from "@recon/api";
import { wordOf } from "../../client/api-words.ts";
import { formatAmount, formatDay } from "../../client/numbers.ts";
import { recordKey, type BenchRecord } from "./bench-record.ts";
import type { Suggestion } from "./suggestion.ts";
import classes from "./workbench.module.css";

interface SuggestionListProps {
  /** Undefined while they are looked for. */
  readonly suggestions: readonly Suggestion[] | undefined;
  readonly onTake: (records: readonly BenchRecord[]) => void;
}

/** What would bring the difference to zero, or nearest to it; a click or its number picks it. */
export function SuggestionList({ suggestions, onTake }: SuggestionListProps) {
  return (
    <div className={classes.suggestions}>
      <Text fw={600} size="sm">
        <Trans>What would settle it</Trans>
      </Text>
      {suggestions === undefined && (
        <Text size="sm" c="dimmed">
          <Trans>Looking …</Trans>
        </Text>
      )}
      {suggestions?.length === 0 && (
        <Text size="sm" c="dimmed">
          <Trans>No left-over record comes near.</Trans>
        </Text>
      )}
      <ol className={classes.suggestionItems}>
        {suggestions?.map(({ records, leftOver }, at) => (
          <li key={records.map(recordKey).join()}>
            <button type="button" className={classes.suggestion} onClick={() => onTake(records)}>
              <kbd>{at + 1}</kbd>
              <span className={classes.what}>{describe(records)}</span>
              <span className={classes.settles} data-even={isZero(leftOver)}>
                {isZero(leftOver) ? t`to zero` : t`leaves ${formatAmount(leftOver)}`}
              </span>
            </button>
          </li>
        ))}
      </ol>
    </div>
  );
}

function describe(records: readonly BenchRecord[]): string {
  const [first] = records;
  if (first === undefined) return "";
  const { side, amount, date, text } = first;
  if (records.length === 1)
    return [`${wordOf(side)} ${formatAmount(amount)}`, ...(date === null ? [] : [formatDay(date)]), text].join(" · ");
  return t`${records.length} on the ${wordOf(side)}: ${records.map((record) => formatAmount(record.amount)).join(" + ")}`;
}
