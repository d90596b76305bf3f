/** The records left over when all passes are through: what is explained, and their number. */
import { call, column, columns, count, createTable, named, select } from "../dialect/build.ts";
import type { Relation } from "../dialect/nodes.ts";
import type { Side } from "../plan/vocabulary.ts";
import { outcomeCode } from "./compile-outcome.ts";
import { classifiedView } from "./layout.ts";
import { sql, type Stage } from "./stage.ts";

export const leftOverTable = (side: Side): string => `${side}_left_over`;
/** The same with their fields: few, and looked at once for every probe. */
export const wantedTable = (side: Side): string => `${side}_wanted`;

/** Tables of the records left over; their counts decide how widely the next stage looks. */
export function compileLeftOver(): Stage {
  const steps = (["left", "right"] as const).map((side) =>
    sql(
      createTable(
        leftOverTable(side),
        select({
          from: classifiedView(side),
          columns: columns(["row_id"]),
          where: call("inList", column("outcome"), outcomeCode("unmatched"), outcomeCode("duplicate")),
        }),
      ),
    ),
  );
  return { name: "explain", steps };
}

export const leftOverCount = (side: Side): Relation =>
  select({ from: leftOverTable(side), columns: [named("n", count())] });
