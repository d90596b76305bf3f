import type { SourceFacts, SourceOptions } from "@recon/core";
import type { OpenedSide } from "../load/open-side.ts";

/** What the effective plan may say of a source: what is true of each of its files. */
export function sourceFacts(opened: OpenedSide, options: SourceOptions): SourceFacts {
  const files = opened.files.map(({ file }) => file.resolved);
  const [first, ...others] = files;
  const names = new Set(files.flatMap(({ options }) => Object.keys(options) as (keyof SourceOptions)[]));
  return {
    format: others.every(({ format }) => format === first!.format) ? first!.format : undefined,
    options,
    perFile: [...names].filter((name) => others.some(({ options }) => options[name] !== first!.options[name])),
  };
}
