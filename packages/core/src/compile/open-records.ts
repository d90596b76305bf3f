/** The records each pass still sees: those no earlier pass has taken out. */
import type { Side } from "../plan/vocabulary.ts";
import type { Relation } from "../dialect/nodes.ts";
import { and, column, columns, createTable, createView, eq, integer, join, select } from "../dialect/build.ts";
import { openTable, recordView, setAsideTable } from "./layout.ts";
import { openColumns, type DonePass, type PassContext } from "./pass-context.ts";
import { sql, type Step } from "./stage.ts";

/** The first pass reads the loaded records themselves; copying them would cost as much as loading. */
export function firstOpenSteps(first: PassContext): Step[] {
  return (["left", "right"] as const).map((side) =>
    sql(
      createView(
        openTable(side, 0),
        select({
          from: recordView(side),
          joins: [join("anti", setAsideTable(side), "s", eq(column("row_id", "s"), column("row_id", "t")))],
          columns: columns(openColumns(first, side), "t"),
        }),
      ),
    ),
  );
}

export function nextOpenSteps(done: DonePass, next: PassContext): Step[] {
  return (["left", "right"] as const).map((side) =>
    sql(createTable(openTable(side, next.index), remaining(done, next, side))),
  );
}

function remaining({ compiled, context }: DonePass, next: PassContext, side: Side): Relation {
  const end = side === "left" ? "l" : "r";
  const inPair =
    compiled.pairs === undefined
      ? []
      : [join("anti", compiled.pairs, "p", eq(column(end, "p"), column("row_id", "t")))];
  const isMember = and(
    eq(column("row_id", "m"), column("row_id", "t")),
    eq(column("side", "m"), integer(side === "left" ? 0 : 1)),
  );
  return select({
    from: openTable(side, context.index),
    joins: [...inPair, join("anti", compiled.members, "m", isMember)],
    columns: columns(openColumns(next, side), "t"),
  });
}
