import type { Filter } from "@recon/api";
import { sides, type Side } from "@recon/core";
import { findColumn } from "../query/compile-filter.ts";
import type { ListColumn } from "../query/list-column.ts";
import type { Sql } from "../query/sql.ts";
import type { ListQuery } from "../reader/messages.ts";
import type { Query, Value } from "../reader/engine.ts";
import type { OpenSet } from "../reader/open-set.ts";
import { ageBucket, ageBucketOf, amountBucket, amountBucketOf } from "./buckets.ts";
import { ChosenList } from "./list-query.ts";
import { readFacetSums, type Sums } from "./read-facet-sums.ts";
import { remembered } from "./remembered.ts";
import { FIELD_PREFIX, listShape } from "./shapes.ts";

export interface FacetItem {
  /** The value, or null; of a bucket a short name. */
  readonly value: Value;
  readonly count: number;
  /** Chooses just these items; null for a text longer than filters take. */
  readonly filter: Filter | null;
  /** Where they were asked for, and the list has amounts. */
  readonly sums?: Sums;
}

export interface Facet {
  readonly column: string;
  readonly kind: "values" | "amounts" | "days" | "months";
  /** Different values, NULL not counted; of buckets how many there are. */
  readonly distinct: number;
  readonly items: readonly FacetItem[];
  /** Items of the list that no shown value or bucket covers. */
  readonly others: number;
}

/**
 * Counts per value of some columns. A column's own condition at the top of the filter does not apply to its own facet, so that more values can be
 * chosen beside the chosen ones.
 */
export async function readFacets(
  query: Query,
  set: OpenSet,
  request: {
    readonly query: ListQuery;
    readonly columns: readonly string[];
    readonly limit: number;
    readonly sums: boolean;
  },
): Promise<Facet[]> {
  const shape = listShape(set, request.query.list);
  const facets: Facet[] = [];
  for (const [i, name] of request.columns.entries()) {
    const column = findColumn(shape, name, `columns[${i}]`);
    const filter = withoutColumn(request.query.filter, column, (of) => findColumn(shape, of, "filter"));
    const own = { ...request.query, filter };
    const key = `facet ${JSON.stringify([own.list, filter ?? null, own.search ?? "", column.name, request.limit, request.sums])}`;
    const whole = (own.search ?? "").trim() === "" ? wholeOf(filter) : undefined;
    facets.push(
      await remembered(set, key, async () => {
        const list = new ChosenList(set, own);
        const facet = await readFacet(query, list, { column, limit: request.limit, whole });
        return request.sums ? withSums(query, list, { column, facet }) : facet;
      }),
    );
  }
  return facets;
}

function withoutColumn(
  filter: Filter | undefined,
  column: ListColumn,
  find: (name: string) => ListColumn,
): Filter | undefined {
  const isOwn = (part: Filter): boolean => {
    // A role and its field are one column by two names.
    if ("column" in part) return find(part.column).sql === column.sql;
    if ("not" in part) return isOwn(part.not);
    const parts = "all" in part ? part.all : part.any;
    return parts.length > 0 && parts.every(isOwn);
  };
  if (filter === undefined || isOwn(filter)) return undefined;
  if (!("all" in filter)) return filter;
  const all = filter.all.filter((part) => !isOwn(part));
  return all.length === 0 ? undefined : { all };
}

/** Whether a filter lets all records through, or all of one side: the index knows those counts. */
function wholeOf(filter: Filter | undefined): "both" | Side | undefined {
  if (filter === undefined) return "both";
  if ("all" in filter) return filter.all.length === 1 ? wholeOf(filter.all[0]) : undefined;
  if (!("column" in filter) || filter.column !== "side" || !("in" in filter) || filter.in.length !== 1)
    return undefined;
  return sides.find((side) => side === filter.in[0]);
}

interface Asked {
  readonly column: ListColumn;
  readonly limit: number;
  readonly whole: "both" | Side | undefined;
}

async function readFacet(query: Query, list: ChosenList, asked: Asked): Promise<Facet> {
  const { column } = asked;
  if (column.type.kind === "decimal")
    return readBuckets(query, list, { column, kind: "amounts", expr: amountBucket(column) });
  if (column.name === "ageDays") return readBuckets(query, list, { column, kind: "days", expr: ageBucket(column.sql) });
  if (column.type.kind === "date") return readMonths(query, list, asked);
  return readValues(query, list, asked);
}

/** The same grouping once more, for what the items come to. */
async function withSums(
  query: Query,
  list: ChosenList,
  { column, facet }: { readonly column: ListColumn; readonly facet: Facet },
): Promise<Facet> {
  const { kind, items } = facet;
  const exprs = {
    values: column.sql,
    amounts: amountBucket(column),
    days: ageBucket(column.sql),
    months: `left(${column.sql}::VARCHAR, 7)`,
  };
  const shown = items.flatMap(({ value, filter }) => (filter === null ? [] : [value]));
  if (shown.length === 0) return facet;
  // Values can be as many as items; classes are few.
  const only: Filter | undefined = kind === "values" ? { column: column.name, in: shown } : undefined;
  const sums = await readFacetSums(query, list, { column, expr: exprs[kind], only });
  if (sums === undefined) return facet;
  const named = new Map([...sums].map(([value, own]) => [bucketName(column, kind, value), own]));
  return { ...facet, items: items.map((item) => ({ ...item, sums: named.get(item.value) ?? {} })) };
}

function bucketName(column: ListColumn, kind: Facet["kind"], value: Value): Value {
  if (value === null || kind === "values" || kind === "months") return value;
  return (kind === "amounts" ? amountBucketOf : ageBucketOf)(column, Number(value)).value;
}

async function readValues(query: Query, list: ChosenList, { column, limit, whole }: Asked): Promise<Facet> {
  const known = whole === undefined ? undefined : knownFacet(list, { column, limit, whole });
  if (known !== undefined) return known;
  const grouped = list.from([column.sql], [], `GROUP BY value`);
  const counted = {
    text: `SELECT ${column.sql} AS value, count(*) AS records ${grouped.text}`,
    values: grouped.values,
  };
  return countedValues(query, { column, limit, counted });
}

async function countedValues(
  query: Query,
  { column, limit, counted }: { column: ListColumn; limit: number; counted: Sql },
): Promise<Facet> {
  const rows = await query.rows(["value", "records", "(count(value) OVER ())", "(sum(records) OVER ())"], {
    text: `FROM (${counted.text}) AS f ORDER BY records DESC, value ASC NULLS LAST LIMIT ${limit}`,
    values: counted.values,
  });
  const items = rows.map(([value, count]): FacetItem => ({
    value: value!,
    count: Number(count),
    filter: valueFilter(column, value!),
  }));
  return toFacet(column, { items, distinct: Number(rows[0]?.[2] ?? 0), total: Number(rows[0]?.[3] ?? 0) });
}

function toFacet(
  column: ListColumn,
  { items, distinct, total }: { items: readonly FacetItem[]; distinct: number; total: number },
): Facet {
  const shown = items.reduce((sum, { count }) => sum + count, 0);
  return { column: column.name, kind: "values", distinct, items, others: total - shown };
}

const MAX_FILTER_TEXT = 1000;

const valueFilter = ({ name }: ListColumn, value: Value): Filter | null =>
  value !== null && value.length > MAX_FILTER_TEXT ? null : { column: name, in: [value] };

/** What the index counted beforehand. Canonical values are not for review to change. */
function knownFacet(list: ChosenList, { column, limit, whole }: Asked): Facet | undefined {
  const { facets, summary } = list.set;
  if (facets === null || list.shape.list !== "rows" || !column.name.startsWith(FIELD_PREFIX)) return undefined;
  const known = facets[`${whole}:${column.name.slice(FIELD_PREFIX.length)}`];
  if (known === undefined || (known.items.length < limit && known.cut)) return undefined;
  const total = (whole === "right" ? 0 : summary.left.rows) + (whole === "left" ? 0 : summary.right.rows);
  const items = known.items.slice(0, limit).map((item) => ({ ...item, filter: valueFilter(column, item.value) }));
  return toFacet(column, { items, distinct: known.distinct, total });
}

async function readBuckets(
  query: Query,
  list: ChosenList,
  { column, kind, expr }: { column: ListColumn; kind: "amounts" | "days"; expr: string },
): Promise<Facet> {
  const grouped = list.from([column.sql], [], "GROUP BY bucket ORDER BY bucket NULLS LAST");
  const rows = await query.rows(["bucket", "records"], {
    text: `FROM (SELECT ${expr} AS bucket, count(*) AS records ${grouped.text}) AS f`,
    values: grouped.values,
  });
  const items = rows.map(([bucket, count]): FacetItem => {
    if (bucket === null) return { value: null, count: Number(count), filter: { column: column.name, isNull: true } };
    const of = kind === "amounts" ? amountBucketOf(column, Number(bucket)) : ageBucketOf(column, Number(bucket));
    return { ...of, count: Number(count) };
  });
  return { column: column.name, kind, distinct: items.filter(({ value }) => value !== null).length, items, others: 0 };
}

async function readMonths(query: Query, list: ChosenList, { column, limit }: Asked): Promise<Facet> {
  // By day first: days are few, and their texts are dear.
  const days = list.from([column.sql], [], "GROUP BY day");
  const months = `SELECT left(day::VARCHAR, 7) AS value, sum(records) AS records FROM (SELECT ${column.sql} AS day, count(*) AS records ${days.text}) AS d GROUP BY value`;
  const facet = await countedValues(query, { column, limit, counted: { text: months, values: days.values } });
  const items = facet.items.map((item) => ({ ...item, filter: monthFilter(column, item.value) }));
  return { ...facet, kind: "months", items };
}

/** Years beyond four digits, which the engine can hold, have no filter. */
function monthFilter({ name }: ListColumn, month: Value): Filter | null {
  if (month === null) return { column: name, isNull: true };
  const match = /^(\d{4})-(\d{2})$/.exec(month);
  if (match === null) return null;
  const last = new Date(Date.UTC(Number(match[1]), Number(match[2]), 0)).getUTCDate();
  return { column: name, from: `${month}-01`, to: `${month}-${last}` };
}
