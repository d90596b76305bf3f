import { BarChart } from "echarts/charts";
import { GridComponent } from "echarts/components";
import { init, use, type EChartsCoreOption } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { escapeHtml } from "./escape-html.ts";

use([BarChart, GridComponent, SVGRenderer]);

/** Widths that charts are drawn for: a static picture cannot flow, and lettering that shrinks with it could not be read on a telephone. */
export const chartSizes = {
  wide: { width: 550, labelCharacters: 76, shortLabelCharacters: 24 },
  narrow: { width: 326, labelCharacters: 44, shortLabelCharacters: 15 },
} as const;
export type ChartSize = (typeof chartSizes)[keyof typeof chartSizes];

/** The chart once per width; the page shows the one that fits. */
export function forEachWidth(draw: (size: ChartSize) => string): string {
  return Object.entries(chartSizes)
    .map(([name, size]) => `<div class="${name}">${draw(size)}</div>`)
    .join("");
}

export interface Picture {
  readonly title: string;
  readonly width: number;
  readonly height: number;
}

/** The chart as static SVG for inlining: no script, no style sheet of its own, colours by the page's variables (`var(--…)`). */
export function svgChart({ title, width, height }: Picture, option: EChartsCoreOption): string {
  const chart = init(null, null, { renderer: "svg", ssr: true, width, height });
  try {
    chart.setOption({ animation: false, textStyle: { fontFamily: "inherit", color: "var(--ink)" }, ...option });
    return inlined(chart.renderToSVGString({ useViewBox: true }), title);
  } finally {
    chart.dispose();
  }
}

/** Inside HTML an SVG needs no namespace declarations; hover styles and the renderer's own attributes serve nobody here. */
function inlined(svg: string, title: string): string {
  return svg
    .replace(/<style[\s\S]*?<\/style>/g, "")
    .replace(/ (?:class="zr[^"]*"|ecmeta_\w+="[^"]*"|pointer-events="[^"]*")/g, "")
    .replace(
      /^<svg[^>]*?viewBox="([^"]*)"[^>]*>/,
      (_, box: string) => `<svg viewBox="${box}" role="img" aria-label="${escapeHtml(title)}">`,
    )
    .replace(/\n+/g, "");
}

export const thinBar = { type: "bar", silent: true, emphasis: { disabled: true } } as const;
export const hiddenAxis = { type: "value", show: false } as const;
export const bareCategories = {
  type: "category",
  inverse: true,
  axisLine: { show: false },
  axisTick: { show: false },
} as const;
