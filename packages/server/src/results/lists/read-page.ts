import { after, compileSort, orderBy } from "../query/compile-sort.ts";
import { parseCursor, printCursor, queryMark } from "../query/cursor.ts";
import type { ListQuery } from "../reader/messages.ts";
import type { OpenSet } from "../reader/open-set.ts";
import type { Query } from "../reader/engine.ts";
import { fetchItems, type ResultItem } from "./fetch-items.ts";
import { ChosenList } from "./list-query.ts";
import { remembered } from "./remembered.ts";

export interface ResultPage {
  readonly items: readonly ResultItem[];
  readonly nextCursor: string | null;
  readonly total: number;
}

/** One page of a list: first which items, from the narrowest columns, then their content. */
export async function readPage(
  query: Query,
  set: OpenSet,
  request: { readonly query: ListQuery; readonly limit: number; readonly cursor?: string | undefined },
): Promise<ResultPage> {
  const chosen = new ChosenList(set, request.query);
  const keys = compileSort(request.query.sort, chosen.shape);
  const mark = queryMark([
    set.id,
    request.query.list,
    request.query.filter ?? null,
    request.query.search ?? "",
    request.query.sort ?? "",
  ]);
  const beyond = request.cursor === undefined ? [] : [after(keys, parseCursor(request.cursor, mark, keys.length))];
  const columns = keys.map(({ sql }) => sql);
  const found = await query.rows(
    columns,
    chosen.from(columns, beyond, `ORDER BY ${orderBy(keys)} LIMIT ${request.limit + 1}`),
  );
  const shown = found.slice(0, request.limit);
  const places = chosen.shape.keys.map((name) => keys.findIndex(({ column }) => column === name));
  const items = await fetchItems(query, set, {
    list: chosen.shape.list,
    keys: shown.map((row) => places.map((at) => row[at]!)),
  });
  const total = await countItems(query, set, { chosen, query: request.query });
  return { items, nextCursor: found.length > request.limit ? printCursor(mark, shown.at(-1)!) : null, total };
}

/** Exact; counted once for each state of the review. */
export async function countItems(
  query: Query,
  set: OpenSet,
  { chosen, query: of }: { chosen: ChosenList; query: ListQuery },
): Promise<number> {
  const key = `count ${JSON.stringify([of.list, of.filter ?? null, of.search ?? ""])}`;
  return remembered(set, key, async () => Number((await query.single(["count(*)"], chosen.from([])))[0]));
}
