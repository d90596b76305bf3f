/** The lists of a result set as relations: what the run left, overlaid by what review made of it. */
import { sides, type Side } from "@recon/core";
import { quoteName } from "@recon/core/dialect";
import type { OpenSet } from "../reader/open-set.ts";

/** Whether the statement around a relation names any of these columns. */
type Needs = (...names: readonly string[]) => boolean;

export const needsOf =
  (statement: string): Needs =>
  (...names) =>
    names.some((name) => new RegExp(`\\b${name}\\b`).test(statement));

export const fieldAlias = (position: number): string => `v${position}`;

/** The searched text of a record over a table of canonical columns: all values in lower case, kept apart by a character no search holds. */
export function searchText(set: OpenSet, alias: string): string {
  const values = set.fields.map(({ name }) => `${alias}.${quoteName(name)}`);
  return values.length === 0 ? "''" : `lower(concat_ws(chr(31), ${values.join(", ")}))`;
}

/** Records of one side: canonical values as v0 … vn. */
function sideRows(set: OpenSet, side: Side, needs: Needs): string {
  const { schema, isIndexed, fields } = set;
  const reviewed =
    set.reviewSeq > 0 &&
    needs("outcome", "group_id", "pass", "kind", "assignee_id", "reason_code", "version", "comments");
  const grouped = !isIndexed && needs("pass", "kind");
  const from = isIndexed ? `${schema}.${side}_rows` : `${schema}.${quoteName(side)}`;
  const joins = [
    grouped ? `LEFT JOIN ${schema}.groups AS g ON g.group_id = r.group_id` : "",
    reviewed ? `LEFT JOIN ${schema}.review_records AS o ON o.side = '${side}' AND o.row_id = r.row_id` : "",
    reviewed && needs("kind") ? `LEFT JOIN ${schema}.review_groups AS og ON og.group_id = o.group_id` : "",
  ];
  const over = (column: string, run: string, review: string): string =>
    `${reviewed ? `CASE WHEN o.row_id IS NULL THEN ${run} ELSE ${review} END` : run} AS ${column}`;
  const ofGroup = (name: string): string => (isIndexed ? `r.${name}` : grouped ? `g.${name}` : "NULL::VARCHAR");
  const stays = "o.group_id IS NOT DISTINCT FROM r.group_id";
  const columns = [
    `'${side}' AS side`,
    "r.row_id",
    over("outcome", "r.outcome", "o.outcome"),
    over("group_id", "r.group_id", "o.group_id"),
    "r.reason",
    over("pass", ofGroup("pass"), `CASE WHEN ${stays} THEN ${ofGroup("pass")} END`),
    over(
      "kind",
      ofGroup("kind"),
      needs("kind") ? `CASE WHEN ${stays} THEN ${ofGroup("kind")} ELSE og.kind END` : "NULL",
    ),
    ...["assignee_id", "reason_code"].map((name) => over(name, "NULL::VARCHAR", `o.${name}`)),
    ...["version", "comments"].map((name) => over(name, "0", `o.${name}`)),
    ...fields.map(({ name }, i) => `r.${isIndexed ? fieldAlias(i) : quoteName(name)} AS ${fieldAlias(i)}`),
    `${isIndexed ? "r.search" : searchText(set, "r")} AS search`,
  ];
  return `SELECT ${columns.join(", ")} FROM ${from} AS r ${joins.join(" ")}`;
}

export function rowsRelation(set: OpenSet, needs: Needs, only?: Side): string {
  const wanted = only === undefined ? sides : [only];
  return wanted.map((side) => sideRows(set, side, needs)).join(" UNION ALL ");
}

export function groupsRelation(set: OpenSet): string {
  const { schema, types, reviewSeq } = set;
  const plain = ["confidence", "left_count", "right_count", "left_total", "right_total", "residual", "explanation"];
  if (reviewSeq === 0)
    return `SELECT group_id, kind, pass, status, 'run' AS origin, NULL::VARCHAR AS assignee_id, NULL::VARCHAR AS reason_code, 0 AS version, 0 AS comments, ${plain.join(", ")} FROM ${schema}.groups`;
  const total = (name: string): string => `TRY_CAST(o.${name} AS ${types.totalSql}) AS ${name}`;
  const run =
    `SELECT g.group_id, g.kind, g.pass, coalesce(o.status, g.status) AS status, 'run' AS origin, o.assignee_id, o.reason_code, coalesce(o.version, 0) AS version, coalesce(o.comments, 0) AS comments, ${plain.map((name) => `g.${name}`).join(", ")} ` +
    `FROM ${schema}.groups AS g LEFT JOIN ${schema}.review_groups AS o ON o.group_id = g.group_id`;
  const made =
    `SELECT o.group_id, o.kind, NULL AS pass, o.status, 'review' AS origin, o.assignee_id, o.reason_code, o.version, o.comments, NULL::DOUBLE AS confidence, o.left_count, o.right_count, ` +
    `${["left_total", "right_total", "residual"].map(total).join(", ")}, o.explanation FROM ${schema}.review_groups AS o WHERE o.made`;
  return `${run} UNION ALL ${made}`;
}

export const differencesRelation = ({ schema }: OpenSet): string =>
  `SELECT file_row_number + 1 AS position, group_id, field, left_value, right_value, delta FROM ${schema}.differences`;

export const rejectsRelation = ({ schema }: OpenSet): string =>
  `SELECT side, row_id, source, line, "text" AS content, reason FROM ${schema}.rejects`;
