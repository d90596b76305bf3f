import { openCsv } from "./csv/open-csv.ts";
import { completeLimits } from "./read-limits.ts";
import type { ReadLimits, ResolvedSource, SourceFile, SourceFormat } from "./source.ts";

type OpenFormat = (path: string, resolved: ResolvedSource, limits: Required<ReadLimits>) => Promise<SourceFile>;

/** Loads a reader when a file wants it: all of them take longer to load than the engine's own program. */
const lazily =
  (load: () => Promise<OpenFormat>): OpenFormat =>
  async (...input) =>
    (await load())(...input);
const openJson = lazily(async () => (await import("./json/open-json.ts")).openJson);

const openers: Record<SourceFormat, OpenFormat> = {
  csv: openCsv,
  tsv: openCsv,
  xlsx: lazily(async () => (await import("./xlsx/open-xlsx.ts")).openXlsx),
  json: openJson,
  ndjson: openJson,
  parquet: lazily(async () => (await import("./parquet/open-parquet.ts")).openParquet),
};

/**
 * Opens a file as `detectSource` resolved it: reads its header and gives its rows, as often as they are asked for.
 * Throws `INPUT_MISSING`, `INPUT_UNREADABLE`, `INPUT_TRUNCATED`, `INPUT_FORMAT` or `LIMIT_SIZE`.
 */
export async function openSource(path: string, resolved: ResolvedSource, limits: ReadLimits = {}): Promise<SourceFile> {
  return openers[resolved.format](path, resolved, completeLimits(limits));
}
