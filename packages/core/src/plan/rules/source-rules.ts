import type { Finding } from "../finding.ts";
import type { PlanParts } from "../plan-parts.ts";
import type { PlanPath } from "../plan-path.ts";
import type { SourceOptions } from "../schema.ts";
import { optionApplies } from "../source-options.ts";
import { sides } from "../vocabulary.ts";
import { didYouMean } from "../nearest-name.ts";

/** Two sources have a right one, and one source has no right side anywhere. */
export function sidesFit(parts: PlanParts): Finding[] {
  const hasRight = parts.mentioned.includes("right");
  if (parts.sources === 2) {
    if (hasRight) return [];
    return [
      { path: ["right"], message: '"right" is missing in a plan with two sources; for deduplication write sources: 1' },
    ];
  }
  const message = "a plan with one source (sources: 1) has no right side";
  return [
    ...(hasRight ? [{ path: ["right"], message, atKey: true }] : []),
    ...[...parts.fields].flatMap(([name, field]) => [
      ...(field.right === undefined ? [] : [{ path: ["fields", name, "right"], message, atKey: true }]),
      ...(field.negate === "right" ? [{ path: ["fields", name, "negate"], message }] : []),
    ]),
    ...parts.passes.flatMap(({ path, value }) => {
      return value.kind === "netted" && value.side === "right" ? [{ path: [...path, "side"], message }] : [];
    }),
  ];
}

/** Options apply to the format that is named, and do not contradict each other. */
export function optionsFit({ source }: PlanParts): Finding[] {
  return sides.flatMap((side) => {
    const { format, options = {} } = source[side] ?? {};
    const path = [side, "options"];
    const foreign = (Object.keys(options) as (keyof SourceOptions)[]).flatMap((key) => {
      if (format === undefined || optionApplies(key, format)) return [];
      return [{ path: [...path, key], message: `"${key}" does not apply to format ${format}`, atKey: true }];
    });
    return [
      ...foreign,
      ...markFaults(path, options),
      ...delimiterFaults(path, options, format),
      ...zoneFaults(path, options),
    ];
  });
}

function markFaults(path: PlanPath, { decimal, thousands }: SourceOptions): Finding[] {
  if (decimal === undefined || decimal !== thousands) return [];
  return [{ path: [...path, "thousands"], message: `"decimal" and "thousands" are both ${JSON.stringify(decimal)}` }];
}

function delimiterFaults(path: PlanPath, { delimiter, quote }: SourceOptions, format: string | undefined): Finding[] {
  if (delimiter === undefined) return [];
  const at = [...path, "delimiter"];
  if (format === "tsv" && delimiter !== "\t")
    return [{ path: at, message: "tsv is delimited by tabs; for another delimiter the format is csv" }];
  if (/[\r\n]/.test(delimiter)) return [{ path: at, message: "a line end cannot delimit cells" }];
  if (delimiter === (quote ?? '"'))
    return [{ path: at, message: `"delimiter" and "quote" are both ${JSON.stringify(delimiter)}` }];
  return [];
}

function zoneFaults(path: PlanPath, { timeZone }: SourceOptions): Finding[] {
  if (timeZone === undefined || isTimeZone(timeZone)) return [];
  const hint = didYouMean(timeZone, Intl.supportedValuesOf("timeZone"));
  const message = `no IANA time zone ${JSON.stringify(timeZone)}${hint === "" ? ', such as "Europe/Berlin"' : hint}`;
  return [{ path: [...path, "timeZone"], message }];
}

function isTimeZone(name: string): boolean {
  // Intl also takes offsets such as +01:00, which are no zones to the engines.
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}
