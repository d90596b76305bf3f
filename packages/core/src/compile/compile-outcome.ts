/** Every record's outcome, once all passes have run (docs/matching.md, section 6), written into its record table. */
import { outcomes, type Outcome, type Side } from "../plan/vocabulary.ts";
import type { Expr, NamedExpr, Relation, Statement } from "../dialect/nodes.ts";
import {
  and,
  bigintType,
  call,
  cast,
  column,
  columns,
  createTable,
  dropTable,
  eq,
  integer,
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
import { sharesHashes } from "./content-hash.ts";
import { differenceSteps, differencesTable } from "./compile-differences.ts";

export const NO_PASS = -1;

/** Outcomes as numbers, their position in `outcomes`: a million short texts cost more to write than to decide. */
export const outcomeCode = (outcome: Outcome): Expr => integer(outcomes.indexOf(outcome));

/**
 * What is decided about a record in one number, since updating one column costs a quarter of updating four: outcome in the lowest 3 bits, then
 * `same` in one, the pass plus one in 12, and the group (0 for none).
 */
const [SAME_BIT, PASS_SHIFT, GROUP_SHIFT] = [8, 4, 16];
const MAX_PASSES = 2 ** (GROUP_SHIFT - PASS_SHIFT) - 2;
const scaled = (value: Expr, shift: number): Expr => call("multiply", cast(value, bigintType), integer(2 ** shift));

interface Decision {
  readonly outcome: Expr;
  readonly groupId?: Expr;
  readonly pass?: number;
  readonly same?: Expr;
}

function pack({ outcome, groupId, pass = NO_PASS, same }: Decision): Expr {
  if (pass > MAX_PASSES) throw new Error(`a plan of more than ${MAX_PASSES} passes`);
  const constant = call("add", outcome, integer((pass + 1) * 2 ** PASS_SHIFT));
  const parts = [
    ...(same === undefined ? [] : [when([[same, integer(SAME_BIT)]], integer(0))]),
    ...(groupId === undefined ? [] : [scaled(groupId, GROUP_SHIFT)]),
  ];
  return cast(
    parts.reduce((sum, part) => call("add", sum, part), constant),
    bigintType,
  );
}

const bits = (from: number, count: number): Expr =>
  call(
    "bitAnd",
    from === 0 ? column("decision") : call("shiftRight", column("decision"), integer(from)),
    integer(2 ** count - 1),
  );

/** The columns of a record's decision, unpacked. */
export const decisionColumns: readonly NamedExpr[] = [
  named("outcome", bits(0, 3)),
  named("same", eq(bits(3, 1), integer(1))),
  named("pass", call("subtract", bits(PASS_SHIFT, GROUP_SHIFT - PASS_SHIFT), integer(1))),
  named("group_id", call("nullIfZero", call("shiftRight", column("decision"), integer(GROUP_SHIFT)))),
  ...columns(["reason"]),
];

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
      sql(updateRecords(side, decidedColumns(passes, side), decided)),
      { kind: "ifRows", table: reasons, steps: [sql(updateRecords(side, columns(["reason"], "u"), reasons))] },
      {
        kind: "ifRows",
        table: flagged,
        steps: [sql(updateRecords(side, columns(["decision", "reason"], "u"), flagged, [stillOpen(side)]))],
      },
      ...[flagged, decided, reasons].map((name) => sql(dropTable(name))),
    );
  }
  return { name: "classify", steps };
}

function addOutcomeColumns(side: Side): Statement {
  return {
    kind: "addColumns",
    table: recordTable(side),
    columns: [
      { name: "decision", type: bigintType, initially: undecided },
      { name: "reason", type: textType },
    ],
  };
}

const undecided = integer(outcomes.indexOf("unmatched"));
const stillOpen = (side: Side): Expr => eq(column("decision", recordTable(side)), undecided);

/** Right records take over the hash of the equal left record they are paired with. */
const takesHashes = (passes: readonly DonePass[], side: Side): boolean =>
  side === "right" &&
  passes.some(({ context, compiled }) => compiled.pairs !== undefined && sharesHashes(context.plan));

function decidedColumns(passes: readonly DonePass[], side: Side): NamedExpr[] {
  const hash = call("coalesce", column("content_hash", recordTable(side)), column("content_hash", "u"));
  return [...columns(["decision"], "u"), ...(takesHashes(passes, side) ? [named("content_hash", hash)] : [])];
}

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
  const takes = takesHashes(passes, side);
  const noHash = takes ? [named("content_hash", nullOf(textType))] : [];
  const setAside = when([[eq(column("outcome"), text("rejected")), outcomeCode("rejected")]], outcomeCode("excluded"));
  const aside = select({
    from: setAsideTable(side),
    columns: [named("row_id", column("row_id")), named("decision", pack({ outcome: setAside })), ...noHash],
  });
  const parts = passes.flatMap(({ compiled }) => [
    ...pairedRecords(compiled, side, takes),
    membersWith(compiled, side, [named("decision", memberDecision(compiled)), ...noHash]),
  ]);
  return select({
    from: union(aside, ...parts),
    columns: columns(["row_id", "decision", ...(takes ? ["content_hash"] : [])]),
    orderBy: [column("row_id")],
  });
}

function pairedRecords(pass: CompiledPass, side: Side, takesHash: boolean): Relation[] {
  if (pass.pairs === undefined) return [];
  const decision = pack({
    outcome: when([[column("differs"), outcomeCode("differs")]], outcomeCode("matched")),
    groupId: column("l"),
    pass: pass.index,
    same: column("same"),
  });
  const hash = takesHash ? [named("content_hash", when([[column("same"), column("content_hash")]]))] : [];
  return [
    select({
      from: pass.pairs,
      columns: [named("row_id", column(side === "left" ? "l" : "r")), named("decision", decision), ...hash],
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

const memberDecision = (pass: CompiledPass): Expr =>
  pack({
    outcome: when([[isSuggested, outcomeCode("suggested")]], outcomeCode("matched")),
    groupId: column("group_id", "m"),
    pass: pass.index,
  });

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
      named("decision", pack({ outcome: outcomeCode("duplicate") })),
      named("reason", text("its key is on the other side, but every counterpart has a match")),
    ],
    distinct: true,
    orderBy: [column("row_id")],
  });
}
