import { sql } from "../query/sql.ts";
import type { Query } from "../reader/engine.ts";
import type { OpenSet } from "../reader/open-set.ts";
import { among, integer, type ResultItem } from "./item-values.ts";
import { groupsRelation } from "./relations.ts";

const groupColumns = [
  "group_id",
  "kind",
  "pass",
  "status",
  "origin",
  "confidence",
  "left_count",
  "right_count",
  "left_total",
  "right_total",
  "residual",
  "explanation",
  "assignee_id",
  "reason_code",
  "version",
  "comments",
];

export async function fetchGroups(query: Query, set: OpenSet, groupIds: readonly number[]): Promise<ResultItem[]> {
  const rows = await query.rows(
    groupColumns,
    sql(`FROM (${groupsRelation(set)}) AS t WHERE ${among("group_id", groupIds)}`),
  );
  return rows.map((row) => {
    const [
      groupId,
      kind,
      pass,
      status,
      origin,
      confidence,
      leftCount,
      rightCount,
      leftTotal,
      rightTotal,
      residual,
      explanation,
      assigneeId,
      reasonCode,
      version,
      comments,
    ] = row;
    return {
      groupId: Number(groupId),
      kind,
      pass,
      status,
      origin,
      confidence: integer(confidence!),
      leftCount: Number(leftCount),
      rightCount: Number(rightCount),
      leftTotal,
      rightTotal,
      residual,
      explanation,
      assigneeId,
      reasonCode,
      version: 1 + Number(version),
      comments: Number(comments),
    };
  });
}
