/** The netted pass: reversals within one side that cancel (docs/matching.md, section 4). */
import type { NettedPass } from "../plan/schema.ts";
import type { Expr, Relation } from "../dialect/nodes.ts";
import {
  aggregate,
  and,
  boolean,
  call,
  column,
  columns,
  count,
  createTable,
  doubleType,
  eq,
  insert,
  integer,
  isNotNull,
  isNull,
  join,
  named,
  not,
  nullOf,
  or,
  select,
  text,
  textType,
  union,
  when,
  window,
} from "../dialect/build.ts";
import { keyExpr, keyPresent } from "./conditions.ts";
import { fieldColumns, fieldNamed, value } from "./layout.ts";
import { currencyOf, differenceWithin, openOf, passTable, type PassContext } from "./pass-context.ts";
import { sql, type CompiledPass, type Step } from "./stage.ts";
import { emptyGroupTables, groupTargets, memberSteps } from "./suggestions.ts";

export interface NettedOptions {
  /** Records on the left, rejects included: groups without left members are numbered beyond them. */
  readonly leftCount: number;
}

export function compileNetted(context: PassContext, options: NettedOptions): CompiledPass {
  const records = passTable(context, "records");
  return {
    name: context.pass.name,
    index: context.index,
    stages: [
      {
        name: `${context.pass.name}: net reversals`,
        steps: [
          ...emptyGroupTables(context),
          sql(createTable(records, candidateRecords(context))),
          sql(createTable(passTable(context, "whole"), wholeGroups(context, records))),
          sql(createTable(passTable(context, "mates"), matedRecords(context, records))),
          sql(createTable(passTable(context, "found"), foundMembers(context))),
          { kind: "ifRows", table: passTable(context, "found"), steps: writeSteps(context, options) },
        ],
      },
    ],
    groups: passTable(context, "groups"),
    members: passTable(context, "members"),
  };
}

const netted = (context: PassContext): NettedPass => context.pass as NettedPass;

/** Records with key and value under keys that span one currency and know every value. */
function candidateRecords(context: PassContext): Relation {
  const pass = netted(context);
  const keys = pass.on.map((name) => fieldNamed(context.layout, name));
  const amount = fieldNamed(context.layout, pass.sum.field);
  const currencyExpr = currencyOf(context, "o");
  const telling: Expr[] = fieldColumns(context.telling).map((name) => column(name, "o"));
  const numbered = select({
    from: openOf(context, pass.side),
    alias: "o",
    columns: [
      ...columns(["row_id", "content_hash"], "o"),
      named("key_id", window("denseRank", { orderBy: keys.map((field) => keyExpr(field, "o")) })),
      named("cls", window("denseRank", { orderBy: telling })),
      named("amount", value(amount, "o")),
      named("currency", currencyExpr),
    ],
    where: keyPresent(keys, "o"),
  });
  const usable = select({
    from: numbered,
    columns: [named("key_id", column("key_id"))],
    groupBy: [column("key_id")],
    having: and(
      eq(count(isNull(column("amount"))), integer(0)),
      eq(aggregate("min", [column("currency")]), aggregate("max", [column("currency")])),
    ),
  });
  return select({
    from: numbered,
    alias: "n",
    joins: [join("semi", usable, "u", eq(column("key_id", "u"), column("key_id", "n")))],
    columns: columns(["row_id", "content_hash", "key_id", "cls", "amount"], "n"),
  });
}

/** (a) Keys whose records cancel as a whole. */
function wholeGroups(context: PassContext, records: string): Relation {
  const positive = aggregate("sum", [column("amount")], call("greater", column("amount"), integer(0)));
  const negative = aggregate("sum", [column("amount")], call("less", column("amount"), integer(0)));
  return select({
    from: records,
    columns: [named("key_id", column("key_id"))],
    groupBy: [column("key_id")],
    having: and(
      isNotNull(positive),
      isNotNull(negative),
      differenceWithin(netted(context).sum.within, aggregate("sum", [column("amount")]), [positive, negative]),
    ),
  });
}

/** (b) What is left, by magnitude: how many records of each sign, and whether each sign's records are interchangeable. */
function matedRecords(context: PassContext, records: string): Relation {
  const sign = when([[call("greater", column("amount", "n"), integer(0)), integer(1)]], integer(-1));
  const remaining = select({
    from: records,
    alias: "n",
    joins: [join("anti", passTable(context, "whole"), "w", eq(column("key_id", "w"), column("key_id", "n")))],
    columns: [
      ...columns(["row_id", "content_hash", "key_id", "cls"], "n"),
      named("size", call("abs", column("amount", "n"))),
      named("sign", sign),
    ],
    where: not(eq(column("amount", "n"), integer(0))),
  });
  const bySign = (n: number): Expr => eq(column("sign"), integer(n));
  const mates = select({
    from: remaining,
    columns: [
      ...columns(["key_id", "size"]),
      named("p", count(bySign(1))),
      named("q", count(bySign(-1))),
      named("cp", aggregate("countDistinct", [column("cls")], bySign(1))),
      named("cq", aggregate("countDistinct", [column("cls")], bySign(-1))),
    ],
    groupBy: [column("key_id"), column("size")],
  });
  const place = window("rowNumber", {
    partitionBy: ["key_id", "size", "sign"].map((name) => column(name, "n")),
    orderBy: [column("content_hash", "n"), column("row_id", "n")],
  });
  const settled = and(
    or(eq(column("cp", "m"), integer(1)), call("lessOrEqual", column("p", "m"), column("q", "m"))),
    or(eq(column("cq", "m"), integer(1)), call("lessOrEqual", column("q", "m"), column("p", "m"))),
  );
  return select({
    from: remaining,
    alias: "n",
    joins: [
      join(
        "inner",
        mates,
        "m",
        and(eq(column("key_id", "m"), column("key_id", "n")), eq(column("size", "m"), column("size", "n"))),
      ),
    ],
    columns: [
      ...columns(["row_id", "key_id", "size", "sign"], "n"),
      ...columns(["p", "q"], "m"),
      named("place", place),
      named("settled", settled),
    ],
    where: and(call("greater", column("p", "m"), integer(0)), call("greater", column("q", "m"), integer(0))),
  });
}

/** All members, with the status of their group; the group's id is its smallest record. */
function foundMembers(context: PassContext): Relation {
  const smallest = (names: readonly string[], alias: string): Expr =>
    window("min", { args: [column("row_id", alias)], partitionBy: names.map((name) => column(name, alias)) });
  const whole = select({
    from: passTable(context, "records"),
    alias: "n",
    joins: [join("semi", passTable(context, "whole"), "w", eq(column("key_id", "w"), column("key_id", "n")))],
    columns: [
      named("row_id", column("row_id", "n")),
      named("group_id", smallest(["key_id"], "n")),
      named("status", text("matched")),
    ],
  });
  const pairs = select({
    from: passTable(context, "mates"),
    alias: "n",
    columns: [
      named("row_id", column("row_id", "n")),
      named("group_id", smallest(["key_id", "size", "place"], "n")),
      named("status", text("matched")),
    ],
    where: and(
      column("settled", "n"),
      call("lessOrEqual", column("place", "n"), call("least", column("p", "n"), column("q", "n"))),
    ),
  });
  const open = select({
    from: passTable(context, "mates"),
    alias: "n",
    columns: [
      named("row_id", column("row_id", "n")),
      named("group_id", smallest(["key_id", "size"], "n")),
      named("status", text("suggested")),
    ],
    where: not(column("settled", "n")),
  });
  return union(whole, pairs, open);
}

function writeSteps(context: PassContext, options: NettedOptions): Step[] {
  const pass = netted(context);
  const onLeft = pass.side === "left";
  const id = onLeft ? column("group_id") : call("add", column("group_id"), integer(options.leftCount));
  const members = select({
    from: passTable(context, "found"),
    columns: [named("group_id", id), named("side", integer(onLeft ? 0 : 1)), named("row_id", column("row_id"))],
  });
  const status = pass.suggest === true ? text("suggested") : column("status");
  const why = when(
    [[eq(status, text("matched")), text(`same ${pass.on.join(", ")}; ${pass.sum.field} cancels`)]],
    text("several reversals are equally good"),
  );
  return [
    ...memberSteps(context, members),
    sql(
      insert(
        passTable(context, "groups"),
        groupTargets,
        select({
          from: passTable(context, "found"),
          columns: [
            named("group_id", id),
            named("net", boolean(true)),
            named("status", status),
            named("confidence", nullOf(doubleType)),
            named("explanation", why),
            named("reason", nullOf(textType)),
          ],
          distinct: true,
        }),
      ),
    ),
  ];
}
