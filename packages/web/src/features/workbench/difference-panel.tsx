import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { Button, Group, Text } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { isZero } from "@recon/api";
import { Amount } from "../../components/amount.tsx";
import { BookRest, type Reasoned } from "./book-rest.tsx";
import { isMatchable, type Balance, type Verdict } from "./balance.ts";
import classes from "./workbench.module.css";

interface DifferencePanelProps {
  readonly balances: readonly Balance[];
  readonly verdict: Verdict;
  readonly isPending: boolean;
  readonly mayWork: boolean | undefined;
  readonly isBusy: boolean;
  readonly isEmpty: boolean;
  readonly booking: boolean;
  readonly onBooking: (open: boolean) => void;
  readonly onMatch: () => void;
  readonly onBook: (reasoned: Reasoned) => void;
  readonly onClear: () => void;
  readonly children: ReactNode;
}

/** How far left and right are apart, large and live, and what can be done about it. */
export function DifferencePanel(props: DifferencePanelProps) {
  const { balances, verdict, isPending, isEmpty, onClear, children } = props;
  return (
    <section className={classes.difference} aria-label={t`Difference`}>
      <Text size="sm" c="dimmed">
        <Trans>Difference, left − right</Trans>
      </Text>
      <div role="status" className={classes.figures}>
        {balances.length === 0 && <span className={classes.none}>–</span>}
        {balances.map((balance) => (
          <Figure key={balance.currency} balance={balance} isPending={isPending} />
        ))}
      </div>
      <Text size="sm" c="dimmed" mih={20} ta="center">
        {wordsOf(verdict, isPending)}
      </Text>
      <Group gap="sm" justify="center">
        <Decisions {...props} />
        {!isEmpty && (
          <Button variant="subtle" color="gray" onClick={onClear}>
            <Trans>Unpick all</Trans>
          </Button>
        )}
      </Group>
      {children}
    </section>
  );
}

function Figure({ balance, isPending }: { readonly balance: Balance; readonly isPending: boolean }) {
  const { currency, difference } = balance;
  const isEven = !isPending && difference !== null && isZero(difference);
  return (
    <span className={classes.figure} data-even={isEven}>
      {isEven && <IconCheck size={24} stroke={3} aria-label={t`even`} />}
      {isPending ? "…" : difference === null ? t`unknown` : <Amount value={difference} currency={currency} />}
    </span>
  );
}

function wordsOf(verdict: Verdict, isPending: boolean): string {
  if (isPending) return t`Looking up the picked records.`;
  if (verdict.kind === "impossible") return verdict.why;
  if (verdict.kind === "cancelling") return t`The records of this side cancel out.`;
  return verdict.kind === "balanced" ? t`The sums agree.` : t`Pick on, or book the rest with a reason.`;
}

function Decisions({ verdict, isPending, mayWork, isBusy, booking, onBooking, onMatch, onBook }: DifferencePanelProps) {
  if (mayWork === undefined) return null;
  if (!mayWork)
    return (
      <Text size="sm">
        <Trans>You may look and add up here; matching takes an analyst’s role in this project.</Trans>
      </Text>
    );
  if (!isPending && verdict.kind === "unbalanced")
    return <BookRest open={booking} onOpen={onBooking} onBook={onBook} busy={isBusy} />;
  return (
    <Button disabled={isPending || !isMatchable(verdict)} loading={isBusy} onClick={onMatch} title={t`Enter`}>
      <Trans>Match</Trans>
    </Button>
  );
}
