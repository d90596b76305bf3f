export { readBytes, type ByteSourceOptions } from "./byte-source.ts";
export { cellCountReason } from "./csv/csv-row.ts";
export { headerNames, openCsv } from "./csv/open-csv.ts";
export { detectSource } from "./detect.ts";
export { detectWithHeader, type GuessedHeader } from "./header/guess-header-row.ts";
export { openSource } from "./open-source.ts";
export type { ColumnProfile, DateProfile, DetectedNumberStyle, NumberProfile } from "./profile/column-profile.ts";
export type { DetectedDateOrder, NumericDateCounts } from "./profile/date-evidence.ts";
export type { NumberStyleCount } from "./profile/number-evidence.ts";
export { type DateOrder, parseDate } from "./profile/parse-date.ts";
export { type ExactNumber, numberFault, type NumberStyle, parseNumber } from "./profile/parse-number.ts";
export {
  profileColumns,
  type ProfileOptions,
  type SourceNumberStyle,
  type SourceProfile,
} from "./profile/profile-columns.ts";
export { completeLimits, defaultReadLimits } from "./read-limits.ts";
export { resolveFiles } from "./resolve-files.ts";
export * from "./source.ts";
export { type SpoolOptions, type SpoolProgress, type SpoolResult, spoolSources } from "./spool.ts";
export { isWhiteSpace, trimWhiteSpace } from "./white-space.ts";
