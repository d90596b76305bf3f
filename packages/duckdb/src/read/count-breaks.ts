/** Counts over the breaks, for charts and overviews. Amounts are bounded and added up as decimals. */
import type { BreakKind, Outcome, Side } from "@recon/core";
import { quoteText } from "@recon/core/dialect";
import type { ResultReader, ValueRow } from "./result-reader.ts";

export interface BreakCount {
  readonly kind: BreakKind;
  /** Reason, or the bucket's name in `amountBuckets` or `ageBuckets`. */
  readonly label: string;
  readonly count: number;
}

/** Absolute amounts, upper bounds exclusive; the last has none. */
export const amountBuckets = [
  "under 1",
  "1 to 10",
  "10 to 100",
  "100 to 1,000",
  "1,000 to 10,000",
  "10,000 to 100,000",
  "100,000 and more",
  "no amount",
] as const;
/** Days from the record's date to the day of the run (UTC). */
export const ageBuckets = [
  "in the future",
  "0 to 7 days",
  "8 to 30 days",
  "31 to 60 days",
  "61 to 90 days",
  "91 to 365 days",
  "over a year",
  "no date",
] as const;

/** Breaks by kind and reason, most frequent first. Reasons that name a nearest record are told by the fields that failed. */
export async function countByReason(reader: ResultReader): Promise<BreakCount[]> {
  const failed = `array_to_string(json_extract_string(failed, '$[*].field'), ', ')`;
  const label =
    `CASE WHEN kind = 'differs' THEN replace(reason, ',', ', ') WHEN kind = 'unmatched' AND nearest IS NULL THEN 'nothing comes near' ` +
    `WHEN kind = 'unmatched' AND ${failed} = '' THEN 'an equal record was already taken' WHEN kind = 'unmatched' THEN concat('nearest differs in ', ${failed}) ELSE reason END`;
  return (await reader.rows(["kind", label, "count(*)"], "FROM breaks GROUP BY ALL ORDER BY count(*) DESC, 1, 2")).map(
    toCount,
  );
}

/** Breaks by kind and size of amount, whatever the currency. */
export async function countByAmount(reader: ResultReader): Promise<BreakCount[]> {
  // Told by the number of whole digits: a bound such as 100000 does not fit into every DECIMAL it would be compared with.
  const whole = `split_part(abs(amount)::VARCHAR, '.', 1)`;
  const cases = amountBuckets
    .slice(1, 6)
    .map((bucket, i) => `WHEN length(${whole}) = ${i + 1} THEN '${bucket}'`)
    .join(" ");
  return inBuckets(
    reader,
    `CASE WHEN amount IS NULL THEN 'no amount' WHEN ${whole} IN ('0', '') THEN '${amountBuckets[0]}' ${cases} ELSE '${amountBuckets[6]}' END`,
    amountBuckets,
  );
}

/** Breaks by kind and age at the start of the run. */
export async function countByAge(reader: ResultReader, startedAt: string): Promise<BreakCount[]> {
  const days = `date_diff('day', "date"::DATE, ${quoteText(startedAt.slice(0, 10))}::DATE)`;
  const cases = [-1, 7, 30, 60, 90, 365]
    .map((bound, i) => `WHEN ${days} <= ${bound} THEN '${ageBuckets[i]}'`)
    .join(" ");
  return inBuckets(reader, `CASE WHEN "date" IS NULL THEN 'no date' ${cases} ELSE 'over a year' END`, ageBuckets);
}

async function inBuckets(reader: ResultReader, label: string, order: readonly string[]): Promise<BreakCount[]> {
  const counts = (await reader.rows(["kind", label, "count(*)"], "FROM breaks GROUP BY ALL ORDER BY 1, 2")).map(
    toCount,
  );
  return counts.sort((a, b) => order.indexOf(a.label) - order.indexOf(b.label));
}

const toCount = ([kind, label, count]: ValueRow): BreakCount => ({
  kind: kind as BreakKind,
  label: label ?? "no reason given",
  count: Number(count),
});

export interface OutcomeValue {
  readonly side: Side;
  readonly currency: string | null;
  readonly outcome: Outcome;
  readonly records: number;
  /** Sum of the absolute amounts: what turned over, where totals of both signs would cancel out. */
  readonly gross: string;
}

/** Value per side, currency and outcome of the records with a readable amount. */
export async function grossByOutcome(
  reader: ResultReader,
  names: { amount: string; currency: string | null },
): Promise<OutcomeValue[]> {
  const side = (name: Side): string =>
    `SELECT '${name}' AS side, ${names.currency === null ? "NULL" : `t.${names.currency}`} AS currency, t.outcome AS outcome, t.${names.amount} AS amount FROM "${name}" AS t`;
  const rest = `FROM (${side("left")} UNION ALL ${side("right")}) WHERE amount IS NOT NULL GROUP BY ALL ORDER BY 2, 1, 3`;
  const rows = await reader.rows(["side", "currency", "outcome", "count(*)", "sum(abs(amount))"], rest);
  return rows.map(([s, currency, outcome, records, gross]) => ({
    side: s as Side,
    currency: currency!,
    outcome: outcome as Outcome,
    records: Number(records),
    gross: gross!,
  }));
}
