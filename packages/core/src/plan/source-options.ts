import type { SourceOptions } from "./schema.ts";
import type { SourceFormat } from "./vocabulary.ts";

const all = ["csv", "tsv", "xlsx", "json", "ndjson", "parquet"] as const satisfies readonly SourceFormat[];

/** The formats to which each option applies; those about values apply to all, whose cells are texts. */
const formatsOfOption = {
  delimiter: ["csv", "tsv"],
  quote: ["csv", "tsv"],
  encoding: ["csv", "tsv", "json", "ndjson"],
  sheet: ["xlsx"],
  headerRow: ["csv", "tsv", "xlsx"],
  records: ["json"],
  decimal: all,
  thousands: all,
  dateOrder: all,
  timeZone: all,
} satisfies Record<keyof SourceOptions, readonly SourceFormat[]>;

/** Whether an option means anything for a format. */
export function optionApplies(option: keyof SourceOptions, format: SourceFormat): boolean {
  const formats: readonly SourceFormat[] = formatsOfOption[option];
  return formats.includes(format);
}

/** Whether an option concerns values rather than a format. */
export const appliesToAll = (option: keyof SourceOptions): boolean => formatsOfOption[option] === all;
