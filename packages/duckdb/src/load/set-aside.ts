/** Records that take no part in the passes: those that could not be read or converted, and those the plan excludes. */
import { recordView, setAsideTable, type Exclusion, type FieldLayout, type Layout, type Plan } from "@recon/core";
import { printExpr, quoteName, quoteText } from "@recon/core/dialect";
import type { Session } from "../engine/session.ts";
import { missTable } from "./convert-misses.ts";
import { hashRejects, rejectTable, type LoadedSide } from "./load-side.ts";

export interface SetAsideInput {
  readonly plan: Plan;
  readonly layout: Layout;
  readonly loaded: LoadedSide;
  readonly misses: readonly FieldLayout[];
}

export async function setAside(session: Session, input: SetAsideInput): Promise<void> {
  const { side } = input.loaded;
  const table = quoteName(setAsideTable(side));
  await session.execute(
    `CREATE TABLE ${table} AS SELECT row_id, 'rejected' AS outcome, reason FROM ${rejectTable(side)}`,
  );
  await rejectUnconverted(session, input);
  for (const exclusion of input.plan[side]?.exclude ?? []) await exclude(session, input, exclusion);
}

/** Conversion faults; a record with several is reported by its first field. */
async function rejectUnconverted(session: Session, input: SetAsideInput): Promise<void> {
  const { side, conversions } = input.loaded;
  const table = quoteName(setAsideTable(side));
  const before = await session.single(`SELECT count(*) AS n FROM ${table}`);
  for (const field of input.misses) {
    if (field.kept || !(await exists(session, missTable(side, field)))) continue;
    const conversion = conversions[field.index - 1]!;
    const matches = conversion.cells.map((cell, i) => `${printExpr(cell)} IS NOT DISTINCT FROM m.t${i}`).join(" AND ");
    await session.execute(
      `INSERT INTO ${table} SELECT s.rowid + 1, 'rejected', m.fault FROM ${quoteName(side)} AS s JOIN ${quoteName(missTable(side, field))} AS m ON ${matches} ` +
        `WHERE m.fault IS NOT NULL AND ${printExpr(conversion.missed!)} AND NOT EXISTS (SELECT 1 FROM ${table} AS a WHERE a.row_id = s.rowid + 1)`,
    );
  }
  const after = await session.single(`SELECT count(*) AS n FROM ${table}`);
  if (before["n"] !== after["n"]) await keepRejectTexts(session, input);
}

async function exists(session: Session, table: string): Promise<boolean> {
  const { n } = await session.single(
    `SELECT count(*) AS n FROM duckdb_tables() WHERE table_name = ${quoteText(table)}`,
  );
  return Number(n) > 0;
}

/** Line and text of records rejected for a conversion fault, read again by our own reader: they are few, and their text must be exact. */
async function keepRejectTexts(session: Session, input: SetAsideInput): Promise<void> {
  const { side, opened, fileRows } = input.loaded;
  const wanted = new Map<number, string>();
  for (const row of await session.rows(
    `SELECT a.row_id, a.reason FROM ${quoteName(setAsideTable(side))} AS a WHERE NOT EXISTS (SELECT 1 FROM ${rejectTable(side)} AS r WHERE r.row_id = a.row_id)`,
  )) {
    wanted.set(Number(row["row_id"]), String(row["reason"]));
  }
  const appender = await session.connection.createAppender(rejectTable(side));
  let first = 1;
  for (const [position, { name, file }] of opened.files.entries()) {
    let rowId = first;
    for await (const batch of file.rows()) {
      for (const row of batch) {
        const reason = wanted.get(rowId);
        if (reason !== undefined && row.kind === "record") {
          appender.appendVarchar(name);
          appender.appendBigInt(BigInt(row.line));
          appender.appendBigInt(BigInt(rowId));
          appender.appendVarchar(row.text());
          appender.appendVarchar(reason);
          appender.endRow();
          wanted.delete(rowId);
        }
        rowId++;
      }
    }
    first += fileRows[position]!;
    if (rowId !== first)
      throw new Error(
        `${name}: ${rowId - first} more records on the second reading than on the first; did the file change?`,
      );
  }
  appender.closeSync();
  if (wanted.size > 0)
    throw new Error(`${wanted.size} rejected records were not found again; did a file change during the run?`);
  await hashRejects(session, side);
}

async function exclude(session: Session, input: SetAsideInput, exclusion: Exclusion): Promise<void> {
  const { side } = input.loaded;
  const field = input.layout.fields.find((candidate) => candidate.name === exclusion.where.field)!;
  const text = `CAST(v.f${field.index} AS VARCHAR)`;
  // Amounts without trailing zeros: how many a text has depends on the other records.
  const scaled = field.decimal !== undefined && field.decimal.scale > 0;
  const value = scaled ? `rtrim(rtrim(${text}, '0'), '.')` : text;
  const table = quoteName(setAsideTable(side));
  await session.execute(
    `INSERT INTO ${table} SELECT v.row_id, 'excluded', ${quoteText(exclusion.reason)} FROM ${quoteName(recordView(side))} AS v ` +
      `WHERE ${exclusionTest(exclusion, value)} AND NOT EXISTS (SELECT 1 FROM ${table} AS a WHERE a.row_id = v.row_id)`,
  );
}

function exclusionTest({ where }: Exclusion, value: string): string {
  if ("in" in where) return `${value} IN (${where.in.map(quoteText).join(", ")})`;
  if ("matches" in where) return `regexp_matches(${value}, ${quoteText(where.matches)})`;
  return `${value} IS NULL`;
}
