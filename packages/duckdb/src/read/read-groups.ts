import type { GroupStatus, Outcome, Side } from "@recon/core";
import { quoteText } from "@recon/core/dialect";
import { numberOrNull, type ResultReader } from "./result-reader.ts";
import type { DifferenceRow, MatchRow, MemberRow, ResultReject } from "./result-rows.ts";
import { fieldColumns, groupColumns, toGroup } from "./row-shapes.ts";

export interface RowLimit {
  /** Most rows to give; default all. */
  readonly limit?: number | undefined;
}

const limited = (limit: number | undefined): string =>
  limit === undefined ? "" : ` LIMIT ${Math.max(0, Math.floor(limit))}`;

/** Differing fields of groups, in the order of group_id and field. */
export async function* readDifferences(reader: ResultReader, { limit }: RowLimit): AsyncGenerator<DifferenceRow> {
  const columns = ["group_id", "field", "left_value", "right_value", "delta"];
  for await (const row of reader.stream(
    columns,
    `FROM differences ORDER BY group_id, file_row_number${limited(limit)}`,
  )) {
    yield { groupId: Number(row[0]), field: row[1]!, left: row[2]!, right: row[3]!, delta: row[4]! };
  }
}

/** Confirmed 1:1 groups with both records side by side, in the order of group_id. */
export async function* readMatches(reader: ResultReader, { limit }: RowLimit): AsyncGenerator<MatchRow> {
  const { fields } = reader;
  const columns = [
    "g.group_id",
    "g.pass",
    "l.outcome",
    "l.row_id",
    "r.row_id",
    "g.residual",
    "l.reason",
    ...fieldColumns(fields, "l"),
    ...fieldColumns(fields, "r"),
  ];
  // The limit comes before the joins: what is not shown is not fetched.
  const groups = `SELECT group_id, pass, residual FROM groups WHERE kind = '1:1' AND status = 'matched' ORDER BY group_id${limited(limit)}`;
  const rest = `FROM (${groups}) AS g JOIN "left" AS l ON l.row_id = g.group_id JOIN "right" AS r ON r.group_id = g.group_id ORDER BY g.group_id`;
  for await (const [groupId, pass, outcome, leftRowId, rightRowId, residual, reason, ...values] of reader.stream(
    columns,
    rest,
  )) {
    yield {
      groupId: Number(groupId),
      pass: pass!,
      outcome: outcome as Outcome,
      leftRowId: Number(leftRowId),
      rightRowId: Number(rightRowId),
      residual: residual!,
      reason: reason!,
      left: values.slice(0, fields.length),
      right: values.slice(fields.length),
    };
  }
}

export interface MemberOptions extends RowLimit {
  readonly status: GroupStatus;
}

/** Members of the groups of a status, left before right, in the order of group_id; confirmed 1:1 groups are left out. */
export async function* readMembers(reader: ResultReader, { status, limit }: MemberOptions): AsyncGenerator<MemberRow> {
  const group = groupColumns("g");
  const columns = [...group, "m.side", "m.row_id", ...reader.fields.map((_, i) => `coalesce(l_${i}, r_${i})`)];
  const values = (alias: string): string =>
    ["row_id", ...fieldColumns(reader.fields, "t").map((name, i) => `${name}::VARCHAR AS ${alias}_${i}`)].join(", ");
  const side = (name: Side, alias: string): string =>
    `LEFT JOIN (SELECT ${values(alias)} FROM "${name}" AS t) AS ${alias} ON m.side = '${name}' AND ${alias}.row_id = m.row_id`;
  const kinds = status === "matched" ? " AND g.kind <> '1:1'" : "";
  const rest = `FROM members AS m JOIN groups AS g ON g.group_id = m.group_id ${side("left", "l")} ${side("right", "r")} WHERE g.status = ${quoteText(status)}${kinds} ORDER BY m.group_id, m.side, m.row_id${limited(limit)}`;
  for await (const row of reader.stream(columns, rest)) {
    const [at, id, ...values] = row.slice(group.length);
    yield { group: toGroup(row), side: at as Side, rowId: Number(id), values };
  }
}

/** Records that could not be read or converted, left before right, by row_id. */
export async function* readRejects(reader: ResultReader, { limit }: RowLimit): AsyncGenerator<ResultReject> {
  const columns = ["side", "source", "line", "row_id", `"text"`, "reason"];
  for await (const [side, source, line, rowId, text, reason] of reader.stream(
    columns,
    `FROM rejects ORDER BY side, row_id${limited(limit)}`,
  )) {
    yield {
      side: side as Side,
      source: source!,
      line: numberOrNull(line!),
      rowId: Number(rowId),
      text: text ?? "",
      reason: reason ?? "",
    };
  }
}
