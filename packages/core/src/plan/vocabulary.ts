/** Words that the plan, the engines, the verifier and the result set share. */

export const fieldTypes = ["text", "number", "money", "currency", "date"] as const;
export type FieldType = (typeof fieldTypes)[number];

export const similarityMeasures = ["jaroWinkler", "levenshtein", "tokenSet", "tfidf"] as const;
export type SimilarityMeasure = (typeof similarityMeasures)[number];

export const sides = ["left", "right"] as const;
export type Side = (typeof sides)[number];

export const sourceFormats = ["csv", "tsv", "xlsx", "json", "ndjson", "parquet"] as const;
export type SourceFormat = (typeof sourceFormats)[number];

export const weekdays = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const;
export type Weekday = (typeof weekdays)[number];

/** The calendar that every plan has: all days count. No calendar of a plan may take its name. */
export const CALENDAR_DAYS = "calendar";

export const DEFAULT_WEEKEND: readonly Weekday[] = ["sat", "sun"];

/** Every record ends in exactly one of these. */
export const outcomes = ["matched", "differs", "suggested", "unmatched", "duplicate", "excluded", "rejected"] as const;
export type Outcome = (typeof outcomes)[number];

export const groupKinds = ["1:1", "1:n", "n:1", "n:m", "net"] as const;
export type GroupKind = (typeof groupKinds)[number];

export const groupStatuses = ["matched", "suggested"] as const;
export type GroupStatus = (typeof groupStatuses)[number];

export const breakKinds = ["unmatched", "duplicate", "differs", "suggested"] as const;
export type BreakKind = (typeof breakKinds)[number];

/** Canonical column names may not collide with the result set's own. */
export const reservedNames = ["row_id", "content_hash", "outcome", "group_id", "reason", "src"] as const;

/** The files of a result set (docs/result-set.md). */
export const resultFiles = [
  "left.parquet",
  "right.parquet",
  "groups.parquet",
  "members.parquet",
  "differences.parquet",
  "breaks.parquet",
  "rejects.parquet",
  "plan.json",
  "summary.json",
  "certificate.json",
] as const;

/** A record without a currency is totalled under this code (ISO 4217: no currency). */
export const NO_CURRENCY = "XXX";

export const DEFAULT_PAIR_LIMIT = 200_000_000;
