/** The nearest candidate of every record left over, and what failed (docs/matching.md, section 7). Explains; decides nothing. */
import type { Side } from "../plan/vocabulary.ts";
import type { Expr, Relation } from "../dialect/nodes.ts";
import {
  and,
  call,
  cast,
  column,
  columns,
  count,
  createTable,
  createView,
  eq,
  integer,
  isNull,
  join,
  named,
  not,
  nullOf,
  or,
  select,
  struct,
  text,
  textType,
  unionDistinct,
  when,
  window,
} from "../dialect/build.ts";
import { outcomeCode, updateRecords } from "./compile-outcome.ts";
import { L, R, amountWithin, keyExpr, keyPresent } from "./conditions.ts";
import {
  classifiedView,
  fieldNamed,
  kept,
  recordTable,
  recordView,
  value,
  type FieldLayout,
  type Layout,
  setAsideTable,
} from "./layout.ts";
import type { PassContext } from "./pass-context.ts";
import { sql, type Stage, type Step } from "./stage.ts";
import { delta } from "./compile-differences.ts";

/** Per value of a probe at most so many records of the other side are looked at. */
const MAX_PER_VALUE = 32;
/** And in all about so many pairs, so that explaining never costs more than matching. */
const MAX_PAIRS = 4_000_000;

export const nearestTable = (side: Side): string => `${side}_nearest`;
/** The records left over with their fields: few, and looked at once for every probe. */
const wantedTable = (side: Side): string => `${side}_wanted`;
const leftOverTable = (side: Side): string => `${side}_left_over`;

export interface LeftOver {
  readonly left: number;
  readonly right: number;
}

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

/** Sets of fields that a near miss shares: a key or block without one of its fields, all compared fields, amount and currency. */
function probeFields(contexts: readonly PassContext[], layout: Layout): FieldLayout[][] {
  const probes: FieldLayout[][] = [];
  for (const { pass, layout: fields, compared } of contexts) {
    const keys = "on" in pass ? pass.on : pass.kind === "tolerant" || pass.kind === "similar" ? pass.block : [];
    const keyFields = keys.map((name) => fieldNamed(fields, name));
    if (pass.kind !== "keyed") probes.push(keyFields);
    for (const left of keyFields) probes.push(keyFields.filter((field) => field !== left));
    probes.push(compared.map(({ field }) => field));
  }
  const { amount, currency } = layout.roles;
  if (amount !== undefined) probes.push(currency === undefined ? [amount] : [amount, currency]);
  const byNames = new Map(
    probes
      .filter((probe) => probe.length > 0)
      .map((probe) => [
        probe
          .map((field) => field.index)
          .toSorted((a, b) => a - b)
          .join(","),
        probe,
      ]),
  );
  return [...byNames.values()];
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
    sql(createTable(nearestTable(side), bestOf(layout, side, pairs))),
  ];
}

const fieldNames = (layout: Layout): string[] =>
  layout.fields.flatMap((field) => (field.kept ? [`f${field.index}`, `x${field.index}`] : [`f${field.index}`]));

/** Pairs u (left over), o (other side) that agree on the probe's fields, where few records of the other side do. */
function probePairs(side: Side, pool: string, probe: readonly FieldLayout[], perValue: number): Relation {
  const keys = probe.map((field, i) => named(`k${i}`, keyExpr(field, "t")));
  const names = keys.map(({ name }) => name);
  const onKeys = (a: string, b: string): Expr => and(...names.map((name) => eq(column(name, a), column(name, b))));
  const wanted = select({
    from: wantedTable(side),
    columns: [named("row_id", column("row_id", "t")), ...keys],
    where: keyPresent(probe, "t"),
  });
  // Only what shares a wanted value is looked at any further: the left-over records are few, the other side is large.
  const offered = select({
    from: pool,
    columns: [named("row_id", column("row_id", "t")), ...keys],
    where: keyPresent(probe, "t"),
  });
  const met = select({
    from: offered,
    alias: "o",
    joins: [join("semi", wanted, "u", onKeys("o", "u"))],
    columns: columns(["row_id", ...names], "o"),
  });
  const counted = select({
    from: met,
    columns: [
      ...columns(["row_id", ...names]),
      named("sharing", window("count", { partitionBy: names.map((name) => column(name)) })),
    ],
  });
  const rare = select({
    from: counted,
    columns: columns(["row_id", ...names]),
    where: call("lessOrEqual", column("sharing"), integer(perValue)),
  });
  return select({
    from: rare,
    alias: "o",
    joins: [join("inner", wanted, "u", onKeys("o", "u"))],
    columns: [named("u", column("row_id", "u")), named("o", column("row_id", "o"))],
  });
}

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
function bestOf(layout: Layout, side: Side, pairs: string): Relation {
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
