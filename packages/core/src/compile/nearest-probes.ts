/** Where a near miss of a left-over record is looked for: among those that share a probe's fields with it (docs/matching.md, section 7). */
import type { Expr, Relation } from "../dialect/nodes.ts";
import { and, call, column, columns, eq, integer, join, named, select, window } from "../dialect/build.ts";
import type { Side } from "../plan/vocabulary.ts";
import { keyExpr, keyPresent } from "./conditions.ts";
import { fieldNamed, type FieldLayout, type Layout } from "./layout.ts";
import { wantedTable } from "./left-over.ts";
import type { PassContext } from "./pass-context.ts";

/** Sets of fields that a near miss shares: a key or block without one of its fields, all compared fields, amount and currency. */
export function probeFields(contexts: readonly PassContext[], layout: Layout): FieldLayout[][] {
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

/** Pairs u (left over), o (other side) that agree on the probe's fields, where few records of the other side do. */
export function probePairs(side: Side, pool: string, probe: readonly FieldLayout[], perValue: number): Relation {
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
