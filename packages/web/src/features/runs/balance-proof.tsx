import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useState } from "react";
import { Group, SegmentedControl, Table, Text } from "@mantine/core";
import { IconCircleCheck, IconCircleX } from "@tabler/icons-react";
import { NO_CURRENCY, type Filter, type RunId, type RunOverview } from "@recon/api";
import { wordOf } from "../../client/api-words.ts";
import { formatCount } from "../../client/numbers.ts";
import { Amount } from "../../components/amount.tsx";
import { Panel } from "../../components/panel.tsx";
import { Tag } from "../../components/tag.tsx";
import { Drill } from "./drill.tsx";

const sides = ["left", "right"] as const;
const sideNames = { left: t`Left`, right: t`Right` } as const;
type Side = (typeof sides)[number];
const order = [
  "matched",
  "differs",
  "suggested",
  "unmatched",
  "duplicate",
  "writtenOff",
  "excluded",
  "rejected",
] as const;
type Outcome = (typeof order)[number];

interface ProofProps {
  readonly runId: RunId;
  readonly overview: RunOverview;
}

/** Conservation, side by side: what came in is what is accounted for, to the cent. */
export function BalanceProof({ runId, overview }: ProofProps) {
  const currencies = [...new Set(overview.proof.map(({ currency }) => currency))];
  const [currency, setCurrency] = useState(currencies[0] ?? NO_CURRENCY);
  const holds = overview.balanced && overview.proof.every(({ agrees }) => agrees);
  const present = order.filter((outcome) => overview.outcomes.some((figure) => figure.outcome === outcome));
  const hasAmounts = currencies.length > 0;
  return (
    <Panel
      title={t`Proof of balance`}
      hint={<Verdict holds={holds} />}
      actions={
        currencies.length > 1 && (
          <SegmentedControl
            size="xs"
            aria-label={t`Currency of the totals`}
            data={currencies}
            value={currency}
            onChange={setCurrency}
          />
        )
      }
    >
      <Table.ScrollContainer minWidth={560} type="native">
        <Table verticalSpacing={5}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>
                <Trans>Outcome</Trans>
              </Table.Th>
              {sides.map((side) => (
                <SideHead key={side} side={side} currency={hasAmounts ? currency : undefined} />
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {present.map((outcome) => (
              <Table.Tr key={outcome}>
                <Table.Td>
                  <Tag word={outcome} />
                </Table.Td>
                {sides.map((side) => (
                  <Cells
                    key={side}
                    {...{ runId, overview, side, outcome }}
                    currency={hasAmounts ? currency : undefined}
                  />
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
          <Table.Tfoot>
            <Sums overview={overview} currency={hasAmounts ? currency : undefined} />
          </Table.Tfoot>
        </Table>
      </Table.ScrollContainer>
    </Panel>
  );
}

function Verdict({ holds }: { readonly holds: boolean }) {
  return (
    <Group gap={6} wrap="nowrap" c={holds ? "var(--recon-good)" : "var(--recon-bad)"}>
      {holds ? <IconCircleCheck size={16} /> : <IconCircleX size={16} />}
      <span>
        {holds
          ? t`Every record has exactly one outcome, and the amounts add up to what was loaded.`
          : t`The amounts do not add up to what was loaded. Do not rely on this run; tell an administrator.`}
      </span>
    </Group>
  );
}

function SideHead({ side, currency }: { readonly side: Side; readonly currency: string | undefined }) {
  return (
    <>
      <Table.Th ta="right">
        <Trans>{sideNames[side]}, records</Trans>
      </Table.Th>
      {currency !== undefined && (
        <Table.Th ta="right">
          {sideNames[side]}, {currency === NO_CURRENCY ? t`amount` : currency}
        </Table.Th>
      )}
    </>
  );
}

interface CellsProps extends ProofProps {
  readonly side: Side;
  readonly outcome: Outcome;
  readonly currency: string | undefined;
}

function Cells({ runId, overview, side, outcome, currency }: CellsProps) {
  const own = overview.outcomes.filter((figure) => figure.side === side && figure.outcome === outcome);
  const records = own.reduce((sum, figure) => sum + figure.records, 0);
  const total = own.find((figure) => (figure.currency ?? NO_CURRENCY) === currency)?.total ?? null;
  const filter: Filter = {
    all: [
      { column: "side", in: [side] },
      { column: "outcome", in: [outcome] },
    ],
  };
  return (
    <>
      <Table.Td ta="right">
        {records === 0 ? (
          <Text span c="dimmed">
            0
          </Text>
        ) : (
          <Drill
            runId={runId}
            filter={filter}
            label={t`${formatCount(records)} ${wordOf(outcome)} records, ${wordOf(side)}`}
          >
            {formatCount(records)}
          </Drill>
        )}
      </Table.Td>
      {currency !== undefined && (
        <Table.Td ta="right">
          <Amount value={total} />
        </Table.Td>
      )}
    </>
  );
}

function Sums({ overview, currency }: { readonly overview: RunOverview; readonly currency: string | undefined }) {
  const proofOf = (side: Side) => overview.proof.find((one) => one.side === side && one.currency === currency);
  const rows = [
    { label: t`Together`, records: true, value: (side: Side) => proofOf(side)?.outcomesTotal ?? null },
    {
      label: t`Control total, taken while loading`,
      records: false,
      value: (side: Side) => proofOf(side)?.controlTotal ?? null,
    },
  ];
  return rows
    .filter(({ records }) => records || currency !== undefined)
    .map(({ label, records, value }) => (
      <Table.Tr key={label}>
        <Table.Th>{label}</Table.Th>
        {sides.map((side) => (
          <SumCells
            key={side}
            records={records ? overview.records[side] : undefined}
            value={value(side)}
            withAmount={currency !== undefined}
          />
        ))}
      </Table.Tr>
    ));
}

interface SumCellsProps {
  readonly records: number | undefined;
  readonly value: string | null;
  readonly withAmount: boolean;
}

function SumCells({ records, value, withAmount }: SumCellsProps) {
  return (
    <>
      <Table.Th ta="right">{records === undefined ? "" : formatCount(records)}</Table.Th>
      {withAmount && (
        <Table.Th ta="right">
          <Amount value={value} />
        </Table.Th>
      )}
    </>
  );
}
