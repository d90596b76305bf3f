import type { Break, ResultDescription, ResultList, ResultRow } from "@recon/api";
import type { z } from "zod";

type Description = z.infer<typeof ResultDescription>;
export type Column = Description["lists"]["rows"][number];
/** An item of any of the five lists. */
export type Item = Readonly<Record<string, unknown>>;

const preferred: Readonly<Record<ResultList, readonly string[]>> = {
  breaks: ["kind", "date", "amount", "currency", "cause"],
  rows: ["outcome", "side", "rowId", "date", "amount", "currency"],
  groups: ["status", "kind", "pass", "leftCount", "rightCount", "leftTotal", "rightTotal", "residual", "explanation"],
  differences: ["groupId", "field", "leftValue", "rightValue", "delta"],
  rejects: ["side", "source", "line", "text", "reason"],
};

const facetColumns: Readonly<Record<ResultList, readonly string[]>> = {
  breaks: ["status", "kind", "cause", "side", "currency", "amount", "ageDays", "assigneeId", "reasonCode"],
  rows: ["outcome", "side", "pass", "kind", "currency", "amount", "date"],
  groups: ["status", "kind", "pass", "origin"],
  differences: ["field"],
  rejects: ["side", "source", "reason"],
};

/** What the list begins with: its own words, then the plan's text fields. */
export function defaultColumns(description: Description, list: ResultList): readonly string[] {
  const roles = new Set(Object.values(description.roles));
  const texts = description.fields
    .filter(({ name, type }) => type === "text" && !roles.has(name))
    .map(({ name }) => `values.${name}`);
  const known = description.lists[list].map(({ name }) => name);
  const base = preferred[list];
  const wanted = list === "breaks" || list === "rows" ? [...base, ...texts] : base;
  return wanted.filter((name) => known.includes(name));
}

export function facetsOf(description: Description, list: ResultList): readonly string[] {
  const known = description.lists[list].map(({ name }) => name);
  return facetColumns[list].filter((name) => known.includes(name));
}

/** Where an item calls a column otherwise than filters do. */
const answerNames: Readonly<Record<string, string>> = { leftValue: "left", rightValue: "right" };

/** The value of a column as text; a break shows its own record, a group's break its left one. */
export function valueOf(item: Item, list: ResultList, column: string): string | null {
  if (column.startsWith("values.")) return fieldOf(item, list, column.slice("values.".length));
  const value = item[answerNames[column] ?? column];
  return value === null || value === undefined ? null : String(value as string | number);
}

function fieldOf(item: Item, list: ResultList, field: string): string | null {
  if (list !== "breaks") return (item as unknown as ResultRow).values[field] ?? null;
  const { side, left, right } = item as unknown as Break;
  return (side === "right" ? right : (left ?? right))?.values[field] ?? null;
}

/** The name under which an item stands in the address. */
export function itemKey(item: Item, list: ResultList): string {
  if (list === "breaks") return `break:${String(item.breakId)}`;
  if (list === "groups" || list === "differences") return `group:${String(item.groupId)}`;
  return `row:${String(item.side)}:${String(item.rowId)}`;
}

const widths: Readonly<Record<string, number>> = {
  reason: 360,
  cause: 300,
  assigneeId: 150,
  explanation: 360,
  text: 420,
  source: 180,
  kind: 104,
  side: 64,
  status: 110,
  outcome: 110,
  currency: 76,
};
const kindWidths: Readonly<Record<Column["type"]["kind"], number>> = {
  text: 190,
  choice: 100,
  integer: 84,
  real: 84,
  decimal: 128,
  date: 108,
};

export const widthOf = ({ name, type }: Column): number => widths[name] ?? kindWidths[type.kind];
export const isNumeric = ({ type }: Column): boolean => ["integer", "real", "decimal"].includes(type.kind);
