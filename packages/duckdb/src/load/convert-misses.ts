/**
 * The second path of conversion: cells that the narrow conversion did not cover are few or of few distinct texts, so each distinct text is
 * converted once, here, by the full grammar (docs/matching.md, section 2), and written back. No column is widened for a text that is noise.
 */
import { DuckDBAppender, VARCHAR } from "@duckdb/node-api";
import { ReconError, type ColumnRef, type Conversion, type Field, type FieldLayout, type Side, type SourceOptions } from "@recon/core";
import { isNotNull, named, or, select, type Expr } from "@recon/core/dialect";
import { printExpr, quoteName } from "@recon/core/dialect";
import type { Session } from "../engine/session.ts";
import { convertAmount, type DecimalValue } from "./convert-amount.ts";
import { decideDateOrder, DateEvidence } from "./date-order.ts";
import { convertCurrency, convertDate } from "./convert-value.ts";

export interface MissInput {
  readonly side: Side;
  readonly name: string;
  readonly field: Field;
  readonly layout: FieldLayout;
  readonly ref: ColumnRef;
  readonly options: SourceOptions;
  readonly conversion: Conversion;
  /** How messages name the source. */
  readonly source: string;
}

export interface MissResult {
  /** Table of distinct missed texts: t0 [, t1], value, fault. */
  readonly table: string;
  /** Largest number of digits before and after the mark among the converted amounts. */
  readonly whole: number;
  readonly scale: number;
  readonly faults: number;
  /** The order in which the source's dates were read, when it mattered. */
  readonly dateOrder?: SourceOptions["dateOrder"];
}

type Converted = { readonly value: string | null } | { readonly fault: string };

export const missTable = (side: Side, field: FieldLayout): string => `${side}_misses_${field.index}`;

export async function convertMisses(session: Session, input: MissInput): Promise<MissResult> {
  const cells = input.conversion.cells;
  const dateOrder = input.field.type === "date" ? await dateOrderOf(session, input) : undefined;
  const table = missTable(input.side, input.layout);
  const texts = cells.map((_, i) => `t${i}`);
  await session.execute(`CREATE TABLE ${quoteName(table)} (${[...texts, "value", "fault"].map((name) => `${name} VARCHAR`).join(", ")})`);
  const appender = await session.connection.createAppender(table);
  let [whole, scale, faults] = [0, 0, 0];
  for await (const columns of session.chunks(distinctMisses(input))) {
    for (let i = 0; i < columns[0]!.length; i++) {
      const cellTexts = columns.map((column) => column[i] as string | null);
      const converted = convertCell(input, cellTexts, dateOrder);
      if ("amount" in converted) {
        whole = Math.max(whole, converted.amount.whole);
        scale = Math.max(scale, converted.amount.scale);
      }
      if ("fault" in converted) faults++;
      appendMiss(appender, cellTexts, converted);
    }
  }
  appender.closeSync();
  return { table, whole, scale, faults, ...(dateOrder === undefined ? {} : { dateOrder }) };
}

function distinctMisses(input: MissInput) {
  return select({
    from: input.side,
    columns: input.conversion.cells.map((cell, i) => named(`t${i}`, cell)),
    distinct: true,
    where: input.conversion.missed ?? or(...input.conversion.cells.map(isNotNull)),
  });
}

function appendMiss(appender: DuckDBAppender, texts: readonly (string | null)[], converted: Converted): void {
  const value = "value" in converted ? converted.value : null;
  const fault = "fault" in converted ? converted.fault : null;
  for (const text of [...texts, value, fault]) {
    if (text === null) appender.appendNull();
    else appender.appendValue(text, VARCHAR);
  }
  appender.endRow();
}

type Outcome = Converted | { readonly value: string | null; readonly amount: DecimalValue };

function convertCell(input: MissInput, texts: readonly (string | null)[], dateOrder: SourceOptions["dateOrder"]): Outcome {
  switch (input.field.type) {
    case "number":
    case "money":
      return convertAmount(input, texts);
    case "currency":
      return convertCurrency(input.name, texts[0]!);
    case "date":
      return convertDate(input.name, texts[0]!, dateOrder, input.options.timeZone);
    case "text":
      throw new Error("text converts without misses");
  }
}

/** The order of day and month, from the plan or from every value of the source; asked for where the data leave it open. */
async function dateOrderOf(session: Session, input: MissInput): Promise<SourceOptions["dateOrder"]> {
  if (input.options.dateOrder !== undefined) return input.options.dateOrder;
  const evidence = new DateEvidence();
  for await (const [texts] of session.chunks(distinctMisses(input))) for (const text of texts!) evidence.add(text as string);
  const decided = decideDateOrder(evidence);
  if (decided === "asked") {
    throw new ReconError("DATE_ORDER_OPEN", `${input.source}: ${evidence.question(input.name)}`, { at: { path: `${input.side}.options.dateOrder` } });
  }
  return decided;
}

/** Writes the converted values back into the record table. */
export async function applyMisses(session: Session, input: MissInput, result: MissResult, type: string): Promise<void> {
  const target = `f${input.layout.index}`;
  const matches = input.conversion.cells.map((cell, i) => `${printExpr(cell)} IS NOT DISTINCT FROM m.t${i}`).join(" AND ");
  const missed = printExpr(input.conversion.missed!);
  const keptText = `CASE WHEN m.fault IS NOT NULL THEN ${keptExpr(input.conversion.cells)} END`;
  const sets = [`${quoteName(target)} = CAST(m.value AS ${type})`];
  if (input.layout.kept) sets.push(`x${input.layout.index} = ${keptText}`);
  await session.execute(`UPDATE ${quoteName(input.side)} SET ${sets.join(", ")} FROM ${quoteName(result.table)} AS m WHERE ${missed} AND ${matches}`);
}

/** The text that a kept, unconverted value is compared by: trimmed; a debit and credit pair joined by a slash. */
function keptExpr(cells: readonly Expr[]): string {
  const trimmed = cells.map((_, i) => `coalesce(trim(m.t${i}), '')`);
  return trimmed.join(" || '/' || ");
}
