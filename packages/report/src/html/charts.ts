import { breakKinds, type BreakKind } from "@recon/core";
import type { BreakCount } from "@recon/duckdb";
import type { EChartsCoreOption } from "echarts/core";
import { escapeHtml, visible } from "./escape-html.ts";
import { ratedOutcomes, type RateBar } from "./match-rates.ts";
import { counted, percent } from "./number-text.ts";
import { bareCategories, forEachWidth, hiddenAxis, svgChart, thinBar, type ChartSize } from "./svg-chart.ts";

const TEXT_SIZE = 12;
const MAX_RATE_BARS = 14;
const MAX_REASONS = 8;

const shorten = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most - 1).trimEnd()}…`;
/** Lettering gets the room that is set aside for it; the library would estimate it without knowing the font. */
const fixedGrid = { top: 5, bottom: 5, outerBoundsMode: "none" } as const;
const fontOf = (colour: string) => ({ fontSize: TEXT_SIZE, color: `var(--${colour})` });

/** Bars of 100 %, one colour per outcome, the matched share at their end. */
export function rateChart(bars: readonly RateBar[]): string {
  const shown = bars.filter(({ isEmpty }) => !isEmpty).slice(0, MAX_RATE_BARS);
  const series = ratedOutcomes.map((outcome) =>
    stackedBar(
      outcome,
      shown.map(({ shares }) => shares[outcome]),
    ),
  );
  const ends = shown.map(({ shares, amounts }) => percent(shares.matched, /[1-9]/.test(amounts.matched)));
  return forEachWidth(({ width, shortLabelCharacters }) =>
    svgChart(
      { title: "Share of each outcome, by count and by value per currency", width, height: 10 + shown.length * 27 },
      {
        grid: { ...fixedGrid, left: 106, right: 70 },
        xAxis: { ...hiddenAxis, max: 10_000 },
        yAxis: sideLabels(
          shown.map(({ label }) => shorten(visible(label), shortLabelCharacters)),
          ends,
        ),
        series,
      },
    ),
  );
}

/** Breaks by reason, most frequent first, each reason over its bar. */
export function reasonChart(counts: readonly BreakCount[]): string {
  const shown = topReasons(counts);
  return forEachWidth((size) =>
    svgChart(
      { title: "Breaks by reason", width: size.width, height: shown.length * 38 + 4 },
      reasonOption(shown, size),
    ),
  );
}

function reasonOption(shown: readonly ShownReason[], { labelCharacters }: ChartSize): EChartsCoreOption {
  const labels = shown.map(({ label }) => shorten(visible(label), labelCharacters));
  return {
    grid: { ...fixedGrid, left: 0, right: 56, top: 9, bottom: -5 },
    xAxis: { ...hiddenAxis, max: Math.max(...shown.map(({ count }) => count)) },
    yAxis: sideLabels(
      labels.map(() => ""),
      shown.map(({ count }) => counted(count)),
    ),
    series: [
      {
        ...thinBar,
        barWidth: 9,
        data: shown.map(({ count, kind }) => ({
          value: count,
          itemStyle: { color: kind === "other" ? "var(--excluded)" : `var(--${kind})` },
        })),
        label: {
          show: true,
          position: [0, -9],
          align: "left",
          verticalAlign: "middle",
          ...fontOf("ink"),
          formatter: ({ dataIndex }: { dataIndex: number }) => labels[dataIndex]!,
        },
      },
    ],
  };
}

/** Breaks per bucket, one colour per kind, the bucket's count at the end of its bar. */
export function bucketChart(title: string, counts: readonly BreakCount[]): string {
  const buckets = [...new Set(counts.map(({ label }) => label))];
  const at = (bucket: string, kind: BreakKind): number =>
    counts.find((c) => c.label === bucket && c.kind === kind)?.count ?? 0;
  const totals = buckets.map((bucket) => breakKinds.reduce((sum, kind) => sum + at(bucket, kind), 0));
  return forEachWidth(({ width }) =>
    svgChart(
      { title, width, height: 10 + buckets.length * 27 },
      {
        grid: { ...fixedGrid, left: 128, right: 56 },
        xAxis: { ...hiddenAxis, max: Math.max(...totals) },
        yAxis: sideLabels(buckets, totals.map(counted)),
        series: breakKinds.map((kind) =>
          stackedBar(
            kind,
            buckets.map((bucket) => at(bucket, kind)),
          ),
        ),
      },
    ),
  );
}

const stackedBar = (name: string, data: readonly number[]) => ({
  ...thinBar,
  stack: "all",
  barWidth: 14,
  itemStyle: { color: `var(--${name})`, borderColor: "var(--card)", borderWidth: 0.5 },
  data,
});

interface ShownReason {
  readonly kind: BreakKind | "other";
  readonly label: string;
  readonly count: number;
}

function topReasons(counts: readonly BreakCount[]): ShownReason[] {
  const named = counts.map(({ kind, label, count }) => ({ kind, label: `${kind}: ${label}`, count }));
  if (named.length <= MAX_REASONS) return named;
  const rest = named.slice(MAX_REASONS - 1);
  return [
    ...named.slice(0, MAX_REASONS - 1),
    { kind: "other", label: `${rest.length} other reasons`, count: rest.reduce((sum, { count }) => sum + count, 0) },
  ];
}

/** Categories on the left, a figure for each on the right. */
function sideLabels(left: readonly string[], right: readonly string[]): object[] {
  return [
    { ...bareCategories, data: left, axisLabel: { ...fontOf("ink"), interval: 0, margin: 10 } },
    { ...bareCategories, position: "right", data: right, axisLabel: { ...fontOf("soft"), interval: 0, margin: 10 } },
  ];
}

/** Names the colours of a chart; only those it uses. */
export function legend(names: readonly string[]): string {
  return `<ul class="legend">${names.map((name) => `<li><i style="background:var(--${escapeHtml(name)})"></i>${escapeHtml(name)}</li>`).join("")}</ul>`;
}

/** The chart's figures as a table, for those who cannot see it or want the numbers. */
export function figures(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (row: readonly string[], tag: string): string =>
    row
      .map(
        (cell, i) =>
          `<${i === 0 ? "th" : tag}${i === 0 ? ` scope="${tag === "th" ? "col" : "row"}"` : ""}>${escapeHtml(cell)}</${i === 0 ? "th" : tag}>`,
      )
      .join("");
  return `<details class="figures"><summary>Figures</summary><div class="scroll"><table><thead><tr>${cells(head, "th")}</tr></thead><tbody>${rows.map((row) => `<tr>${cells(row, "td")}</tr>`).join("")}</tbody></table></div></details>`;
}
