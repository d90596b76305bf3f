/** Every record's outcome, once all passes have run (docs/matching.md, section 6), written into its record table. */
import { outcomes, type Outcome, type Side } from "../plan/vocabulary.ts";
import type { Expr, NamedExpr, Relation, Statement } from "../dialect/nodes.ts";
import {
  and,
  bigintType,
  boolean,
  booleanType,
  call,
  column,
  columns,
  createTable,
  eq,
  integer,
  integerType,
  isNotNull,
  join,
  named,
  nullOf,
  select,
  text,
  textType,
  union,
  when,
} from "../dialect/build.ts";
import { recordTable, setAsideTable } from "./layout.ts";
import { type DonePass } from "./pass-context.ts";
import { sql, type CompiledPass, type Stage, type Step } from "./stage.ts";
import { differenceSteps, differencesTable } from "./compile-differences.ts";

export const NO_PASS = -1;

const outcomeColumns = ["outcome", "group_id", "pass", "same"];

/** Record tables hold outcomes as numbers, their position in `outcomes`: a million short texts cost more to write than to decide. */
export const outcomeCode = (outcome: Outcome): Expr => integer(outcomes.indexOf(outcome));

/** The outcome's name for a code. */
export function outcomeName(code: Expr): Expr {
  return when(outcomes.map((outcome) => [eq(code, outcomeCode(outcome)), text(outcome)] as const));
}

export function compileOutcome(passes: readonly DonePass[]): Stage {
  const steps: Step[] = differenceSteps(passes);
  for (const side of ["left", "right"] as const) {
    const decided = `${side}_decided`;
    const reasons = `${side}_reasons`;
    const flagged = `${side}_flagged`;
    steps.push(
      sql(createTable(flagged, flaggedRecords(passes, side))),
      sql(createTable(decided, decidedRecords(passes, side))),
      sql(createTable(reasons, reasonedRecords(passes, side))),
      sql(addOutcomeColumns(side)),
      sql(updateRecords(side, columns(outcomeColumns, "u"), decided)),
      { kind: "ifRows", table: reasons, steps: [sql(updateRecords(side, columns(["reason"], "u"), reasons))] },
      {
        kind: "ifRows",
        table: flagged,
        steps: [sql(updateRecords(side, columns(["outcome", "reason"], "u"), flagged, [stillOpen(side)]))],
      },
    );
  }
  return { name: "classify", steps };
}

function addOutcomeColumns(side: Side): Statement {
  return {
    kind: "addColumns",
    table: recordTable(side),
    columns: [
      { name: "outcome", type: integerType, initially: outcomeCode("unmatched") },
      { name: "group_id", type: bigintType },
      { name: "pass", type: integerType, initially: integer(NO_PASS) },
      { name: "same", type: booleanType, initially: boolean(false) },
      { name: "reason", type: textType },
    ],
  };
}

const stillOpen = (side: Side): Expr => eq(column("outcome", recordTable(side)), outcomeCode("unmatched"));

/**
 * Sets columns of records by row_id. `from` must be a table in row_id order: the engine applies updates vector by vector, and rows in random
 * order make it rewrite each vector again and again (measured: a million rows in 200 s instead of 1).
 */
export function updateRecords(
  side: Side,
  set: readonly NamedExpr[],
  from: string,
  where: readonly Expr[] = [],
): Statement {
  const ordinal = call("add", column("rowid", recordTable(side)), integer(1));
  return {
    kind: "update",
    table: recordTable(side),
    set,
    from: { kind: "table", name: from },
    alias: "u",
    where: and(eq(ordinal, column("row_id", "u")), ...where),
  };
}

/** One row per record that a pass, a reject or an exclusion has decided, in row_id order. */
function decidedRecords(passes: readonly DonePass[], side: Side): Relation {
  const aside = select({
    from: setAsideTable(side),
    columns: [
      named("row_id", column("row_id")),
      named(
        "outcome",
        when([[eq(column("outcome"), text("rejected")), outcomeCode("rejected")]], outcomeCode("excluded")),
      ),
      named("group_id", nullOf(bigintType)),
      named("pass", integer(NO_PASS)),
      named("same", boolean(false)),
    ],
  });
  const parts = passes.flatMap(({ compiled }) => [...pairedRecords(compiled, side), memberRecords(compiled, side)]);
  return select({
    from: union(aside, ...parts),
    columns: columns(["row_id", ...outcomeColumns]),
    orderBy: [column("row_id")],
  });
}

function pairedRecords(pass: CompiledPass, side: Side): Relation[] {
  if (pass.pairs === undefined) return [];
  return [
    select({
      from: pass.pairs,
      columns: [
        named("row_id", column(side === "left" ? "l" : "r")),
        named("outcome", when([[column("differs"), outcomeCode("differs")]], outcomeCode("matched"))),
        named("group_id", column("l")),
        named("pass", integer(pass.index)),
        named("same", column("same")),
      ],
    }),
  ];
}

const isSuggested = eq(column("status", "g"), text("suggested"));

/** Members of groups other than pairs, on one side, with the given columns computed from member `m` and group `g`. */
function membersWith(pass: CompiledPass, side: Side, added: readonly NamedExpr[]): Relation {
  return select({
    from: pass.members,
    alias: "m",
    joins: [join("inner", pass.groups, "g", eq(column("group_id", "g"), column("group_id", "m")))],
    columns: [named("row_id", column("row_id", "m")), ...added],
    where: eq(column("side", "m"), integer(side === "left" ? 0 : 1)),
  });
}

function memberRecords(pass: CompiledPass, side: Side): Relation {
  return membersWith(pass, side, [
    named("outcome", when([[isSuggested, outcomeCode("suggested")]], outcomeCode("matched"))),
    named("group_id", column("group_id", "m")),
    named("pass", integer(pass.index)),
    named("same", boolean(false)),
  ]);
}

/** Reasons, where there is one: of rejects and exclusions, suggestions and residuals, and the fields of pairs that differ. */
function reasonedRecords(passes: readonly DonePass[], side: Side): Relation {
  const aside = select({ from: setAsideTable(side), columns: columns(["row_id", "reason"]) });
  const fields = select({
    from: differencesTable,
    columns: [
      named("group_id", column("group_id")),
      named("reason", call("joinInOrder", column("field"), column("position"))),
    ],
    groupBy: [column("group_id")],
  });
  const parts = passes.flatMap(({ compiled }): Relation[] => {
    const members = membersWith(compiled, side, [
      named("reason", when([[isSuggested, column("explanation", "g")]], column("reason", "g"))),
    ]);
    if (compiled.pairs === undefined) return [members];
    const differing = select({
      from: compiled.pairs,
      alias: "p",
      joins: [join("inner", fields, "d", eq(column("group_id", "d"), column("l", "p")))],
      columns: [named("row_id", column(side === "left" ? "l" : "r", "p")), named("reason", column("reason", "d"))],
      where: column("differs", "p"),
    });
    return [members, differing];
  });
  return select({
    from: union(aside, ...parts),
    columns: columns(["row_id", "reason"]),
    where: isNotNull(column("reason")),
    orderBy: [column("row_id")],
  });
}

function flaggedRecords(passes: readonly DonePass[], side: Side): Relation {
  const parts = passes.flatMap(({ compiled }) =>
    compiled.flagged === undefined
      ? []
      : [
          select({
            from: compiled.flagged,
            columns: columns(["row_id"]),
            where: eq(column("side"), integer(side === "left" ? 0 : 1)),
          }),
        ],
  );
  const none = select({ from: setAsideTable(side), columns: columns(["row_id"]), limit: 0 });
  return select({
    from: union(none, ...parts),
    columns: [
      named("row_id", column("row_id")),
      named("outcome", outcomeCode("duplicate")),
      named("reason", text("its key is on the other side, but every counterpart has a match")),
    ],
    distinct: true,
    orderBy: [column("row_id")],
  });
}
