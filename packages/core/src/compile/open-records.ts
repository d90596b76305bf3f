/** The records each pass still sees: those no earlier pass has taken out. */
import type { Side } from "../plan/vocabulary.ts";
import type { Relation } from "../dialect/nodes.ts";
import { and, column, columns, createTable, createView, eq, integer, join, select } from "../dialect/build.ts";
import { fieldColumns, openTable, recordView, type Layout, setAsideTable } from "./layout.ts";
import { sql, type CompiledPass, type Step } from "./stage.ts";

const names = (layout: Layout): string[] => ["row_id", "content_hash", ...fieldColumns(layout.fields)];

/** The first pass reads the loaded records themselves; copying them would cost as much as loading. */
export function firstOpenSteps(layout: Layout): Step[] {
  return (["left", "right"] as const).map((side) =>
    sql(
      createView(
        openTable(side, 0),
        select({
          from: recordView(side),
          joins: [join("anti", setAsideTable(side), "s", eq(column("row_id", "s"), column("row_id", "t")))],
          columns: columns(names(layout), "t"),
        }),
      ),
    ),
  );
}

export function nextOpenSteps(layout: Layout, done: CompiledPass): Step[] {
  return (["left", "right"] as const).map((side) =>
    sql(createTable(openTable(side, done.index + 1), remaining(layout, done, side))),
  );
}

function remaining(layout: Layout, done: CompiledPass, side: Side): Relation {
  const end = side === "left" ? "l" : "r";
  const inPair =
    done.pairs === undefined ? [] : [join("anti", done.pairs, "p", eq(column(end, "p"), column("row_id", "t")))];
  const isMember = and(
    eq(column("row_id", "m"), column("row_id", "t")),
    eq(column("side", "m"), integer(side === "left" ? 0 : 1)),
  );
  return select({
    from: openTable(side, done.index),
    joins: [...inPair, join("anti", done.members, "m", isMember)],
    columns: columns(names(layout), "t"),
  });
}
