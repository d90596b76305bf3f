/** Sums of content hashes, from which the result hash is taken (docs/result-set.md, "Hashes"). */
import type { Side } from "../plan/vocabulary.ts";
import type { Expr, NamedExpr, Relation } from "../dialect/nodes.ts";
import {
  aggregate,
  and,
  call,
  cast,
  column,
  columns,
  count,
  eq,
  integer,
  join,
  named,
  not,
  select,
  text,
  textType,
  union,
  when,
} from "../dialect/build.ts";
import { outcomeName } from "./compile-outcome.ts";
import { memberGroups, type OutputInput } from "./compile-output.ts";
import { L, R } from "./conditions.ts";
import { classifiedView } from "./layout.ts";
import type { PassContext } from "./pass-context.ts";
import type { CompiledPass } from "./stage.ts";

export const hashParts = ["h0", "h1", "h2", "h3"];

/** A 256-bit sum as four sums of 64-bit parts, most significant first; the caller adds them up modulo 2^256. */
function hashSums(hash: Expr): NamedExpr[] {
  return hashParts.map((name, i) =>
    named(name, cast(aggregate("sum", [call("hexPart", hash, integer(1 + 16 * i))]), textType)),
  );
}

/** Sums of content hashes per outcome and pass. The right side of pairs with equal contents is left out: it equals the left side's. */
export function recordHashes(side: Side): Relation {
  return select({
    from: classifiedView(side),
    columns: [
      named("outcome", outcomeName(column("outcome", "t"))),
      ...columns(["pass", "same"]),
      named("records", count()),
      ...hashSums(column("content_hash")),
    ],
    ...(side === "right" ? { where: not(column("same")) } : {}),
    groupBy: ["outcome", "pass", "same"].map((name) => column(name, "t")),
  });
}

/** Content hashes of groups whose members differ, summed per kind, pass and status. */
export function groupHashes(input: OutputInput): Relation | undefined {
  const parts = input.passes.flatMap(({ compiled, context, hasGroups }) => [
    ...unequalPairHashes(compiled),
    ...(hasGroups ? [memberGroupHashes(compiled, context)] : []),
  ]);
  if (parts.length === 0) return undefined;
  return select({
    from: union(...parts),
    columns: [...columns(["kind", "pass", "status"]), named("groups", count()), ...hashSums(column("hash"))],
    groupBy: ["kind", "pass", "status"].map((name) => column(name)),
  });
}

const recordHash = (side: Side, alias: string) =>
  join("inner", classifiedView(side), alias, eq(column("row_id", alias), column(side === "left" ? "l" : "r", "p")));

function unequalPairHashes(pass: CompiledPass): Relation[] {
  if (pass.pairs === undefined) return [];
  const both = call(
    "concat",
    text("left:"),
    column("content_hash", L),
    text("\n"),
    text("right:"),
    column("content_hash", R),
  );
  return [
    select({
      from: pass.pairs,
      alias: "p",
      joins: [recordHash("left", L), recordHash("right", R)],
      columns: [
        named("kind", text("1:1")),
        named("pass", text(pass.name)),
        named("status", text("matched")),
        named("hash", call("sha256", both)),
      ],
      where: not(column("same", "p")),
    }),
  ];
}

function memberGroupHashes(pass: CompiledPass, context: PassContext): Relation {
  const member = (side: Side): Relation =>
    select({
      from: pass.members,
      alias: "m",
      joins: [join("inner", classifiedView(side), "t", eq(column("row_id", "t"), column("row_id", "m")))],
      columns: [
        named("group_id", column("group_id", "m")),
        named("hash", column("content_hash", "t")),
        named("member", call("concat", text(`${side}:`), column("content_hash", "t"))),
      ],
      where: eq(column("side", "m"), integer(side === "left" ? 0 : 1)),
    });
  const hashes = select({
    from: union(member("left"), member("right")),
    columns: [
      named("group_id", column("group_id")),
      named("distinct_hashes", aggregate("countDistinct", [column("hash")])),
      named("only", aggregate("min", [column("hash")])),
      named("joined", call("sha256", call("joinSorted", column("member")))),
    ],
    groupBy: [column("group_id")],
  });
  const equalPair = and(eq(column("kind", "g"), text("1:1")), eq(column("distinct_hashes", "h"), integer(1)));
  return select({
    from: hashes,
    alias: "h",
    joins: [join("inner", memberGroups(pass, context), "g", eq(column("group_id", "g"), column("group_id", "h")))],
    columns: [
      ...columns(["kind", "pass", "status"], "g"),
      named("hash", when([[equalPair, column("only", "h")]], column("joined", "h"))),
    ],
  });
}
