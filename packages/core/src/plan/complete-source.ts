import { ReconError } from "../errors.ts";
import type { Exclusion, Source, SourceOptions } from "./schema.ts";
import { optionApplies } from "./source-options.ts";
import type { Side, SourceFormat } from "./vocabulary.ts";

/** What detection found out about a source; what it left open is absent. */
export interface SourceFacts {
  readonly format: SourceFormat;
  readonly options: SourceOptions;
}

export interface EffectiveSource extends Source {
  format: SourceFormat;
  /** All that applies to the format and has a value. */
  options: SourceOptions & Required<Pick<SourceOptions, "decimal">>;
  exclude: Exclusion[];
}

/** A source with format, options and exclusions written out; the plan's word goes before the detected one. */
export function completeSource(source: Source, facts: SourceFacts, side: Side): EffectiveSource {
  const format = source.format ?? facts.format;
  const given = present(source.options ?? {});
  for (const option of Object.keys(given) as (keyof SourceOptions)[]) {
    if (optionApplies(option, format)) continue;
    const message = `the option "${option}" does not apply: the ${side} source was read as ${format}`;
    throw new ReconError("PLAN_INVALID", message, { at: { path: `${side}.options.${option}` } });
  }
  const options = { ...defaultsOf(format), ...applying(present(facts.options), format), ...given };
  return { files: source.files, format, options, exclude: source.exclude ?? [] };
}

function defaultsOf(format: SourceFormat): SourceOptions & { decimal: "." } {
  return {
    ...(format === "tsv" ? { delimiter: "\t" } : {}),
    ...(optionApplies("quote", format) ? { quote: '"' } : {}),
    ...(optionApplies("headerRow", format) ? { headerRow: 1 } : {}),
    decimal: ".",
  };
}

function applying(options: SourceOptions, format: SourceFormat): SourceOptions {
  return Object.fromEntries(
    Object.entries(options).filter(([option]) => optionApplies(option as keyof SourceOptions, format)),
  );
}

/** Without keys that are there and undefined, which would hide a default. */
function present(options: SourceOptions): SourceOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
