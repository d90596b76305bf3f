/** The breaks of a finished run: records left over, and groups that differ or are suggested (docs/result-set.md). */
import type { Side } from "../plan/vocabulary.ts";
import type { Expr, NamedExpr, Relation } from "../dialect/nodes.ts";
import {
  and,
  bigintType,
  call,
  column,
  columns,
  count,
  eq,
  integer,
  join,
  named,
  nullOf,
  select,
  text,
  textType,
  union,
} from "../dialect/build.ts";
import { outcomeCode, outcomeName } from "./compile-outcome.ts";
import type { OutputInput } from "./compile-output.ts";
import { classifiedView, recordTable, value } from "./layout.ts";

const breakColumns = [
  "break_id",
  "kind",
  "side",
  "row_id",
  "group_id",
  "amount",
  "currency",
  "date",
  "reason",
  "nearest",
  "failed",
];

/** One row per break in the order of break_id. */
export function breaksOutput(input: OutputInput, nearest: Readonly<Record<Side, string>>): Relation {
  const sides = ["left", "right"] as const;
  return select({
    from: union(
      ...sides.map((side) => leftOverRecords(input, side, nearest[side])),
      ...sides.map((side) => groupBreaks(input, side)),
    ),
    columns: columns(breakColumns),
    orderBy: [column("break_id")],
  });
}

/** Records of some outcomes with what a break shows of them. The filter stands next to the scan: breaks are few among many. */
function brokenRecords(input: OutputInput, side: Side, outcomes: readonly Expr[]): Relation {
  const role = (name: "amount" | "currency" | "date"): NamedExpr => {
    const field = input.layout.roles[name];
    return named(name, field === undefined ? nullOf(textType) : value(field));
  };
  return select({
    from: classifiedView(side),
    columns: [
      ...columns(["row_id", "outcome", "group_id", "reason"]),
      ...(["amount", "currency", "date"] as const).map(role),
    ],
    where: call("inList", column("outcome"), ...outcomes),
  });
}

const details = ["amount", "currency", "date", "reason"];

function leftOverRecords(input: OutputInput, side: Side, nearest: string): Relation {
  const rowId = column("row_id", "b");
  return select({
    from: brokenRecords(input, side, [outcomeCode("unmatched"), outcomeCode("duplicate")]),
    alias: "b",
    joins: [join("left", nearest, "n", eq(column("row_id", "n"), rowId))],
    columns: [
      named("break_id", call("add", call("multiply", integer(4), rowId), integer(side === "left" ? 0 : 1))),
      named("kind", outcomeName(column("outcome", "b"))),
      named("side", text(side)),
      named("row_id", rowId),
      named("group_id", nullOf(bigintType)),
      ...columns(details, "b"),
      ...columns(["nearest", "failed"], "n"),
    ],
  });
}

/** A group's amount, currency and date are those of its first record: the smallest on the left, or on the right without a left one. */
function groupBreaks(input: OutputInput, side: Side): Relation {
  const rowId = column("row_id", "b");
  const groupId = column("group_id", "b");
  const leftRows = select({ from: recordTable("left"), columns: [named("rows", count())] });
  const first = side === "left" ? rowId : call("add", rowId, column("rows", "z"));
  return select({
    from: brokenRecords(input, side, [outcomeCode("differs"), outcomeCode("suggested")]),
    alias: "b",
    joins: [join("cross", leftRows, "z", integer(1))],
    columns: [
      named("break_id", call("add", call("multiply", integer(4), groupId), integer(2))),
      named("kind", outcomeName(column("outcome", "b"))),
      named("side", nullOf(textType)),
      named("row_id", nullOf(bigintType)),
      named("group_id", groupId),
      ...columns(details, "b"),
      named("nearest", nullOf(bigintType)),
      named("failed", nullOf(textType)),
    ],
    where: and(eq(groupId, first)),
  });
}
