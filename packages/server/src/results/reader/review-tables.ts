import type { OpenSet } from "./open-set.ts";
import type { Query } from "./engine.ts";
import type { ReviewDelta, ReviewedGroup, ReviewedRecord } from "./messages.ts";

/** Brings the review tables up to a decision; false when the reader misses earlier ones. Statements that already run see the state before. */
export async function applyReview(query: Query, set: OpenSet, delta: ReviewDelta): Promise<boolean> {
  if (delta.to <= set.reviewSeq) return true;
  if (delta.from !== set.reviewSeq) return false;
  const { schema } = set;
  await query.run("BEGIN");
  try {
    for (const part of chunks(delta.records)) {
      await query.run(
        `DELETE FROM ${schema}.review_records WHERE (side, row_id) IN (${part.map(({ side, rowId }) => `('${side}', ${rowId})`).join(", ")})`,
      );
      await insert(query, `${schema}.review_records`, part.map(recordValues));
    }
    for (const part of chunks(delta.groups)) {
      await query.run(
        `DELETE FROM ${schema}.review_groups WHERE group_id IN (${part.map(({ groupId }) => groupId).join(", ")})`,
      );
      await insert(query, `${schema}.review_groups`, part.map(groupValues));
    }
    await query.run("COMMIT");
  } catch (error) {
    await query.connection.run("ROLLBACK");
    throw error;
  }
  set.reviewSeq = delta.to;
  set.remembered.clear();
  return true;
}

const CHUNK = 2000;

function* chunks<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let first = 0; first < items.length; first += CHUNK) yield items.slice(first, first + CHUNK);
}

type Cell = string | number | boolean | null;

const recordValues = (of: ReviewedRecord): Cell[] => [
  of.side,
  of.rowId,
  of.version,
  of.found,
  of.outcome,
  of.groupId,
  of.assigneeId,
  of.reasonCode,
  of.comments,
];

function groupValues({ groupId, version, status, assigneeId, reasonCode, comments, made }: ReviewedGroup): Cell[] {
  const content =
    made === null
      ? Array<null>(7).fill(null)
      : [made.kind, made.leftCount, made.rightCount, made.leftTotal, made.rightTotal, made.residual, made.explanation];
  return [groupId, version, status, assigneeId, reasonCode, comments, made !== null, ...content];
}

/** Texts are bound, all else is ours. */
async function insert(query: Query, table: string, rows: readonly (readonly Cell[])[]): Promise<void> {
  const texts: string[] = [];
  const cell = (value: Cell): string => {
    if (typeof value !== "string") return value === null ? "NULL" : String(value);
    texts.push(value);
    return "?";
  };
  const values = rows.map((row) => `(${row.map(cell).join(", ")})`).join(", ");
  await query.connection.run(`INSERT INTO ${table} VALUES ${values}`, texts);
}
