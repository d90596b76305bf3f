import type { BreakKind } from "@recon/core";
import { quoteText } from "@recon/core/dialect";
import { numberOrNull, type ResultReader, type ValueRow } from "./result-reader.ts";
import type { BreakRow, BreakSide, DetailedBreak } from "./result-rows.ts";
import { breakColumns, fieldColumns, toBreak } from "./row-shapes.ts";

export interface BreakOptions {
  readonly kind?: BreakKind | undefined;
  /** Text that the reason holds, in any case. */
  readonly reason?: string | undefined;
  /** Most breaks to give; default all. */
  readonly limit?: number | undefined;
  /** Only breaks with a greater break_id: the last one of the page before. */
  readonly after?: number | undefined;
}

/**
 * Breaks that one query joins with their differences and records: enough that reading the sides again for each batch costs little, few enough
 * that joining and sorting them stays in memory.
 */
const BATCH_BREAKS = 50_000;

/** Breaks in the order of break_id; a group that differs brings its differences along as what failed. */
export async function* readBreaks(reader: ResultReader, options: BreakOptions): AsyncGenerator<BreakRow> {
  for await (const row of batches(options, (batch) => oneBatch(reader, batch))) yield row;
}

/** Breaks with the canonical values of both sides. */
export async function* readDetailedBreaks(reader: ResultReader, options: BreakOptions): AsyncGenerator<DetailedBreak> {
  for await (const row of batches(options, (batch) => oneDetailedBatch(reader, batch))) yield row;
}

async function* batches<T extends BreakRow>(
  options: BreakOptions,
  read: (batch: BreakOptions) => AsyncGenerator<T>,
): AsyncGenerator<T> {
  let { after } = options;
  for (let left = options.limit ?? Infinity; left > 0;) {
    const limit = Math.min(left, BATCH_BREAKS);
    let seen = 0;
    for await (const row of read({ ...options, after, limit })) {
      seen++;
      after = row.breakId;
      yield row;
    }
    left -= seen;
    if (seen < limit) return;
  }
}

async function* oneBatch(reader: ResultReader, options: BreakOptions): AsyncGenerator<BreakRow> {
  const rest = `FROM (${wanted(options)}) AS b ORDER BY b.break_id`;
  for await (const row of reader.stream(breakColumns("b"), rest)) yield toBreak(row);
}

async function* oneDetailedBatch(reader: ResultReader, options: BreakOptions): AsyncGenerator<DetailedBreak> {
  const { fields } = reader;
  const left = ["b.left_row", "b.left_records", ...fieldColumns(fields, "l")];
  const right = ["b.right_row", "b.right_records", ...fieldColumns(fields, "r")];
  const rest =
    `FROM (${withMembers(wanted(options))}) AS b LEFT JOIN "left" AS l ON l.row_id = b.left_row ` +
    `LEFT JOIN "right" AS r ON r.row_id = b.right_row ORDER BY b.break_id`;
  const columns = breakColumns("b");
  const at = columns.length;
  for await (const row of reader.stream([...columns, ...left, ...right], rest)) {
    yield {
      ...toBreak(row),
      left: toSide(row.slice(at, at + left.length)),
      right: toSide(row.slice(at + left.length)),
    };
  }
}

function toSide([rowId, count, ...values]: ValueRow): BreakSide | null {
  const id = numberOrNull(rowId ?? null);
  return id === null ? null : { rowId: id, count: Number(count), values };
}

function wanted({ kind, reason, limit, after }: BreakOptions): string {
  const conditions = [
    ...(kind === undefined ? [] : [`kind = ${quoteText(kind)}`]),
    ...(reason === undefined ? [] : [`contains(lower(reason), lower(${quoteText(reason)}))`]),
    ...(after === undefined ? [] : [`break_id > ${Math.floor(after)}`]),
  ];
  const where = conditions.length === 0 ? "" : ` WHERE ${conditions.join(" AND ")}`;
  const page = limit === undefined ? "" : ` ORDER BY break_id LIMIT ${Math.max(0, Math.floor(limit))}`;
  // The file keeps a group's differences in their order; what failed of a left-over record stands with the break itself.
  const entry = `to_json({field: field, "left": left_value, "right": right_value, delta: delta})::VARCHAR`;
  const lists =
    `SELECT group_id, concat('[', string_agg(${entry}, ',' ORDER BY file_row_number), ']') AS failed ` +
    `FROM differences WHERE group_id IN (SELECT group_id FROM chosen) GROUP BY group_id`;
  return (
    `WITH chosen AS MATERIALIZED (SELECT * FROM breaks${where}${page}) ` +
    `SELECT c.* REPLACE (coalesce(c.failed, d.failed) AS failed) FROM chosen AS c LEFT JOIN (${lists}) AS d ON d.group_id = c.group_id`
  );
}

/** Adds which record stands on each side: the left-over one and its nearest, or the first members of the group, and how many there are. */
function withMembers(breaks: string): string {
  const onSide = (side: string): string =>
    `min(row_id) FILTER (side = '${side}') AS ${side}_row, count(*) FILTER (side = '${side}') AS ${side}_records`;
  const groups = (kind: BreakKind): string => `SELECT group_id FROM wanted WHERE kind = '${kind}'`;
  // Confirmed pairs are not listed as members; the left record gives them their group_id.
  const pairs = `SELECT group_id, group_id AS left_row, 1 AS left_records, row_id AS right_row, 1 AS right_records FROM "right" WHERE group_id IN (${groups("differs")})`;
  const listed = `SELECT group_id, ${onSide("left")}, ${onSide("right")} FROM members WHERE group_id IN (${groups("suggested")}) GROUP BY group_id`;
  const pick = (side: "left" | "right"): string =>
    `CASE WHEN b.side IS NULL THEN m.${side}_row WHEN b.side = '${side}' THEN b.row_id ELSE b.nearest END AS ${side}_row, coalesce(m.${side}_records, 1) AS ${side}_records`;
  return `WITH wanted AS MATERIALIZED (${breaks}) SELECT b.*, ${pick("left")}, ${pick("right")} FROM wanted AS b LEFT JOIN (${pairs} UNION ALL ${listed}) AS m ON m.group_id = b.group_id`;
}
