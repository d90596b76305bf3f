/**
 * The keyed pass (docs/matching.md, section 4). Keys that occur once a side, nearly all of them, take one hash join. Keys with duplicates
 * take a second path over small integers: a dense key number and a dense class number per distinct content of the compared fields.
 */
import type { KeyedPass } from "../plan/schema.ts";
import type { Side } from "../plan/vocabulary.ts";
import type { Relation } from "../dialect/nodes.ts";
import {
  and,
  call,
  column,
  columns,
  count,
  createTable,
  eq,
  integer,
  join,
  named,
  select,
  unionDistinct,
  window,
} from "../dialect/build.ts";
import { L, R, keyExpr, keyPresent, keysEqual, onKeys } from "./conditions.ts";
import { fieldNamed, type FieldLayout } from "./layout.ts";
import { pairColumns, passTable, type PassContext } from "./pass-context.ts";
import { inputOf, passInputSteps } from "./pass-input.ts";
import { pairDestination } from "./suggestions.ts";
import { sql, type CompiledPass, type Stage, type Step } from "./stage.ts";
import { duplicateKeySteps } from "./keyed-duplicates.ts";

export function compileKeyed(context: PassContext): CompiledPass {
  const pass = context.pass as KeyedPass;
  const keys = pass.on.map((name) => fieldNamed(context.layout, name));
  const destination = pairDestination(context);
  const stages: Stage[] = [
    {
      name: `${pass.name}: pair unique keys`,
      steps: [...passInputSteps(context), ...uniqueKeySteps(context, keys, destination.proposed)],
    },
    {
      name: `${pass.name}: pair duplicate keys`,
      steps: [
        sql(
          createTable(
            passTable(context, "flagged"),
            select({
              from: inputOf(context, "left"),
              columns: [named("side", integer(0)), named("row_id", column("row_id"))],
              limit: 0,
            }),
          ),
        ),
        ...destination.prepare,
        {
          kind: "ifRows",
          table: passTable(context, "keys"),
          steps: duplicateKeySteps(context, keys, destination.proposed),
        },
        ...destination.finish,
      ],
    },
  ];
  return {
    name: pass.name,
    index: context.index,
    stages,
    ...(destination.pairs === undefined ? {} : { pairs: destination.pairs }),
    groups: passTable(context, "groups"),
    members: passTable(context, "members"),
    flagged: passTable(context, "flagged"),
  };
}

const keyNames = (keys: readonly FieldLayout[]): string[] => keys.map((_, i) => `k${i}`);

function keyColumns(keys: readonly FieldLayout[], alias: string) {
  return keys.map((field, i) => named(`k${i}`, keyExpr(field, alias)));
}

/** Keys that occur more than once on a side. */
function repeatedKeys(context: PassContext, keys: readonly FieldLayout[], side: Side): Relation {
  return select({
    from: inputOf(context, side),
    columns: keyColumns(keys, "t"),
    where: keyPresent(keys, "t"),
    groupBy: keys.map((field) => keyExpr(field, "t")),
    having: call("greater", count(), integer(1)),
  });
}

function uniqueKeySteps(context: PassContext, keys: readonly FieldLayout[], proposed: string): Step[] {
  const repeated = passTable(context, "repeated");
  const numbered = passTable(context, "keys");
  // Only keys with records on both sides need the second path; the others have no counterpart at all.
  const onOtherSides = (["left", "right"] as const).map((side) =>
    join(
      "semi",
      inputOf(context, side),
      side === "left" ? L : R,
      and(...keys.map((field, i) => eq(column(`k${i}`, "d"), keyExpr(field, side === "left" ? L : R)))),
    ),
  );
  return [
    sql(
      createTable(repeated, unionDistinct(repeatedKeys(context, keys, "left"), repeatedKeys(context, keys, "right"))),
    ),
    sql(
      createTable(
        numbered,
        select({
          from: repeated,
          alias: "d",
          joins: onOtherSides,
          columns: [
            ...columns(keyNames(keys), "d"),
            named("key_id", window("rowNumber", { orderBy: keyNames(keys).map((name) => column(name, "d")) })),
          ],
        }),
      ),
    ),
    sql(
      createTable(
        proposed,
        select({
          from: inputOf(context, "left"),
          alias: L,
          joins: [
            join("inner", inputOf(context, "right"), R, keysEqual(keys)),
            join("anti", repeated, "d", onKeys(keys, L)),
          ],
          columns: pairColumns(context),
        }),
      ),
    ),
  ];
}
