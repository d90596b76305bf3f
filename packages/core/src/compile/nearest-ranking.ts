/** Which candidate of a left-over record is the nearest, and in which fields it differs (docs/matching.md, section 7). */
import type { Expr, Relation } from "../dialect/nodes.ts";
import {
  call,
  cast,
  column,
  columns,
  eq,
  integer,
  isNull,
  join,
  named,
  not,
  or,
  select,
  struct,
  text,
  textType,
  when,
  window,
} from "../dialect/build.ts";
import type { Side } from "../plan/vocabulary.ts";
import { delta } from "./compile-differences.ts";
import { L, R, amountWithin } from "./conditions.ts";
import { kept, recordView, value, type FieldLayout, type Layout } from "./layout.ts";
import { wantedTable } from "./left-over.ts";

function fieldsDiffer(field: FieldLayout): Expr {
  const byValue = call("distinct", value(field, L), value(field, R));
  return field.kept ? or(byValue, call("distinct", kept(field, L), kept(field, R))) : byValue;
}

/**
 * How far two values of a field are apart, in points: 0 equal; 1 where one is missing, an amount within a hundredth or a date within a week;
 * otherwise 3 for an amount and 2 for anything else.
 */
function fieldDistance(field: FieldLayout): Expr {
  const [left, right] = [value(field, L), value(field, R)];
  const missing = or(isNull(left), isNull(right));
  const far = integer(field.decimal === undefined ? 2 : 3);
  const near: (readonly [Expr, Expr])[] = [];
  if (field.type === "date") near.push([call("lessOrEqual", call("daysBetween", left, right), integer(7)), integer(1)]);
  if (field.decimal !== undefined) near.push([amountWithin(field, { relative: "0.01" }), integer(1)]);
  return when([[not(fieldsDiffer(field)), integer(0)], [missing, integer(1)], ...near], far);
}

/** The nearest of each left-over record: smallest distance, then smallest amount difference, then smallest content hash. */
export function nearestOf(layout: Layout, side: Side, pairs: string): Relation {
  const [leftEnd, rightEnd] = side === "left" ? ["u", "o"] : ["o", "u"];
  const recordsOf = (name: Side): string => (name === side ? wantedTable(side) : recordView(name));
  const other = side === "left" ? R : L;
  const distance = layout.fields.map(fieldDistance).reduce((sum, part) => call("add", sum, part));
  const { amount } = layout.roles;
  const gap = amount === undefined ? integer(0) : call("abs", call("subtract", value(amount, L), value(amount, R)));
  const ranked = select({
    from: pairs,
    alias: "p",
    joins: [
      join("inner", recordsOf("left"), L, eq(column("row_id", L), column(leftEnd, "p"))),
      join("inner", recordsOf("right"), R, eq(column("row_id", R), column(rightEnd, "p"))),
    ],
    columns: [
      named("row_id", column("u", "p")),
      named("nearest", column("o", "p")),
      named("failed", call("concat", text("["), call("joinPresent", ...layout.fields.map(failure)), text("]"))),
      named(
        "fields",
        call("joinPresent", ...layout.fields.map((field) => when([[fieldsDiffer(field), text(field.name)]]))),
      ),
      named(
        "place",
        window("rowNumber", {
          partitionBy: [column("u", "p")],
          orderBy: [distance, isNull(gap), gap, column("content_hash", other), column("row_id", other)],
        }),
      ),
    ],
  });
  return select({
    from: ranked,
    columns: columns(["row_id", "nearest", "failed", "fields"]),
    where: eq(column("place"), integer(1)),
  });
}

/** A differing field as JSON text, NULL when it agrees. */
function failure(field: FieldLayout): Expr {
  const shown = (alias: string): Expr => {
    const asText = cast(value(field, alias), textType);
    return field.kept ? call("coalesce", asText, kept(field, alias)) : asText;
  };
  const entry = struct([
    ["field", text(field.name)],
    ["left", shown(L)],
    ["right", shown(R)],
    ["delta", delta(field)],
  ]);
  return when([[fieldsDiffer(field), call("jsonText", entry)]]);
}
