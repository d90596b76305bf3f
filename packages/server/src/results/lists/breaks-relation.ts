import { sides, type Side } from "@recon/core";
import { quoteName } from "@recon/core/dialect";
import type { OpenSet } from "../reader/open-set.ts";
import { fieldAlias, needsOf, searchText } from "./relations.ts";

const own = [
  "break_id",
  "kind",
  "side",
  "row_id",
  "group_id",
  "amount",
  "currency",
  "date",
  "reason",
  "nearest",
  "failed",
];
const places = ["left_row", "left_records", "right_row", "right_records"];

/** Breaks with the records on both sides: the left-over one and its nearest candidate, or the first members of the group. */
function placedBreaks({ schema }: OpenSet): string {
  const count = (side: Side): string =>
    `count(*) FILTER (side = '${side}') AS ${side}_records, min(row_id) FILTER (side = '${side}') AS ${side}_row`;
  const listed = `SELECT group_id, ${sides.map(count).join(", ")} FROM ${schema}.members GROUP BY group_id`;
  // Confirmed pairs are not listed as members: their group has the left record's row_id.
  const pairs = `SELECT group_id, row_id FROM ${schema}."right" WHERE outcome = 'differs'`;
  const row = (side: Side, pair: string): string =>
    `CASE b.side WHEN '${side}' THEN b.row_id WHEN '${side === "left" ? "right" : "left"}' THEN b.nearest ELSE coalesce(m.${side}_row, ${pair}) END AS ${side}_row, coalesce(m.${side}_records, 1) AS ${side}_records`;
  return (
    `SELECT b.*, ${row("left", "CASE WHEN p.group_id IS NOT NULL THEN b.group_id END")}, ${row("right", "p.row_id")} FROM (SELECT *, CASE WHEN side IS NULL THEN group_id END AS own_group FROM ${schema}.breaks) AS b ` +
    `LEFT JOIN (${listed}) AS m ON m.group_id = b.own_group LEFT JOIN (${pairs}) AS p ON p.group_id = b.own_group`
  );
}

/** Breaks with the canonical values of their own record: the left-over one, or the group's first. */
export function valuedBreaks(set: OpenSet): string {
  const { schema, fields } = set;
  const values = fields.map(
    ({ name }, i) => `coalesce(l.${quoteName(name)}, r.${quoteName(name)}) AS ${fieldAlias(i)}`,
  );
  const search = `CASE WHEN l.row_id IS NULL THEN ${searchText(set, "r")} ELSE ${searchText(set, "l")} END AS search`;
  // Conditions other than equality would make the engine compare every break with every record.
  const chosen = `SELECT *, CASE WHEN side IS NULL OR side = 'left' THEN left_row END AS own_left, CASE WHEN side = 'right' OR (side IS NULL AND left_row IS NULL) THEN right_row END AS own_right FROM (${placedBreaks(set)})`;
  return (
    `SELECT f.*, ${[...values, search].join(", ")} FROM (${chosen}) AS f LEFT JOIN ${schema}."left" AS l ON l.row_id = f.own_left ` +
    `LEFT JOIN ${schema}."right" AS r ON r.row_id = f.own_right`
  );
}

/** The breaks of the run with their state in review, and those that review made by taking groups apart. */
export function breaksRelation(set: OpenSet, statement: string): string {
  const { schema, isIndexed, fields } = set;
  const needs = needsOf(statement);
  const values = [...fields.map((_, i) => fieldAlias(i)), "search"];
  const valued = needs(...values);
  const placed = valued || needs(...places);
  const columns = [...own, ...(placed ? places : []), ...(valued ? values : [])];
  const inPlace = valued ? `(${valuedBreaks(set)})` : placed ? `(${placedBreaks(set)})` : `${schema}.breaks`;
  const from = isIndexed ? `${schema}.break_rows` : inPlace;
  if (set.reviewSeq === 0)
    return `SELECT ${columns.join(", ")}, 'open' AS status, NULL::VARCHAR AS assignee_id, NULL::VARCHAR AS reason_code, 0 AS version, 0 AS comments FROM ${from}`;
  const ofEither = (name: string, none: string): string => `coalesce(o.${name}, og.${name}, ${none}) AS ${name}`;
  const run =
    `SELECT ${columns.map((name) => `b.${name}`).join(", ")}, ${status} AS status, ${ofEither("assignee_id", "NULL")}, ${ofEither("reason_code", "NULL")}, ${ofEither("version", "0")}, ${ofEither("comments", "0")} ` +
    `FROM (SELECT *, CASE WHEN side IS NULL THEN group_id END AS own_group FROM ${from}) AS b LEFT JOIN ${schema}.review_records AS o ON o.side = b.side AND o.row_id = b.row_id ` +
    `LEFT JOIN ${schema}.review_groups AS og ON og.group_id = b.own_group`;
  return [run, ...sides.map((side) => madeBreaks(set, { side, placed, valued }))].join(" UNION ALL BY NAME ");
}

const status =
  `CASE WHEN b.side IS NULL THEN CASE WHEN og.status IS NULL OR og.status IN ('matched', 'suggested') THEN 'open' ELSE og.status END ` +
  `WHEN o.outcome IS NULL OR o.outcome IN ('unmatched', 'duplicate') THEN 'open' WHEN o.outcome = 'writtenOff' THEN 'writtenOff' ELSE 'matched' END`;

/** Records that were in a group when the run ended and are free now. Their ids follow the run's own rule: 4 × row_id, 1 more on the right. */
function madeBreaks(set: OpenSet, { side, placed, valued }: { side: Side; placed: boolean; valued: boolean }): string {
  const { schema, plan, fields } = set;
  const role = (name: "amount" | "currency" | "date"): string => {
    const field = plan.roles?.[name];
    return `${field === undefined ? "NULL" : `r.${quoteName(field)}`} AS ${name === "date" ? `"date"` : name}`;
  };
  const left = side === "left";
  const narrow = [
    `4 * o.row_id + ${left ? 0 : 1} AS break_id`,
    "'unmatched' AS kind",
    `'${side}' AS side`,
    "o.row_id",
    "NULL::BIGINT AS group_id",
    role("amount"),
    role("currency"),
    role("date"),
    "'taken out of its group in review' AS reason",
    "NULL::BIGINT AS nearest",
    "NULL::VARCHAR AS failed",
  ];
  const placing = [
    `${left ? "o.row_id" : "NULL"} AS left_row`,
    "1 AS left_records",
    `${left ? "NULL" : "o.row_id"} AS right_row`,
    "1 AS right_records",
  ];
  const values = [
    `${searchText(set, "r")} AS search`,
    ...fields.map(({ name }, i) => `r.${quoteName(name)} AS ${fieldAlias(i)}`),
  ];
  const state = [
    "CASE WHEN o.outcome = 'writtenOff' THEN 'writtenOff' ELSE 'open' END AS status",
    "o.assignee_id",
    "o.reason_code",
    "o.version",
    "o.comments",
  ];
  return (
    `SELECT ${[...narrow, ...(placed ? placing : []), ...(valued ? values : []), ...state].join(", ")} FROM ${schema}.review_records AS o JOIN ${schema}.${quoteName(side)} AS r ON r.row_id = o.row_id ` +
    `WHERE o.side = '${side}' AND o.found NOT IN ('unmatched', 'duplicate') AND o.group_id IS NULL AND o.outcome IN ('unmatched', 'writtenOff')`
  );
}
