import { findColumn } from "./compile-filter.ts";
import type { ColumnType, ListColumn, ListShape } from "./list-column.ts";
import { compare } from "./literal.ts";
import { QueryFault } from "./query-fault.ts";
import { allOf, anyOf, FALSE, sql, type Sql } from "./sql.ts";

export interface SortKey {
  readonly column: string;
  /** What is compared: long texts by their first characters, so that a cursor stays short. */
  readonly sql: string;
  readonly type: ColumnType;
  readonly descending: boolean;
}

const MAX_KEYS = 4;
const SORTED_CHARACTERS = 200;

/** `-amount,party`: keys in order, `-` descending, then the list's own keys, so that every item has one place. NULL comes last either way. */
export function compileSort(sort: string | undefined, shape: ListShape): SortKey[] {
  const named = sort === undefined || sort === "" ? [] : sort.split(",");
  if (named.length > MAX_KEYS) throw new QueryFault("sort", `sort by at most ${MAX_KEYS} columns`);
  const keys = named.map((text): SortKey => {
    const descending = text.startsWith("-");
    const column = findColumn(shape, descending ? text.slice(1) : text, "sort");
    if (column.changes === true)
      throw new QueryFault(
        "sort",
        `${column.name} changes while people work, so pages could not follow its order; filter by it instead`,
      );
    return toKey(column, descending);
  });
  const last = shape.keys.filter((name) => !keys.some(({ column }) => column === name));
  return [...keys, ...last.map((name) => toKey(shape.columns.get(name)!, false))];
}

function toKey({ name, sql: expr, type }: ListColumn, descending: boolean): SortKey {
  const compared =
    type.kind === "text"
      ? `CASE WHEN strlen(${expr}) <= ${SORTED_CHARACTERS} THEN ${expr} ELSE left(${expr}, ${SORTED_CHARACTERS}) END`
      : expr;
  return { column: name, sql: compared, type, descending };
}

export const orderBy = (keys: readonly SortKey[]): string =>
  keys.map(({ sql: expr, descending }) => `${expr} ${descending ? "DESC" : "ASC"} NULLS LAST`).join(", ");

/** What comes after the item whose keys have these values; throws `QueryFault` where a value cannot be one. */
export function after(keys: readonly SortKey[], values: readonly (string | null)[]): Sql {
  const same = (key: SortKey, value: string | null): Sql =>
    value === null ? sql(`${key.sql} IS NULL`) : held(key, "=", value);
  const beyond = (key: SortKey, value: string | null): Sql =>
    value === null ? FALSE : anyOf([held(key, key.descending ? "<" : ">", value), sql(`${key.sql} IS NULL`)]);
  return anyOf(
    keys.map((key, i) =>
      allOf([...keys.slice(0, i).map((earlier, j) => same(earlier, values[j]!)), beyond(key, values[i]!)]),
    ),
  );
}

function held(key: SortKey, op: "=" | "<" | ">", value: string): Sql {
  const compiled = compare(key.sql, op, value, key.type);
  if (compiled === undefined) throw new QueryFault("cursor", "is not a cursor of this list");
  return compiled;
}
