/** What the texts of a column can be read as, and how many of them. */
import type { SourceOptions } from "@recon/core";
import { printExpr, type Expr } from "@recon/core/dialect";
import { parseDate, parseNumber } from "@recon/formats";
import type { Session } from "../engine/session.ts";

/** Of a column of numbers or dates at most this share (or a single value) may be noise; beyond it the column is text after all. */
const MAX_NOISE = 0.01;

/** Numbers of cells: those that are there, and among them those that are no number, no date, no date in ISO 8601, and codes such as 007. */
export interface Reading {
  readonly there: number;
  readonly noNumber: number;
  readonly noDate: number;
  readonly notIso: number;
  readonly codes: number;
}

export const noisePermitted = (there: number): number => Math.max(1, MAX_NOISE * there);

const isNoise = (noise: number, there: number): boolean => noise > noisePermitted(there) || noise === there;

/** Whether columns with these readings, one a side, none empty, hold numbers. */
export const isNumber = (sides: readonly Reading[]): boolean =>
  sides.length > 0 && sides.every(({ there, noNumber, codes }) => codes === 0 && !isNoise(noNumber, there));

/** Whether they hold dates. Dates of one and the same shape compare as text; different shapes have to be understood, and one is ISO 8601. */
export const isDate = (sides: readonly Reading[]): boolean =>
  sides.every(({ there, noDate }) => !isNoise(noDate, there)) &&
  sides.some(({ there, notIso }) => !isNoise(notIso, there));

/** Whether a column of so many records, some of which are read so, can still hold numbers or dates. */
export function couldStillBe({ noNumber, noDate, codes }: Reading, rows: number): boolean {
  const most = noisePermitted(rows);
  return (codes === 0 && noNumber <= most) || noDate <= most;
}

export interface Column {
  readonly cell: Expr;
  /** What stands behind FROM. */
  readonly from: string;
  /** Marks and order of dates; without an order a date may be written in any. */
  readonly options: SourceOptions;
}

/** Reads each distinct text once. */
export async function countReadings(session: Session, { cell, from, options }: Column): Promise<Reading> {
  const found = { there: 0, noNumber: 0, noDate: 0, notIso: 0, codes: 0 };
  // Behind a `=`: the client drops a byte-order mark from the head of a text.
  const texts = `SELECT '=' || t AS t, count(*) AS n FROM (SELECT ${printExpr(cell)} AS t FROM ${from}) WHERE t IS NOT NULL GROUP BY t`;
  for await (const [column, counts] of session.chunks(texts)) {
    for (const [i, marked] of column!.entries()) {
      const [text, cells] = [(marked as string).slice(1), Number(counts![i])];
      found.there += cells;
      if (!isNumeric(text, options)) found.noNumber += cells;
      if (!isDay(text, options)) found.noDate += cells;
      if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) found.notIso += cells;
      if (/^-?0\d/.test(text)) found.codes += cells;
    }
  }
  return found;
}

export const isNumeric = (text: string, { decimal = ".", thousands }: SourceOptions): boolean =>
  parseNumber(text, { decimal, thousands, money: false }) !== undefined;

/** Day and month may stand in either order until all values are asked which. */
export function isDay(text: string, { dateOrder }: SourceOptions): boolean {
  if (text.includes(":")) return false;
  const orders = dateOrder === undefined ? (["dmy", "mdy"] as const) : [dateOrder];
  return orders.some((order) => parseDate(text, order) !== undefined);
}
