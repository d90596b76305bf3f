/** The columns of each list, for one result set. */
import { BreakStatus, EffectiveOutcome, GroupStatus, type ResultList } from "@recon/api";
import { breakKinds, groupKinds, sides, type Side } from "@recon/core";
import { quoteText } from "@recon/core/dialect";
import type { ColumnType, ListColumn, ListShape, SearchedText } from "../query/list-column.ts";
import type { OpenSet } from "../reader/open-set.ts";
import { breakCause } from "./break-cause.ts";
import { breaksRelation } from "./breaks-relation.ts";
import {
  differencesRelation,
  fieldAlias,
  groupsRelation,
  needsOf,
  rejectsRelation,
  rowsRelation,
} from "./relations.ts";

export const FIELD_PREFIX = "values.";

const text: ColumnType = { kind: "text" };
const integer: ColumnType = { kind: "integer" };
const date: ColumnType = { kind: "date" };
const choice = (values: readonly string[]): ColumnType => ({ kind: "choice", values });

const column = (name: string, sql: string, type: ColumnType): ListColumn => ({ name, sql, type });
const changing = (name: string, sql: string, type: ColumnType): ListColumn => ({ name, sql, type, changes: true });
const review = [changing("assigneeId", "assignee_id", text), changing("reasonCode", "reason_code", text)];

function fieldColumns({ fields }: OpenSet): ListColumn[] {
  return fields.map((field, i) => column(`${FIELD_PREFIX}${field.name}`, fieldAlias(i), fieldType(field)));
}

function fieldType({ type, precision, scale }: OpenSet["fields"][number]): ColumnType {
  if (precision !== null && scale !== null) return { kind: "decimal", precision, scale };
  return type === "date" ? date : text;
}

/** Days from a date to the day the run started (UTC). */
const ageOf = (set: OpenSet, expr: string): string =>
  `date_diff('day', ${expr}, DATE ${quoteText(set.summary.startedAt.slice(0, 10))})`;

function roleColumns(set: OpenSet): ListColumn[] {
  const roles = set.plan.roles ?? {};
  const found = (["amount", "currency", "date"] as const).flatMap((role) => {
    const at = set.fields.findIndex(({ name }) => name === roles[role]);
    return at < 0 ? [] : [column(role, fieldAlias(at), fieldType(set.fields[at]!))];
  });
  const dated = found.find(({ name }) => name === "date");
  return dated === undefined ? found : [...found, column("ageDays", ageOf(set, dated.sql), integer)];
}

const columnsOf: Readonly<Record<ResultList, (set: OpenSet) => ListColumn[]>> = {
  rows: (set) => [
    column("side", "side", choice(sides)),
    column("rowId", "row_id", integer),
    changing("outcome", "outcome", choice(EffectiveOutcome.options)),
    changing("groupId", "group_id", integer),
    column("reason", "reason", text),
    changing("pass", "pass", text),
    changing("kind", "kind", choice(groupKinds)),
    ...roleColumns(set),
    ...review,
    ...fieldColumns(set),
  ],
  groups: (set) => [
    column("groupId", "group_id", integer),
    column("kind", "kind", choice(groupKinds)),
    column("pass", "pass", text),
    changing("status", "status", choice(GroupStatus.options)),
    column("origin", "origin", choice(["run", "review"])),
    column("confidence", "confidence", { kind: "real" }),
    column("leftCount", "left_count", integer),
    column("rightCount", "right_count", integer),
    column("leftTotal", "left_total", set.types.total),
    column("rightTotal", "right_total", set.types.total),
    column("residual", "residual", set.types.total),
    column("explanation", "explanation", text),
    ...review,
  ],
  differences: () => [
    column("position", "position", integer),
    column("groupId", "group_id", integer),
    column("field", "field", text),
    column("leftValue", "left_value", text),
    column("rightValue", "right_value", text),
    column("delta", "delta", text),
  ],
  breaks: (set) => [
    column("breakId", "break_id", integer),
    column("kind", "kind", choice(breakKinds)),
    column("side", "side", choice(sides)),
    column("rowId", "row_id", integer),
    column("groupId", "group_id", integer),
    column("amount", "amount", set.types.amount),
    column("currency", "currency", text),
    ...(set.plan.roles?.date === undefined
      ? []
      : [column("date", `"date"`, date), column("ageDays", ageOf(set, `"date"`), integer)]),
    column("cause", breakCause, text),
    column("reason", "reason", text),
    column("nearest", "nearest", integer),
    changing("status", "status", choice(BreakStatus.options)),
    ...review,
    ...fieldColumns(set),
  ],
  rejects: () => [
    column("side", "side", choice(sides)),
    column("rowId", "row_id", integer),
    column("source", "source", text),
    column("line", "line", integer),
    column("text", "content", text),
    column("reason", "reason", text),
  ],
};

const keys: Readonly<Record<ResultList, readonly string[]>> = {
  rows: ["side", "rowId"],
  groups: ["groupId"],
  differences: ["position"],
  breaks: ["breakId"],
  rejects: ["side", "rowId"],
};

function searched(set: OpenSet, list: ResultList): SearchedText {
  const parts = (texts: readonly string[], numbers: readonly string[] = []): SearchedText => ({
    kind: "parts",
    texts,
    numbers,
  });
  const aliases = (isText: boolean): string[] =>
    set.fields.flatMap(({ type }, i) => ((type === "text" || type === "currency") === isText ? [fieldAlias(i)] : []));
  switch (list) {
    case "rows":
      return set.isIndexed ? { kind: "whole", sql: "search" } : parts(aliases(true), aliases(false));
    case "breaks":
      return set.isIndexed
        ? { kind: "whole", sql: "concat_ws(chr(31), search, lower(reason))" }
        : parts(["reason", ...aliases(true)], aliases(false));
    case "groups":
      return parts(["pass", "explanation"]);
    case "differences":
      return parts(["field", "left_value", "right_value"]);
    case "rejects":
      return parts(["source", "content", "reason"]);
  }
}

export function listShape(set: OpenSet, list: ResultList): ListShape {
  const columns = new Map(columnsOf[list](set).map((each) => [each.name, each]));
  const hasFields = list === "rows" || list === "breaks";
  return { list, columns, fieldPrefix: hasFields ? FIELD_PREFIX : null, keys: keys[list], search: searched(set, list) };
}

/** The relation of a list; `statement` is everything that will stand around it. */
export function listRelation(
  set: OpenSet,
  list: ResultList,
  how: { statement: string; side?: Side | undefined },
): string {
  switch (list) {
    case "rows":
      return rowsRelation(set, needsOf(how.statement), how.side);
    case "groups":
      return groupsRelation(set);
    case "differences":
      return differencesRelation(set);
    case "breaks":
      return breaksRelation(set, how.statement);
    case "rejects":
      return rejectsRelation(set);
  }
}
