import { ReconError } from "../errors.ts";
import type { Exclusion, Source, SourceOptions } from "./schema.ts";
import { appliesToAll, optionApplies } from "./source-options.ts";
import type { Side, SourceFormat } from "./vocabulary.ts";

/** What detection found out about a source's files; what it left open is absent. */
export interface SourceFacts {
  /** The format of all files; undefined where they differ. */
  readonly format: SourceFormat | undefined;
  /** In force for all files. */
  readonly options: SourceOptions;
  /** Options that differ from file to file: nothing is written out for them, and each file is detected by itself again. */
  readonly perFile?: readonly (keyof SourceOptions)[];
}

export interface EffectiveSource extends Source {
  /** All that applies to the format, has a value and is the same for all files. */
  options: SourceOptions & Required<Pick<SourceOptions, "decimal">>;
  exclude: Exclusion[];
}

/** A source with format, options and exclusions written out; the plan's word goes before the detected one. */
export function completeSource(source: Source, facts: SourceFacts, side: Side): EffectiveSource {
  const format = source.format ?? facts.format;
  const given = present(source.options ?? {});
  for (const option of Object.keys(given) as (keyof SourceOptions)[]) {
    if (format === undefined || optionApplies(option, format)) continue;
    const message = `the option "${option}" does not apply: the ${side} source was read as ${format}`;
    throw new ReconError("PLAN_INVALID", message, { at: { path: `${side}.options.${option}` } });
  }
  const detected = { ...defaultsOf(format), ...applying(present(facts.options), format) };
  for (const option of facts.perFile ?? []) delete detected[option];
  const options = { decimal: ".", ...detected, ...given } as const;
  return { files: source.files, ...(format === undefined ? {} : { format }), options, exclude: source.exclude ?? [] };
}

function defaultsOf(format: SourceFormat | undefined): SourceOptions {
  if (format === undefined) return {};
  return {
    ...(format === "tsv" ? { delimiter: "\t" } : {}),
    ...(optionApplies("quote", format) ? { quote: '"' } : {}),
    ...(optionApplies("headerRow", format) ? { headerRow: 1 } : {}),
  };
}

/** Where formats differ only what concerns values is in force for all files. */
function applying(options: SourceOptions, format: SourceFormat | undefined): SourceOptions {
  return Object.fromEntries(
    Object.entries(options).filter(([option]) =>
      format === undefined
        ? appliesToAll(option as keyof SourceOptions)
        : optionApplies(option as keyof SourceOptions, format),
    ),
  );
}

/** Without keys that are there and undefined, which would hide a default. */
function present(options: SourceOptions): SourceOptions {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
