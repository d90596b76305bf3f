import type { Side, SourceFacts, SourceOptions } from "@recon/core";
import type { LoadedSources } from "../load/load-sources.ts";

/** What the effective plan may say of a source: what is true of each of its files. */
export function sourceFacts(loaded: LoadedSources, side: Side): SourceFacts {
  const files = loaded.sides[side].opened.files.map(({ file }) => file.resolved);
  const [first, ...others] = files;
  const names = new Set(files.flatMap(({ options }) => Object.keys(options) as (keyof SourceOptions)[]));
  return {
    format: others.every(({ format }) => format === first!.format) ? first!.format : undefined,
    options: loaded.options[side],
    perFile: [...names].filter((name) => others.some(({ options }) => options[name] !== first!.options[name])),
  };
}
