import { NO_CURRENCY, type Filter } from "@recon/api";
import { compileFilter } from "../query/compile-filter.ts";
import type { ListColumn } from "../query/list-column.ts";
import type { Query, Value } from "../reader/engine.ts";
import type { ChosenList } from "./list-query.ts";

/** Exact decimal texts by currency. */
export type Sums = Readonly<Record<string, string>>;

/**
 * Sums of the known amounts of the items of a list, by currency, for each value of `expr` over `column`. undefined where
 * the list has no amounts. `only`: leaves the items out that no shown value covers.
 */
export async function readFacetSums(
  query: Query,
  list: ChosenList,
  { column, expr, only }: { readonly column: ListColumn; readonly expr: string; readonly only: Filter | undefined },
): Promise<ReadonlyMap<Value, Sums> | undefined> {
  const amount = list.shape.columns.get("amount");
  if (amount?.type.kind !== "decimal") return undefined;
  const currency = list.shape.columns.get("currency")?.sql ?? "NULL";
  const more = only === undefined ? [] : [compileFilter(only, list.shape)];
  const grouped = list.from([column.sql, amount.sql, currency], more, "GROUP BY 1, 2 ORDER BY 1, 2");
  const rows = await query.rows(["value", "currency", "total"], {
    text: `FROM (SELECT ${expr} AS value, ${currency} AS currency, sum(${amount.sql}) AS total ${grouped.text}) AS f`,
    values: grouped.values,
  });
  const sums = new Map<Value, Record<string, string>>();
  for (const [value, of, total] of rows) {
    if (total === null || total === undefined) continue;
    const own = sums.get(value!) ?? {};
    sums.set(value!, own);
    own[of ?? NO_CURRENCY] = total;
  }
  return sums;
}
