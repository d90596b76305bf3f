import { t } from "@lingui/core/macro";
import { Trans } from "@lingui/react/macro";
import { useState } from "react";
import { SegmentedControl, SimpleGrid, Text, Title } from "@mantine/core";
import { listFacets, type Filter, type FilterCondition, type RunId, type RunOverview } from "@recon/api";
import { wordOf } from "../../client/api-words.ts";
import { formatAmount, formatCount } from "../../client/numbers.ts";
import { useCall } from "../../client/use-call.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { Panel } from "../../components/panel.tsx";
import { rangeLabel } from "../../components/range-label.ts";
import { colourOf } from "../../components/tag.tsx";
import { Drill } from "./drill.tsx";
import classes from "./break-bars.module.css";

const open: Filter = { column: "status", in: ["open"] };
const MOST_BARS = 10;

interface Bar {
  readonly label: string;
  readonly kind?: string;
  readonly size: number;
  readonly text: string;
  readonly filter: Filter;
}

interface BreakBarsProps {
  readonly runId: RunId;
  readonly overview: RunOverview;
}

/** Open breaks by reason, amount and age: by count, or by value in one currency. */
export function BreakBars({ runId, overview }: BreakBarsProps) {
  const currencies = Object.keys(overview.valueAtRisk);
  const [measure, setMeasure] = useState("count");
  const facets = useCall(listFacets, {
    params: { runId },
    query: { list: "breaks", columns: "amount,ageDays", filter: JSON.stringify(open) },
  });
  if (overview.breaks.open === 0)
    return (
      <Panel title={t`Open breaks`}>
        <EmptyState title={t`Nothing is open`}>
          <Trans>Every record is matched, explained or settled by a decision.</Trans>
        </EmptyState>
      </Panel>
    );
  const found = facets.data?.facets ?? [];
  return (
    <Panel
      title={t`Open breaks`}
      hint={t`Each bar opens its breaks.`}
      actions={
        <SegmentedControl
          size="xs"
          aria-label={t`Measure of the reasons`}
          value={measure}
          onChange={setMeasure}
          data={[
            { value: "count", label: t`Count` },
            ...currencies.map((currency) => ({ value: currency, label: currency })),
          ]}
        />
      }
    >
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="xl">
        <Bars runId={runId} title={t`By reason`} bars={reasonBars(overview, measure)} />
        <div>
          {found.map(({ column, items }) => (
            <Bars
              key={column}
              runId={runId}
              title={column === "amount" ? t`By amount` : t`By age`}
              bars={items.flatMap(({ value, count, filter }) =>
                filter === null
                  ? []
                  : [
                      {
                        label: column === "amount" ? rangeLabel(filter) : t`${value ?? t`no date`} days`,
                        size: count,
                        text: formatCount(count),
                        filter: { all: [open, filter] },
                      },
                    ],
              )}
            />
          ))}
        </div>
      </SimpleGrid>
    </Panel>
  );
}

/** One bar a kind and reason, largest first; the rest stays reachable through Explore. */
function reasonBars({ byReason }: RunOverview, measure: string): Bar[] {
  const figures = byReason.filter(
    ({ status, currency }) => status === "open" && (measure === "count" || currency === measure),
  );
  const merged = new Map<string, Bar>();
  for (const { kind, label, count, gross, filter: own } of figures) {
    const key = `${kind} ${label ?? ""}`;
    const before = merged.get(key);
    const size = (before?.size ?? 0) + (measure === "count" ? count : Number(gross ?? 0));
    const text = measure === "count" ? formatCount(size) : formatAmount(gross);
    // Counted over all currencies, a bar opens all of them.
    const conditions = conditionsOf(own).filter(({ column }) => measure !== "count" || column !== "currency");
    const filter: Filter = { all: conditions };
    merged.set(key, { label: label ?? t`no reason given`, kind, size, text, filter });
  }
  return [...merged.values()].sort((a, b) => b.size - a.size).slice(0, MOST_BARS);
}

/** A figure of the overview holds one condition a column. */
const conditionsOf = (filter: Filter): readonly FilterCondition[] =>
  "all" in filter ? filter.all.filter((one): one is FilterCondition => "column" in one) : [];

interface BarsProps {
  readonly runId: RunId;
  readonly title: string;
  readonly bars: readonly Bar[];
}

function Bars({ runId, title, bars }: BarsProps) {
  const most = Math.max(...bars.map(({ size }) => size), 1);
  return (
    <div className={classes.part}>
      <Title order={3} mb="xs">
        {title}
      </Title>
      <ul className={classes.bars}>
        {bars.map(({ label, kind, size, text, filter }) => (
          <li key={`${kind ?? ""} ${label}`}>
            <Drill runId={runId} list="breaks" filter={filter}>
              <span className={classes.head}>
                <span>
                  {kind !== undefined && (
                    <Text span c="dimmed" size="sm">
                      {wordOf(kind)}:{" "}
                    </Text>
                  )}
                  {label}
                </span>
                <span className="figure">{text}</span>
              </span>
              <span
                className={classes.bar}
                style={{ width: `${(100 * size) / most}%`, background: colourOf(kind ?? "writtenOff") }}
                aria-hidden
              />
            </Drill>
          </li>
        ))}
      </ul>
    </div>
  );
}
