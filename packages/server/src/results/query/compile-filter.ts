import type { Filter, FilterCondition } from "@recon/api";
import type { ListColumn, ListShape } from "./list-column.ts";
import { compare } from "./literal.ts";
import { QueryFault } from "./query-fault.ts";
import { allOf, anyOf, not, sql, words, type Sql } from "./sql.ts";

/** The column of a name: a list's own, else a canonical field. */
export function findColumn(shape: ListShape, name: string, path: string): ListColumn {
  const column =
    shape.columns.get(name) ??
    (shape.fieldPrefix === null ? undefined : shape.columns.get(`${shape.fieldPrefix}${name}`));
  if (column !== undefined) return column;
  throw new QueryFault(
    path,
    `${shape.list} have no column ${JSON.stringify(name.slice(0, 100))}; they have ${[...shape.columns.keys()].join(", ")}`,
  );
}

/** A filter as a condition over the list's relation; throws `QueryFault` where it names no column or value of ours. */
export function compileFilter(filter: Filter, shape: ListShape, path = "filter"): Sql {
  if ("all" in filter) return allOf(filter.all.map((part, i) => compileFilter(part, shape, `${path}.all[${i}]`)));
  if ("any" in filter) return anyOf(filter.any.map((part, i) => compileFilter(part, shape, `${path}.any[${i}]`)));
  if ("not" in filter) return not(compileFilter(filter.not, shape, `${path}.not`));
  return compileCondition(filter, shape, path);
}

function compileCondition(condition: FilterCondition, shape: ListShape, path: string): Sql {
  const column = findColumn(shape, condition.column, `${path}.column`);
  if ("isNull" in condition) return sql(`(${column.sql} IS ${condition.isNull ? "" : "NOT "}NULL)`);
  if ("in" in condition) return compileIn(column, condition.in, `${path}.in`);
  if ("contains" in condition) return textCondition(column, "contains", condition.contains, path);
  if ("startsWith" in condition) return textCondition(column, "starts_with", condition.startsWith, path);
  const { from, to } = condition;
  if (column.type.kind === "text" || column.type.kind === "choice")
    throw new QueryFault(path, `${column.name} holds texts, which have no from and to; use in, contains or startsWith`);
  return allOf([
    ...(from === undefined ? [] : [typed(column, ">=", from, `${path}.from`)]),
    ...(to === undefined ? [] : [typed(column, "<=", to, `${path}.to`)]),
  ]);
}

function compileIn(column: ListColumn, values: readonly (string | number | null)[], path: string): Sql {
  const { type } = column;
  const known = values.filter((value) => value !== null);
  const none = known.length === values.length ? [] : [sql(`${column.sql} IS NULL`)];
  if (type.kind === "choice") {
    const unknown = known.findIndex((value) => !type.values.includes(String(value)));
    if (unknown >= 0) throw new QueryFault(`${path}[${unknown}]`, `${column.name} is one of ${type.values.join(", ")}`);
    return anyOf([...(known.length === 0 ? [] : [sql(`${column.sql} IN (${words(known.map(String))})`)]), ...none]);
  }
  if (type.kind === "text") {
    const listed =
      known.length === 0 ? [] : [sql(`${column.sql} IN (${known.map(() => "?").join(", ")})`, ...known.map(String))];
    return anyOf([...listed, ...none]);
  }
  return anyOf([...known.map((value, i) => typed(column, "=", value, `${path}[${i}]`)), ...none]);
}

function textCondition(column: ListColumn, operator: string, value: string, path: string): Sql {
  if (column.type.kind !== "text") throw new QueryFault(path, `${column.name} holds no texts; use in, from and to`);
  return sql(`${operator}(lower(${column.sql}), lower(?))`, value);
}

const examples = {
  text: "",
  choice: "",
  integer: "a whole number",
  real: "a number",
  decimal: `a decimal text such as "12.50"`,
  date: "a date such as 2026-01-31",
};

function typed(column: ListColumn, op: "=" | ">=" | "<=", value: string | number, path: string): Sql {
  const compiled = compare(column.sql, op, value, column.type);
  if (compiled === undefined)
    throw new QueryFault(path, `${column.name} is held against ${examples[column.type.kind]}`);
  return compiled;
}

const MAX_TERMS = 10;

/** Words of a search, each of which one of an item's values must hold, in any case. */
export function compileSearch(search: string, shape: ListShape): Sql {
  const terms = search.split(/[\s\u0000-\u001f]+/u).filter((term) => term !== "");
  if (terms.length > MAX_TERMS) throw new QueryFault("search", `a search holds at most ${MAX_TERMS} words`);
  return allOf(terms.map((term) => searchTerm(term, shape)));
}

function searchTerm(term: string, { search }: ListShape): Sql {
  if (search.kind === "whole") return sql(`contains(${search.sql}, lower(?))`, term);
  // Lower case costs more than the search itself: only for terms that have one.
  const hasCase = term.toLowerCase() !== term.toUpperCase();
  const texts = search.texts.map((expr) =>
    sql(hasCase ? `contains(lower(${expr}), lower(?))` : `contains(${expr}, ?)`, term),
  );
  const isNumeric = /^[-.\d]+$/.test(term);
  const numbers = isNumeric ? search.numbers.map((expr) => sql(`contains(${expr}::VARCHAR, ?)`, term)) : [];
  return anyOf([...texts, ...numbers]);
}
