/** Single things of a result set with all that explains them. */
import { type Side } from "@recon/core";
import { quoteName } from "@recon/core/dialect";
import { sql } from "../query/sql.ts";
import type { Query, Value } from "../reader/engine.ts";
import type { OpenSet } from "../reader/open-set.ts";
import { fetchBreaks } from "./fetch-breaks.ts";
import { fetchGroups } from "./fetch-groups.ts";
import { fetchItems } from "./fetch-items.ts";
import type { ResultItem } from "./item-values.ts";
import { breaksRelation } from "./breaks-relation.ts";

/** Candidates of a suggestion, and members of a group, that one answer shows. */
const MAX_MEMBERS = 200;

/** A record with its original cells, its group, its break and nearest candidate, or why it was rejected; null when the side has no such row. */
export async function readRecord(
  query: Query,
  set: OpenSet,
  { side, rowId }: { side: Side; rowId: number },
): Promise<ResultItem | null> {
  const [row] = await fetchItems(query, set, { list: "rows", keys: [[side, String(rowId)]] });
  if (row === undefined) return null;
  const source = await readSource(query, set, { side, rowId });
  const groupId = row["groupId"] as number | null;
  const breaks = await findBreaks(query, set, { side, rowId, groupId });
  return {
    ...row,
    ...source,
    group: groupId === null ? null : await readGroup(query, set, { groupId, members: MAX_MEMBERS }),
    break: breaks[0] ?? null,
    reject: row["outcome"] === "rejected" ? await readReject(query, set, { side, rowId }) : null,
  };
}

async function readSource(
  query: Query,
  set: OpenSet,
  { side, rowId }: { side: Side; rowId: number },
): Promise<ResultItem> {
  const header = set.headers[side];
  const cells = header.map((_, i) => `r.src.c${i + 1}`);
  const [contentHash, noSource, ...values] = await query.single(
    ["r.content_hash", "r.src IS NULL", ...cells],
    sql(`FROM ${set.schema}.${quoteName(side)} AS r WHERE r.row_id = ${rowId}`),
  );
  const src = noSource === "true" ? null : header.map((name, i) => ({ name, value: values[i]! }));
  return { contentHash, src };
}

async function findBreaks(
  query: Query,
  set: OpenSet,
  { side, rowId, groupId }: { side: Side; rowId: number; groupId: number | null },
): Promise<ResultItem[]> {
  const own = `(side = '${side}' AND row_id = ${rowId})`;
  const where = groupId === null || groupId < 0 ? own : `(${own} OR (side IS NULL AND group_id = ${groupId}))`;
  const columns = ["break_id", "side", "row_id", "group_id"];
  const found = await query.rows(
    ["break_id"],
    sql(`FROM (${breaksRelation(set, columns.join(" "))}) AS t WHERE ${where} ORDER BY side NULLS LAST LIMIT 1`),
  );
  return found.length === 0
    ? []
    : fetchBreaks(
        query,
        set,
        found.map(([id]) => Number(id)),
      );
}

async function readReject(
  query: Query,
  set: OpenSet,
  { side, rowId }: { side: Side; rowId: number },
): Promise<ResultItem | null> {
  const [reject] = await fetchItems(query, set, { list: "rejects", keys: [[side, String(rowId)]] });
  return reject ?? null;
}

/** A group with its members (left first, at most so many) and, of the run's own, its differences; null when there is none. */
export async function readGroup(
  query: Query,
  set: OpenSet,
  { groupId, members }: { groupId: number; members: number },
): Promise<ResultItem | null> {
  const [group] = await fetchGroups(query, set, [groupId]);
  if (group === undefined) return null;
  const keys = await memberKeys(query, set, { groupId, members });
  const rows = await fetchItems(query, set, { list: "rows", keys });
  return { ...group, members: rows, differences: groupId < 0 ? [] : await readDifferences(query, set, groupId) };
}

async function readDifferences(query: Query, { schema }: OpenSet, groupId: number): Promise<ResultItem[]> {
  const rows = await query.rows(
    ["field", "left_value", "right_value", "delta"],
    sql(`FROM ${schema}.differences WHERE group_id = ${groupId} ORDER BY file_row_number`),
  );
  return rows.map(([field, left, right, delta]) => ({ field, left, right, delta }));
}

/** Members as they are by now; of a group that review took apart, those that it had. */
async function memberKeys(
  query: Query,
  set: OpenSet,
  { groupId, members }: { groupId: number; members: number },
): Promise<(readonly Value[])[]> {
  return query.rows(
    ["side", "row_id"],
    sql(`FROM (${groupMembers(set, groupId)}) AS m ORDER BY side, row_id LIMIT ${members}`),
  );
}

/** Members of a group: the run's as it left them, review's as they are. */
export function groupMembers({ schema }: OpenSet, groupId: number): string {
  if (groupId < 0) return `SELECT side, row_id FROM ${schema}.review_records WHERE group_id = ${groupId}`;
  // A confirmed pair is not listed among the members; its group has the left record's row_id.
  return (
    `SELECT side, row_id FROM ${schema}.members WHERE group_id = ${groupId} UNION SELECT 'left', row_id FROM ${schema}."left" WHERE row_id = ${groupId} AND group_id = ${groupId} ` +
    `UNION SELECT 'right', row_id FROM ${schema}."right" WHERE group_id = ${groupId}`
  );
}

/** A break with the competing candidates where it is a suggestion, and both records. */
export async function readBreak(
  query: Query,
  set: OpenSet,
  { breakId }: { breakId: number },
): Promise<ResultItem | null> {
  const [found] = await fetchBreaks(query, set, [breakId]);
  if (found === undefined) return null;
  const groupId = found["groupId"] as number | null;
  return { ...found, group: groupId === null ? null : await readGroup(query, set, { groupId, members: MAX_MEMBERS }) };
}
