import { sides } from "@recon/core";
import { after, compileSort, orderBy, type SortKey } from "../query/compile-sort.ts";
import { parseCursor, printCursor, queryMark } from "../query/cursor.ts";
import { QueryFault } from "../query/query-fault.ts";
import type { ListQuery } from "../reader/messages.ts";
import type { OpenSet } from "../reader/open-set.ts";
import type { Query, ValueRow } from "../reader/engine.ts";
import type { Sql } from "../query/sql.ts";
import { fetchItems } from "./fetch-items.ts";
import type { ResultItem } from "./item-values.ts";
import { startAt } from "./landmarks.ts";
import { ChosenList } from "./list-query.ts";
import { remember, remembered } from "./remembered.ts";

export interface ResultPage {
  readonly items: readonly ResultItem[];
  readonly nextCursor: string | null;
  readonly total: number;
}

interface Asked {
  readonly query: ListQuery;
  readonly limit: number;
  readonly cursor?: string | undefined;
  /** Items before the page, where it is not found by a cursor. */
  readonly offset?: number | undefined;
}

/** One page of a list: first which items, from the narrowest columns, then their content. */
export async function readPage(query: Query, set: OpenSet, request: Asked): Promise<ResultPage> {
  const chosen = new ChosenList(set, request.query);
  const keys = compileSort(request.query.sort, chosen.shape);
  const mark = queryMark([
    set.id,
    request.query.list,
    request.query.filter ?? null,
    request.query.search ?? "",
    request.query.sort ?? "",
  ]);
  if (request.cursor !== undefined && request.offset !== undefined)
    throw new QueryFault("offset", "a page is found by a cursor or by an offset, not by both");
  const last = request.cursor === undefined ? undefined : parseCursor(request.cursor, mark, keys.length);
  const found = nextRows(set, request, last) ?? (await searchPage(query, request, { chosen, keys, mark, last }));
  const shown = found.slice(0, request.limit);
  const places = chosen.shape.keys.map((name) => keys.findIndex(({ column }) => column === name));
  const items = await fetchItems(query, set, {
    list: chosen.shape.list,
    keys: shown.map((row) => places.map((at) => row[at]!)),
  });
  const total = await countItems(query, set, { chosen, query: request.query });
  return { items, nextCursor: found.length > request.limit ? printCursor(mark, shown.at(-1)!) : null, total };
}

async function searchPage(
  query: Query,
  { query: of, limit, offset = 0 }: Asked,
  list: { chosen: ChosenList; keys: readonly SortKey[]; mark: string; last: readonly (string | null)[] | undefined },
): Promise<ValueRow[]> {
  const { chosen, keys, last } = list;
  const { beyond, skip } =
    last === undefined ? await startAt(query, list, offset) : { beyond: [after(keys, last)], skip: 0 };
  const found = await findKeys(query, { chosen, keys, beyond, limit: skip + limit + 1, of });
  return found.slice(skip);
}

/** All records in their own order: row_ids are 1, 2, 3 … on each side, so nothing need be read to know the next ones. */
function nextRows(
  { summary }: OpenSet,
  { query: { list, filter, search = "", sort = "" }, limit, offset = 0 }: Asked,
  last: readonly (string | null)[] | undefined,
): ValueRow[] | undefined {
  if (list !== "rows" || filter !== undefined || search.trim() !== "" || sort !== "") return undefined;
  const [lastSide = "left", lastRow = "0"] = last ?? rowAt(summary, offset);
  const rows = sides
    .filter((side) => side >= lastSide!)
    .flatMap((side): ValueRow[] => {
      const first = side === lastSide ? Number(lastRow) + 1 : 1;
      const count = Math.max(0, Math.min(limit + 1, summary[side].rows - first + 1));
      return Array.from({ length: count }, (_, i) => [side, String(first + i)]);
    });
  return rows.slice(0, limit + 1);
}

/** The record with `offset - 1` records before it; row 0 of a side stands before its first. */
const rowAt = ({ left }: OpenSet["summary"], offset: number): [side: string, rowId: string] =>
  offset < left.rows ? ["left", String(offset)] : ["right", String(offset - left.rows)];

interface Searched {
  readonly chosen: ChosenList;
  readonly keys: readonly SortKey[];
  readonly beyond: readonly Sql[];
  readonly limit: number;
  readonly of: ListQuery;
}

/** Sort values of the items of a page, and one more when there are more. */
async function findKeys(query: Query, { chosen, keys, beyond, limit, of }: Searched): Promise<ValueRow[]> {
  const columns = keys.map(({ sql }) => sql);
  const { set } = chosen;
  const isCostly = /\b(contains|starts_with)\(/.test(chosen.where.text);
  if (!isCostly || beyond.length > 0 || set.remembered.has(countKey(of)))
    return query.rows(columns, chosen.from(columns, beyond, `ORDER BY ${orderBy(keys)} LIMIT ${limit}`));
  // Looking through texts costs more than anything else: the first page and the count share one look.
  const named = keys.map((key, i) => ({ ...key, sql: `k${i}` }));
  const hits = chosen.from(columns);
  const seq = set.reviewSeq;
  const rows = await query.rows(
    [...named.map(({ sql }) => sql), "(SELECT count(*) FROM hits)"],
    {
      text: `FROM hits ORDER BY ${orderBy(named)} LIMIT ${limit}`,
      values: hits.values,
    },
    `WITH hits AS MATERIALIZED (SELECT ${columns.map((expr, i) => `${expr} AS k${i}`).join(", ")} ${hits.text})`,
  );
  if (set.reviewSeq === seq) remember(set, countKey(of), Number(rows[0]?.[keys.length] ?? 0));
  return rows.map((row) => row.slice(0, keys.length));
}

const countKey = (of: ListQuery): string => `count ${JSON.stringify([of.list, of.filter ?? null, of.search ?? ""])}`;

/** Exact; counted once for each state of the review. */
export async function countItems(
  query: Query,
  set: OpenSet,
  { chosen, query: of }: { chosen: ChosenList; query: ListQuery },
): Promise<number> {
  return remembered(set, countKey(of), async () => Number((await query.single(["count(*)"], chosen.from([])))[0]));
}
