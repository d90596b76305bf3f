import { openCsv } from "./csv/open-csv.ts";
import { openJson } from "./json/open-json.ts";
import { openParquet } from "./parquet/open-parquet.ts";
import { completeLimits } from "./read-limits.ts";
import type { ReadLimits, ResolvedSource, SourceFile, SourceFormat } from "./source.ts";
import { openXlsx } from "./xlsx/open-xlsx.ts";

type OpenFormat = (path: string, resolved: ResolvedSource, limits: Required<ReadLimits>) => Promise<SourceFile>;

const openers: Record<SourceFormat, OpenFormat> = {
  csv: openCsv,
  tsv: openCsv,
  xlsx: openXlsx,
  json: openJson,
  ndjson: openJson,
  parquet: openParquet,
};

/**
 * Opens a file as `detectSource` resolved it: reads its header and gives its rows, as often as they are asked for.
 * Throws `INPUT_MISSING`, `INPUT_UNREADABLE`, `INPUT_TRUNCATED`, `INPUT_FORMAT` or `LIMIT_SIZE`.
 */
export async function openSource(path: string, resolved: ResolvedSource, limits: ReadLimits = {}): Promise<SourceFile> {
  return openers[resolved.format](path, resolved, completeLimits(limits));
}
