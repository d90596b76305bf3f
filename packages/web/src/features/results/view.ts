import { t } from "@lingui/core/macro";
import type { Filter, ResultList } from "@recon/api";
import { wordOf } from "../../client/api-words.ts";

/** A view of a run's results: all of it stands in the address. */
export interface View {
  readonly list: ResultList;
  readonly filter?: Filter | undefined;
  readonly search?: string | undefined;
  readonly sort?: string | undefined;
  readonly columns?: string | undefined;
  readonly item?: string | undefined;
  /** Column by whose values the items are counted instead of listed. */
  readonly group?: string | undefined;
}

/** The conditions that a filter combines by `all`; they are shown, and taken away, one by one. */
export function conditionsOf(filter: Filter | undefined): readonly Filter[] {
  if (filter === undefined) return [];
  return "all" in filter ? filter.all : [filter];
}

export function combine(conditions: readonly Filter[]): Filter | undefined {
  return conditions.length === 0 ? undefined : { all: conditions };
}

/** The one column that a condition is about; undefined when it is about several. */
export function columnOf(filter: Filter): string | undefined {
  if ("column" in filter) return filter.column;
  if ("not" in filter) return columnOf(filter.not);
  const columns = new Set(("all" in filter ? filter.all : filter.any).map(columnOf));
  return columns.size === 1 ? [...columns][0] : undefined;
}

const same = (one: Filter, other: Filter): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Whether a facet's value is among those chosen. */
export function isChosen(filter: Filter | undefined, choice: Filter): boolean {
  return conditionsOf(filter).some(
    (condition) => same(condition, choice) || alternatives(condition).some((one) => same(one, choice)),
  );
}

/** Chooses a facet's value, or takes the choice back. Several values of one column are alternatives. */
export function toggle(filter: Filter | undefined, choice: Filter): Filter | undefined {
  const conditions = conditionsOf(filter);
  const column = columnOf(choice);
  const own = conditions.find((condition) => columnOf(condition) === column && isAlternatives(condition, choice));
  if (own === undefined) return combine([...conditions, choice]);
  const chosen = same(own, choice) ? [own] : alternatives(own);
  const rest = chosen.some((one) => same(one, choice))
    ? chosen.filter((one) => !same(one, choice))
    : [...chosen, choice];
  const merged = merge(rest);
  return combine(conditions.flatMap((condition) => (condition === own ? merged : [condition])));
}

/** `in` of several values, and `any` of conditions, as a list of single choices. */
function alternatives(condition: Filter): readonly Filter[] {
  if ("in" in condition) return condition.in.map((value) => ({ column: condition.column, in: [value] }));
  return "any" in condition && !isBothSigns(condition) ? condition.any : [condition];
}

const isAlternatives = (condition: Filter, choice: Filter): boolean =>
  "in" in choice ? "in" in condition : !("in" in condition) && !("not" in condition) && !("contains" in condition);

/** A class of amounts is itself an `any`: the positive and the negative range. */
function isBothSigns(condition: { readonly any: readonly Filter[] }): boolean {
  return condition.any.every((one) => "from" in one || "to" in one);
}

function merge(choices: readonly Filter[]): readonly Filter[] {
  const [first] = choices;
  if (first === undefined) return [];
  if (choices.length === 1) return [first];
  const values = choices.flatMap((one) => ("in" in one ? one.in : []));
  return "in" in first ? [{ column: first.column, in: values }] : [{ any: choices }];
}

/** A condition in words. */
export function describe(condition: Filter): string {
  if ("not" in condition) return t`not (${describe(condition.not)})`;
  if ("all" in condition) return condition.all.map(describe).join(t` and `);
  if ("any" in condition) {
    const [first] = condition.any;
    return isBothSigns(condition) && first !== undefined ? describe(first) : condition.any.map(describe).join(t` or `);
  }
  const name = columnLabel(condition.column);
  if ("in" in condition) return `${name}: ${condition.in.map((value) => wordOf(String(value ?? "none"))).join(", ")}`;
  if ("contains" in condition) return t`${name} contains “${condition.contains}”`;
  if ("startsWith" in condition) return t`${name} begins with “${condition.startsWith}”`;
  if ("isNull" in condition) return condition.isNull ? t`${name}: none` : t`${name}: any`;
  return t`${name}: ${condition.from ?? "…"} to ${condition.to ?? "…"}`;
}

const labels: Readonly<Record<string, string>> = {
  rowId: t`row`,
  breakId: t`break`,
  groupId: t`group`,
  ageDays: t`age in days`,
  assigneeId: t`assignee`,
  reasonCode: t`written off as`,
  leftCount: t`left records`,
  rightCount: t`right records`,
  leftTotal: t`left total`,
  rightTotal: t`right total`,
  leftValue: t`left`,
  rightValue: t`right`,
  origin: t`made by`,
};

export const columnLabel = (name: string): string => labels[name] ?? wordOf(name).replace(/^values\./, "");

/** `-amount` → the column and its direction. */
export function sortOf(
  sort: string | undefined,
): { readonly column: string; readonly descending: boolean } | undefined {
  if (sort === undefined || sort === "") return undefined;
  const [first = ""] = sort.split(",");
  return { column: first.replace(/^-/, ""), descending: first.startsWith("-") };
}

/** A click on a head: ascending, descending, as the run left it. */
export function nextSort(sort: string | undefined, column: string): string | undefined {
  const now = sortOf(sort);
  if (now?.column !== column) return column;
  return now.descending ? undefined : `-${column}`;
}
