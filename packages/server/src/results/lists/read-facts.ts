/** What review must know of records and groups before it decides about them: as the run left them. */
import { sides, type Outcome, type Side } from "@recon/core";
import { quoteName } from "@recon/core/dialect";
import { compileSort, orderBy } from "../query/compile-sort.ts";
import { sql } from "../query/sql.ts";
import type { ListQuery } from "../reader/messages.ts";
import type { Query, Value } from "../reader/engine.ts";
import type { OpenSet } from "../reader/open-set.ts";
import { among } from "./item-values.ts";
import { ChosenList } from "./list-query.ts";
import { countItems } from "./read-page.ts";

export interface RecordFacts {
  readonly side: Side;
  readonly rowId: number;
  readonly outcome: Outcome;
  readonly groupId: number | null;
  readonly amount: Value;
  readonly currency: Value;
}

export interface GroupFacts {
  readonly groupId: number;
  readonly kind: string;
  readonly status: "matched" | "suggested";
  readonly members: readonly RecordFacts[];
}

export interface ReviewFacts {
  readonly records: readonly RecordFacts[];
  readonly groups: readonly GroupFacts[];
}

interface Asked {
  readonly records: readonly { readonly side: Side; readonly rowId: number }[];
  readonly groups: readonly number[];
}

/** Unknown ones are left out. */
export async function readFacts(query: Query, set: OpenSet, asked: Asked): Promise<ReviewFacts> {
  const records: RecordFacts[] = [];
  for (const side of sides) {
    const rowIds = asked.records.filter((record) => record.side === side).map(({ rowId }) => rowId);
    if (rowIds.length > 0) records.push(...(await readSide(query, set, { side, where: among("r.row_id", rowIds) })));
  }
  return { records, groups: asked.groups.length === 0 ? [] : await readGroups(query, set, asked.groups) };
}

async function readSide(
  query: Query,
  set: OpenSet,
  { side, where }: { side: Side; where: string },
): Promise<RecordFacts[]> {
  const role = (name: "amount" | "currency"): string => {
    const field = set.plan.roles?.[name];
    return field === undefined ? "NULL" : `r.${quoteName(field)}`;
  };
  const rows = await query.rows(
    ["r.row_id", "r.outcome", "r.group_id", role("amount"), role("currency")],
    sql(`FROM ${set.schema}.${quoteName(side)} AS r WHERE ${where} ORDER BY r.row_id`),
  );
  return rows.map(([rowId, outcome, groupId, amount, currency]) => ({
    side,
    rowId: Number(rowId),
    outcome: outcome as Outcome,
    groupId: groupId === null ? null : Number(groupId),
    amount: amount!,
    currency: currency!,
  }));
}

async function readGroups(query: Query, set: OpenSet, groupIds: readonly number[]): Promise<GroupFacts[]> {
  const groups = await query.rows(
    ["group_id", "kind", "status"],
    sql(`FROM ${set.schema}.groups WHERE ${among("group_id", groupIds)}`),
  );
  const members = new Map<number, RecordFacts[]>();
  for (const side of sides) {
    for (const record of await readSide(query, set, { side, where: among("r.group_id", groupIds) }))
      members.set(record.groupId!, [...(members.get(record.groupId!) ?? []), record]);
  }
  return groups.map(([id, kind, status]) => ({
    groupId: Number(id),
    kind: kind!,
    status: status as GroupFacts["status"],
    members: members.get(Number(id)) ?? [],
  }));
}

export interface ChosenBreaks {
  readonly total: number;
  /** In the order of break_id; empty when there are more than asked for. */
  readonly breaks: readonly {
    readonly breakId: number;
    readonly side: Side | null;
    readonly rowId: number | null;
    readonly groupId: number | null;
    readonly version: number;
  }[];
  /** Sum of the absolute amounts by currency. */
  readonly value: readonly { readonly currency: string | null; readonly gross: Value }[];
}

/** The breaks that a filter means at this moment. */
export async function chooseBreaks(
  query: Query,
  set: OpenSet,
  asked: { readonly query: ListQuery; readonly most: number },
): Promise<ChosenBreaks> {
  const chosen = new ChosenList(set, asked.query);
  const total = await countItems(query, set, { chosen, query: asked.query });
  const grouped = chosen.from(["currency", "amount"], [], "GROUP BY currency ORDER BY currency");
  const sum = set.plan.roles?.amount === undefined ? "NULL" : "sum(abs(amount))";
  const value = (await query.rows(["currency", sum], grouped)).map(([currency, gross]) => ({
    currency: currency!,
    gross: gross!,
  }));
  if (total > asked.most) return { total, breaks: [], value };
  const columns = ["break_id", "side", "row_id", "group_id", "version"];
  const rows = await query.rows(
    columns,
    chosen.from(columns, [], `ORDER BY ${orderBy(compileSort(undefined, chosen.shape))}`),
  );
  const integer = (text: Value): number | null => (text === null ? null : Number(text));
  const breaks = rows.map(([breakId, side, rowId, groupId, version]) => ({
    breakId: Number(breakId),
    side: side as Side | null,
    rowId: integer(rowId!),
    groupId: integer(groupId!),
    version: 1 + Number(version),
  }));
  return { total, breaks, value };
}
