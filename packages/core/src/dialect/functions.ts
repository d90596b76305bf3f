/**
 * The function registry: for each operation its meaning with NULL and its implementation per dialect. Compiling fails
 * on `unsupported`, so a plan never silently changes its meaning on another engine.
 */
type Implementation =
  /** `$1 $2 …` stand for the arguments, `$*` for all of them, comma-separated. */
  { readonly kind: "template"; readonly text: string } | { readonly kind: "unsupported"; readonly because: string };

interface FunctionSpec {
  /** `propagates`: NULL in, NULL out. `total`: never NULL. `special`: see the note. */
  readonly nulls: "propagates" | "total" | "special";
  readonly note?: string;
  readonly duckdb: Implementation;
}

const template = (text: string): Implementation => ({ kind: "template", text });
const propagates = (text: string, note?: string): FunctionSpec => ({
  nulls: "propagates",
  duckdb: template(text),
  ...(note === undefined ? {} : { note }),
});
const total = (text: string): FunctionSpec => ({ nulls: "total", duckdb: template(text) });
const special = (text: string, note: string): FunctionSpec => ({ nulls: "special", note, duckdb: template(text) });

/** DuckDB maps by Unicode's simple mapping, the rule wants the full one where it keeps the length; they part ways in a few letters. */
const caseOf = (fn: "upper" | "lower", staying: string): string =>
  `CASE WHEN strlen($1) = length($1) THEN ${fn}($1) WHEN regexp_matches($1, '[${staying}]') THEN array_to_string(list_transform(string_split($1, ''), ` +
  `lambda c: CASE WHEN regexp_matches(c, '[${staying}]') THEN c ELSE ${fn}(c) END), '') ELSE ${fn}($1) END`;

export const functions = {
  eq: propagates("($1 = $2)"),
  lessOrEqual: propagates("($1 <= $2)"),
  less: propagates("($1 < $2)"),
  greater: propagates("($1 > $2)"),
  greaterOrEqual: propagates("($1 >= $2)"),
  same: total("($1 IS NOT DISTINCT FROM $2)"),
  distinct: total("($1 IS DISTINCT FROM $2)"),
  isNull: total("($1 IS NULL)"),
  isNotNull: total("($1 IS NOT NULL)"),
  not: propagates("(NOT $1)"),
  add: propagates("($1 + $2)"),
  subtract: propagates("($1 - $2)"),
  multiply: propagates("($1 * $2)"),
  integerDivide: propagates("($1 // $2)", "used to choose buckets only, never to decide"),
  negate: propagates("(- $1)"),
  bitAnd: propagates("($1 & $2)"),
  shiftRight: propagates("($1 >> $2)", "of numbers that are not negative"),
  like: propagates("($1 LIKE $2)"),
  abs: propagates("abs($1)"),
  greatest: special("greatest($1, $2)", "ignores NULLs"),
  least: special("least($1, $2)", "ignores NULLs"),
  coalesce: special("coalesce($*)", "the first argument that is not NULL"),
  nullIfEmpty: propagates("nullif($1, '')"),
  nullIfZero: propagates("nullif($1, 0)"),
  concat: special("concat($*)", "NULL counts as the empty text"),
  byteLength: propagates("strlen($1)"),
  charLength: propagates("length($1)"),
  leftPart: propagates("substring($1, 1, $2)"),
  hash: total("hash($*)"),
  sha256: propagates("sha256($1)"),
  hexPart: propagates("CAST('0x' || substring($1, $2, 16) AS UBIGINT)", "16 hex digits from a 1-based position"),
  upper: propagates(caseOf("upper", "ᾀ-ᾇᾐ-ᾗᾠ-ᾧᾳῃῳ"), "what would grow by the full mapping stays"),
  lower: propagates(caseOf("lower", "İ"), "what would grow by the full mapping stays"),
  simpleLower: propagates("lower($1)"),
  stripAccents: propagates("strip_accents($1)"),
  translate: propagates("replace($1, $2, $3)"),
  regexMatches: propagates("regexp_matches($1, $2)"),
  regexFullMatch: propagates("regexp_full_match($1, $2)"),
  regexExtract: special(
    "CASE WHEN regexp_matches($1, $2) THEN regexp_extract($1, $2, $3) END",
    "NULL when nothing matches",
  ),
  regexReplaceAll: propagates("regexp_replace($1, $2, $3, 'g')"),
  padLeft: propagates("CASE WHEN length($1) >= $2 THEN $1 ELSE lpad($1, $2, $3) END"),
  daysBetween: propagates("abs(datediff('day', $1, $2))"),
  dayNumber: propagates("datediff('day', DATE '1970-01-01', $1)"),
  jaroWinkler: propagates("round(jaro_winkler_similarity($1, $2), 6)", "over bytes; two empty texts give 0"),
  levenshtein: propagates(
    "CASE WHEN greatest(strlen($1), strlen($2)) = 0 THEN 0.0::DOUBLE ELSE " +
      "round(1 - levenshtein($1, $2)::DOUBLE / greatest(strlen($1), strlen($2)), 6) END",
    "over bytes",
  ),
  tokenSet: propagates(
    // DuckDB's list functions take a NULL list for an empty one.
    "CASE WHEN $1 IS NULL OR $2 IS NULL THEN NULL WHEN $1 = '' AND $2 = '' THEN 0.0::DOUBLE ELSE round(len(list_intersect(string_split($1, ' '), " +
      "string_split($2, ' ')))::DOUBLE / len(list_distinct(list_concat(string_split($1, ' '), string_split($2, ' ')))), 6) END",
    "arguments are squeezed texts",
  ),
  cosine: propagates("round($1 / (sqrt($2) * sqrt($3)), 6)"),
  trigrams: propagates(
    "unnest(list_transform(range(1, CAST(length(' ' || $1 || ' ') AS BIGINT) - 1), lambda i: substring(' ' || $1 || ' ', i, 3)))",
    "one row per trigram of the text padded with a space on each side",
  ),
  inverseFrequency: propagates("CAST(round(1000 * ln(1 + $1::DOUBLE / $2::DOUBLE)) AS BIGINT)"),
  unnestIntegers: total("unnest([$*])"),
  joinSorted: special("string_agg($1, chr(10) ORDER BY $1)", "aggregate"),
  joinInOrder: special("string_agg($1, ',' ORDER BY $2)", "aggregate"),
  jsonText: propagates("CAST(to_json($1) AS VARCHAR)", "of a struct; for reports only"),
  joinPresent: special("concat_ws(',', $*)", "leaves NULLs out"),
  and: special("($and)", "three-valued"),
  or: special("($or)", "three-valued"),
  inList: propagates("($1 IN ($rest))"),
} as const satisfies Record<string, FunctionSpec>;

export type FunctionName = keyof typeof functions;
