/** The nearest candidate of every record left over, and what failed (docs/matching.md, section 7). Explains; decides nothing. */
import type { Side } from "../plan/vocabulary.ts";
import type { Relation } from "../dialect/nodes.ts";
import {
  call,
  cast,
  column,
  columns,
  createTable,
  createView,
  eq,
  isNull,
  join,
  named,
  nullOf,
  select,
  text,
  textType,
  unionDistinct,
  when,
} from "../dialect/build.ts";
import { updateRecords } from "./compile-outcome.ts";
import { recordTable, recordView, setAsideTable, type FieldLayout, type Layout } from "./layout.ts";
import { leftOverTable, wantedTable } from "./left-over.ts";
import { probeFields, probePairs } from "./nearest-probes.ts";
import { nearestOf } from "./nearest-ranking.ts";
import type { PassContext } from "./pass-context.ts";
import { sql, type Stage, type Step } from "./stage.ts";

/** Per value of a probe at most so many records of the other side are looked at. */
const MAX_PER_VALUE = 32;
/** And in all about so many pairs, so that explaining never costs more than matching. */
const MAX_PAIRS = 4_000_000;

export const nearestTable = (side: Side): string => `${side}_nearest`;

export interface LeftOver {
  readonly left: number;
  readonly right: number;
}

export function compileNearest(contexts: readonly PassContext[], layout: Layout, leftOver: LeftOver): Stage {
  const probes = probeFields(contexts, layout);
  const steps = (["left", "right"] as const).flatMap((side): Step[] => {
    const perValue = Math.min(MAX_PER_VALUE, Math.floor(MAX_PAIRS / Math.max(1, leftOver[side])));
    const looks = leftOver[side] > 0 && perValue > 0 && probes.length > 0;
    return looks
      ? nearestSteps(layout, side, probes, perValue)
      : [sql(createTable(nearestTable(side), noNearest(side)))];
  });
  return { name: "explain", steps: [...steps, ...(["left", "right"] as const).flatMap(reasonSteps)] };
}

const otherSide = (side: Side): Side => (side === "left" ? "right" : "left");

function noNearest(side: Side): Relation {
  return select({
    from: leftOverTable(side),
    columns: [
      named("row_id", column("row_id")),
      named("nearest", column("row_id")),
      named("failed", nullOf(textType)),
      named("fields", nullOf(textType)),
    ],
    limit: 0,
  });
}

function nearestSteps(
  layout: Layout,
  side: Side,
  probes: readonly (readonly FieldLayout[])[],
  perValue: number,
): Step[] {
  const pool = `${side}_pool`;
  const pairs = `${side}_near_pairs`;
  const view = recordView(otherSide(side));
  const candidates = select({
    from: view,
    joins: [join("anti", setAsideTable(otherSide(side)), "s", eq(column("row_id", "s"), column("row_id", "t")))],
    columns: columns(["row_id", "content_hash", ...fieldNames(layout)], "t"),
  });
  const wanted = select({
    from: recordView(side),
    joins: [join("semi", leftOverTable(side), "w", eq(column("row_id", "w"), column("row_id", "t")))],
    columns: columns(["row_id", "content_hash", ...fieldNames(layout)], "t"),
  });
  return [
    sql(createTable(wantedTable(side), wanted)),
    sql(createView(pool, candidates)),
    sql(createTable(pairs, unionDistinct(...probes.map((probe) => probePairs(side, pool, probe, perValue))))),
    sql(createTable(nearestTable(side), nearestOf(layout, side, pairs))),
  ];
}

const fieldNames = (layout: Layout): string[] =>
  layout.fields.flatMap((field) => (field.kept ? [`f${field.index}`, `x${field.index}`] : [`f${field.index}`]));

/** Says in words why a record is left over, unless an earlier stage already did. */
function reasonSteps(side: Side): Step[] {
  const near = call(
    "concat",
    text(`nearest is ${otherSide(side)}:`),
    cast(column("nearest", "n"), textType),
    text(", which differs in "),
    column("fields", "n"),
  );
  const equalButTaken = call(
    "concat",
    text(`${otherSide(side)}:`),
    cast(column("nearest", "n"), textType),
    text(" agrees in every field but was not free"),
  );
  const described = select({
    from: leftOverTable(side),
    alias: "w",
    joins: [join("left", nearestTable(side), "n", eq(column("row_id", "n"), column("row_id", "w")))],
    columns: [
      named("row_id", column("row_id", "w")),
      named(
        "reason",
        when(
          [
            [isNull(column("nearest", "n")), text("nothing on the other side comes near")],
            [eq(column("fields", "n"), text("")), equalButTaken],
          ],
          near,
        ),
      ),
    ],
    orderBy: [column("row_id", "w")],
  });
  const table = `${side}_explained`;
  return [
    sql(createTable(table, described)),
    sql(updateRecords(side, columns(["reason"], "u"), table, [isNull(column("reason", recordTable(side)))])),
  ];
}
