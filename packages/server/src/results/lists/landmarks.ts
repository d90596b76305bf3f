import { after, orderBy, type SortKey } from "../query/compile-sort.ts";
import type { Sql } from "../query/sql.ts";
import type { Query, ValueRow } from "../reader/engine.ts";
import type { ChosenList } from "./list-query.ts";
import { remembered } from "./remembered.ts";

/** Items between two landmarks: a page beyond one of them is found as fast as by a cursor. */
const STEP = 1000;

export interface Start {
  /** Conditions that skip everything up to the landmark. */
  readonly beyond: readonly Sql[];
  /** Items still to be skipped after them. */
  readonly skip: number;
}

/**
 * Where to begin for a page at an offset. The whole order is gone through once for each state of the review, and the
 * sort values of every thousandth item are remembered.
 */
export async function startAt(
  query: Query,
  list: { readonly chosen: ChosenList; readonly keys: readonly SortKey[]; readonly mark: string },
  offset: number,
): Promise<Start> {
  if (offset < STEP) return { beyond: [], skip: offset };
  const { chosen, keys, mark } = list;
  const landmarks = await remembered(chosen.set, `landmarks ${mark}`, () => readLandmarks(query, chosen, keys));
  const at = Math.min(Math.floor(offset / STEP), landmarks.length);
  const landmark = landmarks[at - 1];
  return landmark === undefined
    ? { beyond: [], skip: offset }
    : { beyond: [after(keys, landmark)], skip: offset - at * STEP };
}

function readLandmarks(query: Query, chosen: ChosenList, keys: readonly SortKey[]): Promise<ValueRow[]> {
  const named = keys.map((key, i) => ({ ...key, sql: `k${i}` }));
  const columns = keys.map(({ sql }) => sql);
  const all = chosen.from(columns);
  const listed = `SELECT ${columns.map((expr, i) => `${expr} AS k${i}`).join(", ")} ${all.text}`;
  const placed = `SELECT *, row_number() OVER (ORDER BY ${orderBy(named)}) AS place FROM (${listed}) AS l`;
  return query.rows(
    named.map(({ sql }) => sql),
    { text: `FROM (${placed}) AS p WHERE place % ${STEP} = 0 ORDER BY place`, values: all.values },
  );
}
