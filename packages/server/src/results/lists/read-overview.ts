/** Figures over a whole result set, as the run left it and as review changed it. */
import { sides, type Side } from "@recon/core";
import { quoteName } from "@recon/core/dialect";
import { sql } from "../query/sql.ts";
import type { Query, Value } from "../reader/engine.ts";
import type { OpenSet } from "../reader/open-set.ts";
import { breaksRelation } from "./breaks-relation.ts";
import { fieldAlias, needsOf, rowsRelation } from "./relations.ts";
import { remembered } from "./remembered.ts";

export interface OutcomeFigure {
  readonly side: Side;
  readonly outcome: string;
  readonly currency: string | null;
  readonly records: number;
  /** Sum of the known amounts; null without any. */
  readonly total: Value;
  /** Sum of the absolute amounts: what turned over, where both signs would cancel out. */
  readonly gross: Value;
}

export interface BreakFigure {
  readonly kind: string;
  readonly status: string;
  readonly currency: string | null;
  readonly label: string | null;
  readonly count: number;
  readonly gross: Value;
}

export interface Overview {
  readonly outcomes: readonly OutcomeFigure[];
  readonly byReason: readonly BreakFigure[];
  readonly byAmount: readonly BreakFigure[];
  readonly byAge: readonly BreakFigure[];
}

export function readOverview(query: Query, set: OpenSet): Promise<Overview> {
  return remembered(set, "overview", async () => ({
    outcomes: await readOutcomes(query, set),
    byReason: await readBreakFigures(query, set, reasonLabel),
    byAmount: set.plan.roles?.amount === undefined ? [] : await readBreakFigures(query, set, amountLabel),
    byAge: set.plan.roles?.date === undefined ? [] : await readBreakFigures(query, set, ageLabel(set)),
  }));
}

async function readOutcomes(query: Query, set: OpenSet): Promise<OutcomeFigure[]> {
  const alias = (role: "amount" | "currency"): string | undefined => {
    const at = set.fields.findIndex(({ name }) => name === set.plan.roles?.[role]);
    return at < 0 ? undefined : fieldAlias(at);
  };
  const [amount, currency] = [alias("amount"), alias("currency")];
  const columns = [
    "side",
    "outcome",
    currency ?? "NULL",
    "count(*)",
    amount === undefined ? "NULL" : `sum(${amount})`,
    amount === undefined ? "NULL" : `sum(abs(${amount}))`,
  ];
  const relation = rowsRelation(set, needsOf(columns.join(" ")));
  const rows = await query.rows(
    columns,
    sql(
      `FROM (${relation}) AS t GROUP BY side, outcome${currency === undefined ? "" : `, ${currency}`} ORDER BY 1, 2, 3`,
    ),
  );
  return rows.map(([side, outcome, of, records, total, gross]) => ({
    side: side as Side,
    outcome: outcome!,
    currency: of!,
    records: Number(records),
    total: total!,
    gross: gross!,
  }));
}

async function readBreakFigures(query: Query, set: OpenSet, label: string): Promise<BreakFigure[]> {
  const amount = set.plan.roles?.amount === undefined ? "NULL" : "sum(abs(amount))";
  const relation = breaksRelation(set, `kind status currency amount ${label}`);
  const rows = await query.rows(
    ["kind", "status", "currency", "label", "records", "gross"],
    sql(
      `FROM (SELECT kind, status, currency, ${label} AS label, count(*) AS records, ${amount} AS gross FROM (${relation}) AS t GROUP BY ALL ORDER BY records DESC, label, kind, status, currency LIMIT 2000) AS f`,
    ),
  );
  return rows.map(([kind, status, currency, of, count, gross]) => ({
    kind: kind!,
    status: status!,
    currency: currency!,
    label: of!,
    count: Number(count),
    gross: gross!,
  }));
}

/** Reasons that name a nearest record are told by the fields that failed, so that equal causes count together. */
const failedFields = `array_to_string(json_extract_string(failed, '$[*].field'), ', ')`;
const reasonLabel =
  `CASE WHEN kind = 'differs' THEN replace(reason, ',', ', ') WHEN kind = 'unmatched' AND nearest IS NULL AND failed IS NULL AND reason LIKE 'taken out%' THEN reason ` +
  `WHEN kind = 'unmatched' AND nearest IS NULL THEN 'nothing comes near' WHEN kind = 'unmatched' AND ${failedFields} = '' THEN 'an equal record was already taken' ` +
  `WHEN kind = 'unmatched' THEN concat('nearest differs in ', ${failedFields}) ELSE reason END`;

const wholeDigits = `split_part(abs(amount)::VARCHAR, '.', 1)`;
const amountLabel = `CASE WHEN amount IS NULL THEN NULL WHEN ${wholeDigits} IN ('0', '') THEN '0' ELSE concat('1', repeat('0', least(length(${wholeDigits}), 9)::INT - 1)) END`;

const ageLabel = (set: OpenSet): string => {
  const days = `date_diff('day', "date", DATE '${set.summary.startedAt.slice(0, 10)}')`;
  const cases = [
    [-1, "in the future"],
    [7, "0 to 7"],
    [30, "8 to 30"],
    [60, "31 to 60"],
    [90, "61 to 90"],
    [365, "91 to 365"],
  ].map(([bound, name]) => `WHEN ${days} <= ${bound} THEN '${name}'`);
  return `CASE WHEN "date" IS NULL THEN NULL ${cases.join(" ")} ELSE '366 and more' END`;
};

export interface ChangeFigure {
  readonly side: Side;
  readonly currency: string | null;
  /** Open records that the run before did not have. */
  readonly fresh: number;
  readonly stillOpen: number;
  /** Open in the run before, and now not there any more or settled. */
  readonly cleared: number;
  readonly freshGross: Value;
  readonly stillOpenGross: Value;
  readonly clearedGross: Value;
}

const OPEN = "('unmatched', 'duplicate', 'differs', 'suggested')";

/** What changed among the open records since another run, by content hash: equal records count as often as they stand there. */
export async function readChanges(query: Query, set: OpenSet, previous: OpenSet): Promise<ChangeFigure[]> {
  const open = (of: OpenSet): string => sides.map((side) => openRecords(of, side)).join(" UNION ALL ");
  const counted = (of: OpenSet): string =>
    `SELECT side, content_hash, currency, count(*) AS n, max(amount) AS amount FROM (${open(of)}) GROUP BY side, content_hash, currency`;
  const part = (records: string): string => `coalesce(sum(${records}), 0)::BIGINT`;
  const gross = (records: string): string => `sum(${records} * amount)`;
  const figures = { fresh: "greatest(n - m, 0)", still: "least(n, m)", cleared: "greatest(m - n, 0)" };
  const joined =
    `SELECT coalesce(c.side, p.side) AS side, coalesce(c.currency, p.currency) AS currency, coalesce(c.amount, p.amount) AS amount, coalesce(c.n, 0) AS n, coalesce(p.n, 0) AS m ` +
    `FROM (${counted(set)}) AS c FULL JOIN (${counted(previous)}) AS p ON p.side = c.side AND p.content_hash = c.content_hash AND p.currency IS NOT DISTINCT FROM c.currency`;
  const rows = await query.rows(
    ["side", "currency", ...Object.values(figures).map(part), ...Object.values(figures).map(gross)],
    sql(`FROM (${joined}) AS t GROUP BY side, currency ORDER BY 1, 2`),
  );
  return rows.map(([side, currency, fresh, stillOpen, cleared, freshGross, stillOpenGross, clearedGross]) => ({
    side: side as Side,
    currency: currency!,
    fresh: Number(fresh),
    stillOpen: Number(stillOpen),
    cleared: Number(cleared),
    freshGross: freshGross!,
    stillOpenGross: stillOpenGross!,
    clearedGross: clearedGross!,
  }));
}

function openRecords(set: OpenSet, side: Side): string {
  const { schema, plan } = set;
  const { amount, currency } = plan.roles ?? {};
  const reviewed = set.reviewSeq > 0;
  const outcome = reviewed ? "coalesce(o.outcome, r.outcome)" : "r.outcome";
  // Two runs may hold one field at different scales.
  const value =
    amount === undefined ? "NULL::DECIMAL(38,10)" : `TRY_CAST(abs(r.${quoteName(amount)}) AS DECIMAL(38,10))`;
  return (
    `SELECT '${side}' AS side, r.content_hash, ${currency === undefined ? "NULL::VARCHAR" : `r.${quoteName(currency)}`} AS currency, ${value} AS amount FROM ${schema}.${quoteName(side)} AS r ` +
    `${reviewed ? `LEFT JOIN ${schema}.review_records AS o ON o.side = '${side}' AND o.row_id = r.row_id ` : ""}WHERE ${outcome} IN ${OPEN}`
  );
}
