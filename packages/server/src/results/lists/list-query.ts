import { ResultList } from "@recon/api";
import type { Side } from "@recon/core";
import type { OpenSet } from "../reader/open-set.ts";
import type { ListQuery } from "../reader/messages.ts";
import { compileFilter, compileSearch } from "../query/compile-filter.ts";
import type { ListShape } from "../query/list-column.ts";
import { allOf, type Sql } from "../query/sql.ts";
import { listRelation, listShape } from "./shapes.ts";

/** A list under its conditions: what pages, counts, facets and exports are made of. */
export class ChosenList {
  readonly set: OpenSet;
  readonly shape: ListShape;
  readonly where: Sql;
  readonly #side: Side | undefined;

  constructor(set: OpenSet, { list, filter, search }: ListQuery) {
    this.set = set;
    this.shape = listShape(set, ResultList.parse(list));
    this.where = allOf([
      ...(filter === undefined ? [] : [compileFilter(filter, this.shape)]),
      ...(search === undefined || search.trim() === "" ? [] : [compileSearch(search, this.shape)]),
    ]);
    this.#side = onlySide(filter);
  }

  /** `FROM … WHERE …` for these columns and conditions; only what they name is read. */
  from(columns: readonly string[], more: readonly Sql[] = [], rest = ""): Sql {
    const where = allOf([this.where, ...more]);
    const statement = [...columns, where.text, rest].join(" ");
    const relation = listRelation(this.set, this.shape.list, { statement, side: this.#side });
    return { text: `FROM (${relation}) AS t WHERE ${where.text} ${rest}`, values: where.values };
  }
}

/** The side that a filter keeps to, where it says so outright: the other one need not be read. */
function onlySide(filter: ListQuery["filter"]): Side | undefined {
  if (filter === undefined) return undefined;
  if ("all" in filter) return filter.all.map(onlySide).find((side) => side !== undefined);
  if (!("column" in filter) || filter.column !== "side" || !("in" in filter) || filter.in.length !== 1)
    return undefined;
  const [side] = filter.in;
  return side === "left" || side === "right" ? side : undefined;
}
