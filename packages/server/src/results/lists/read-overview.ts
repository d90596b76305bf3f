/** Figures over a whole result set, as the run left it and as review changed it. */
import type { Filter } from "@recon/api";
import { sides, type Side } from "@recon/core";
import { quoteName } from "@recon/core/dialect";
import { sql } from "../query/sql.ts";
import type { Query, Value } from "../reader/engine.ts";
import type { OpenSet } from "../reader/open-set.ts";
import { breakCause } from "./break-cause.ts";
import { ageBucket, ageBucketOf, amountBucket, amountBucketOf, type Bucket } from "./buckets.ts";
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
  /** Chooses just these breaks. */
  readonly filter: Filter;
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
    byReason: await readBreakFigures(query, set, byCause),
    byAmount: set.plan.roles?.amount === undefined ? [] : await readBreakFigures(query, set, byAmount(set)),
    byAge: set.plan.roles?.date === undefined ? [] : await readBreakFigures(query, set, byAge(set)),
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

async function readBreakFigures(query: Query, set: OpenSet, { sql: expr, bucketOf }: Grouping): Promise<BreakFigure[]> {
  const amount = set.plan.roles?.amount === undefined ? "NULL" : "sum(abs(amount))";
  const relation = breaksRelation(set, `kind status currency amount ${expr}`);
  const rows = await query.rows(
    ["kind", "status", "currency", "label", "records", "gross"],
    sql(
      `FROM (SELECT kind, status, currency, ${expr} AS label, count(*) AS records, ${amount} AS gross FROM (${relation}) AS t GROUP BY ALL ORDER BY records DESC, label, kind, status, currency LIMIT 2000) AS f`,
    ),
  );
  return rows.map(([kind, status, currency, of, count, gross]) => {
    const { label, filter } = bucketOf(of!);
    const own = [
      { column: "status", in: [status!] },
      { column: "kind", in: [kind!] },
      { column: "currency", in: [currency!] },
    ];
    return {
      kind: kind!,
      status: status!,
      currency: currency!,
      label,
      count: Number(count),
      gross: gross!,
      filter: { all: [...own, filter] },
    };
  });
}

interface Grouping {
  /** Expression over the relation of breaks. */
  readonly sql: string;
  /** The class of a value, with the condition that chooses it. */
  readonly bucketOf: (value: Value) => { readonly label: Value; readonly filter: Filter };
}

const byCause: Grouping = {
  sql: breakCause,
  bucketOf: (label) => ({ label, filter: { column: "cause", in: [label] } }),
};

function byBucket(column: string, sql: string, bucketOf: (at: number) => Bucket): Grouping {
  return {
    sql,
    bucketOf(at) {
      if (at === null) return { label: null, filter: { column, isNull: true } };
      const { value, filter } = bucketOf(Number(at));
      return { label: value, filter };
    },
  };
}

function byAmount({ types: { amount } }: OpenSet): Grouping {
  const column = { name: "amount", sql: "amount", type: amount };
  return byBucket("amount", amountBucket(column), (at) => amountBucketOf(column, at));
}

function byAge(set: OpenSet): Grouping {
  const days = `date_diff('day', "date", DATE '${set.summary.startedAt.slice(0, 10)}')`;
  return byBucket("ageDays", ageBucket(days), (at) => ageBucketOf({ name: "ageDays" }, at));
}

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
