/**
 * The second path of conversion: cells that the narrow conversion did not cover are few or of few distinct texts, so each distinct text is
 * converted once, here, by the full grammar (docs/matching.md, section 2), and written back. No column is widened for a text that is noise.
 */
import { VARCHAR, type DuckDBAppender } from "@duckdb/node-api";
import {
  ReconError,
  type ColumnRef,
  type Conversion,
  type Field,
  type FieldLayout,
  type Side,
  type SourceOptions,
} from "@recon/core";
import {
  call,
  isNotNull,
  named,
  or,
  printExpr,
  quoteName,
  select,
  text,
  when,
  type Relation,
} from "@recon/core/dialect";
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
  /** Table of distinct missed texts: t0 [, t1], value, fault, kept. */
  readonly table: string;
  /** Largest number of digits before and after the mark among the converted amounts. */
  readonly whole: number;
  readonly scale: number;
  readonly faults: number;
}

type Converted = { readonly value: string | null } | { readonly fault: string; readonly kept: string };

export const missTable = (side: Side, field: FieldLayout): string => `${side}_misses_${field.index}`;

export async function convertMisses(session: Session, input: MissInput): Promise<MissResult> {
  const cells = input.conversion.cells;
  const table = missTable(input.side, input.layout);
  const texts = cells.map((_, i) => `t${i}`);
  await session.execute(
    `CREATE TABLE ${quoteName(table)} (${[...texts, "value", "fault", "kept"].map((name) => `${name} VARCHAR`).join(", ")})`,
  );
  const appender = await session.connection.createAppender(table);
  let [whole, scale, faults] = [0, 0, 0];
  for await (const columns of session.chunks(distinctMisses(input.side, input.conversion))) {
    for (let i = 0; i < columns[0]!.length; i++) {
      const cellTexts = columns.map((column) => bare(column[i]));
      const converted = convertCell(input, cellTexts);
      if ("amount" in converted) {
        whole = Math.max(whole, converted.amount.whole);
        scale = Math.max(scale, converted.amount.scale);
      }
      if ("fault" in converted) faults++;
      appendMiss(appender, cellTexts, converted);
    }
  }
  appender.closeSync();
  return { table, whole, scale, faults };
}

/** Distinct texts, each behind a `=`: the client drops a byte-order mark from the head of a text, and with it the text would not be found again. */
export function distinctCells(side: Side, cells: Conversion["cells"], where = or(...cells.map(isNotNull))): Relation {
  const columns = cells.map((cell, i) => named(`t${i}`, when([[isNotNull(cell), call("concat", text("="), cell)]])));
  return select({ from: side, columns, distinct: true, where });
}

export const distinctMisses = (side: Side, { cells, missed }: Conversion): Relation =>
  distinctCells(side, cells, missed);

const bare = (text: unknown): string | null => (text === null ? null : (text as string).slice(1));

function appendMiss(appender: DuckDBAppender, texts: readonly (string | null)[], converted: Converted): void {
  const value = "value" in converted ? converted.value : null;
  const fault = "fault" in converted ? converted.fault : null;
  const kept = "kept" in converted ? converted.kept : null;
  for (const part of [...texts, value, fault, kept]) {
    if (part === null) appender.appendNull();
    else appender.appendValue(part, VARCHAR);
  }
  appender.endRow();
}

type Outcome = Converted | { readonly value: string | null; readonly amount: DecimalValue };

function convertCell(input: MissInput, texts: readonly (string | null)[]): Outcome {
  switch (input.field.type) {
    case "number":
    case "money":
      return convertAmount(input, texts);
    case "currency":
      return convertCurrency(input.name, texts[0]!);
    case "date":
      return convertDate(input.name, texts[0]!, input.options.dateOrder, input.options.timeZone);
    case "text":
      throw new Error("text converts without misses");
  }
}

/** The order of day and month in a source's date fields: from the plan, or from every value; asked for where the data leave it open. */
export async function dateOrderOf(
  session: Session,
  inputs: readonly MissInput[],
  provisional: boolean,
): Promise<SourceOptions["dateOrder"]> {
  const [first] = inputs;
  if (first === undefined || first.options.dateOrder !== undefined) return first?.options.dateOrder;
  const evidence = new DateEvidence();
  for (const input of inputs) {
    for await (const [texts] of session.chunks(distinctMisses(input.side, input.conversion)))
      for (const found of texts!) evidence.add(bare(found)!, input.name);
  }
  const decided = decideDateOrder(evidence);
  if (decided === "asked") {
    const remedy = provisional
      ? `say which with --date-order ${first.side}=dmy or ${first.side}=mdy`
      : "set options.dateOrder of this source to dmy or mdy";
    throw new ReconError("DATE_ORDER_OPEN", `${first.source}: ${evidence.question()}; ${remedy}`, {
      at: { path: `${first.side}.options.dateOrder` },
    });
  }
  return decided;
}

/**
 * Writes the converted values back into the record table: first a table in row order, then the update, which needs that order
 * (see `updateRecords`).
 */
export async function applyMisses(session: Session, input: MissInput, result: MissResult, type: string): Promise<void> {
  const side = quoteName(input.side);
  const ordered = quoteName(`${result.table}_rows`);
  const matches = input.conversion.cells
    .map((cell, i) => `${printExpr(cell)} IS NOT DISTINCT FROM m.t${i}`)
    .join(" AND ");
  await session.execute(
    `CREATE TABLE ${ordered} AS SELECT s.rowid AS id, CAST(m.value AS ${type}) AS value, m.kept FROM ${side} AS s ` +
      `JOIN ${quoteName(result.table)} AS m ON ${matches} WHERE ${printExpr(input.conversion.missed!)} ORDER BY id`,
  );
  const { index, kept } = input.layout;
  const sets = [`f${index} = u.value`, ...(kept ? [`x${index} = u.kept`] : [])];
  await session.execute(`UPDATE ${side} SET ${sets.join(", ")} FROM ${ordered} AS u WHERE ${side}.rowid = u.id`);
  await session.execute(`DROP TABLE ${ordered}`);
}
