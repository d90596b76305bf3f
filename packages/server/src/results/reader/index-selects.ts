/** The rows of an index: those of the result set in their order, with pass, kind and one searched text beside them. */
import type { Side } from "@recon/core";
import { valuedBreaks } from "../lists/breaks-relation.ts";
import { fieldAlias, needsOf, rowsRelation } from "../lists/relations.ts";
import type { OpenSet } from "./open-set.ts";

/** SELECT statements over a set that has no index yet. */
export function indexSelects(set: OpenSet): Readonly<Record<Side | "break", string>> {
  const values = set.fields.map((_, i) => fieldAlias(i));
  const columns = ["row_id", "outcome", "group_id", "reason", "pass", "kind", ...values, "search"].join(", ");
  const rows = (side: Side): string => `SELECT ${columns} FROM (${rowsRelation(set, needsOf(columns), side)}) AS t`;
  return {
    left: rows("left"),
    right: rows("right"),
    break: `SELECT * EXCLUDE (own_group, own_left, own_right) FROM (${valuedBreaks(set)}) ORDER BY break_id`,
  };
}
