/** The differing fields of confirmed pairs, judged once and listed one a row. */
import type { Expr } from "../dialect/nodes.ts";
import {
  call,
  cast,
  column,
  columns,
  createTable,
  eq,
  insert,
  integer,
  join,
  named,
  nullOf,
  select,
  text,
  textType,
  union,
} from "../dialect/build.ts";
import { L, R, differs } from "./conditions.ts";
import { kept, value, type FieldLayout, setAsideTable } from "./layout.ts";
import { passTable, type PassContext, type DonePass } from "./pass-context.ts";
import { pairedOf } from "./pass-input.ts";
import { sql, type Step } from "./stage.ts";

export const differencesTable = "differences";

/** One row per differing field of a pair: group_id, position, field, left_value, right_value, delta. */
export function differenceSteps(passes: readonly DonePass[]): Step[] {
  const empty = select({
    from: setAsideTable("left"),
    columns: [
      named("group_id", column("row_id")),
      named("position", integer(0)),
      ...["field", "left_value", "right_value", "delta"].map((name) => named(name, nullOf(textType))),
    ],
    limit: 0,
  });
  const steps: Step[] = [sql(createTable(differencesTable, empty))];
  for (const { compiled, context } of passes) {
    if (compiled.pairs === undefined || context.compared.length === 0) continue;
    const differing = passTable(context, "differing");
    steps.push(
      sql(
        createTable(
          differing,
          select({ from: compiled.pairs, columns: columns(["l", "r"]), where: column("differs") }),
        ),
      ),
      { kind: "ifRows", table: differing, steps: passDifferences(context, differing) },
    );
  }
  return steps;
}

/** Judges the fields of the differing pairs once, then lists those that differ. */
function passDifferences(context: PassContext, differing: string): Step[] {
  const judged = passTable(context, "judged");
  const name = (part: string, position: number): string => `${part}${position}`;
  const wide = select({
    from: differing,
    alias: "d",
    joins: [
      join("inner", pairedOf(context, "left"), L, eq(column("row_id", L), column("l", "d"))),
      join("inner", pairedOf(context, "right"), R, eq(column("row_id", R), column("r", "d"))),
    ],
    columns: [
      named("group_id", column("l", "d")),
      ...context.compared.flatMap(({ entry, field }, i) => [
        named(name("is", i), differs(entry, field)),
        named(name("l", i), asText(field, L)),
        named(name("r", i), asText(field, R)),
        named(name("d", i), delta(field)),
      ]),
    ],
  });
  const listed = context.compared.map(({ field }, i) =>
    select({
      from: judged,
      columns: [
        named("group_id", column("group_id")),
        named("position", integer(i)),
        named("field", text(field.name)),
        named("left_value", column(name("l", i))),
        named("right_value", column(name("r", i))),
        named("delta", column(name("d", i))),
      ],
      where: column(name("is", i)),
    }),
  );
  return [
    sql(createTable(judged, wide)),
    sql(
      insert(
        differencesTable,
        ["group_id", "position", "field", "left_value", "right_value", "delta"],
        union(...listed),
      ),
    ),
    sql({ kind: "drop", what: "table", name: judged }),
  ];
}

function asText(field: FieldLayout, alias: string): Expr {
  const shown = cast(value(field, alias), textType);
  return field.kept ? call("coalesce", shown, kept(field, alias)) : shown;
}

/** right − left: a decimal, or days; NULL where it means nothing. */
export function delta(field: FieldLayout): Expr {
  const measurable = field.decimal !== undefined || field.type === "date";
  return measurable ? cast(call("subtract", value(field, R), value(field, L)), textType) : nullOf(textType);
}
