/** From cells to records: content hash, conversion, rejects, exclusions (matching.md §1–§3). */
import { createHash } from "node:crypto";
import type { ColumnRef, Exclusion, Field, Plan, Side, SourceOptions } from "@recon/core";
import type { OracleRecord, OracleSource } from "./oracle-types.ts";
import { parseDate } from "./parse-date.ts";
import { parseNumber } from "./parse-number.ts";
import { applyStep, extract, trim, upper } from "./text-steps.ts";
import { ONE, canonicalText, type Value } from "./values.ts";

type Row = readonly (string | null)[];
/** A cell that does not convert. */
interface Fault {
  readonly kind: "fault";
  readonly text: string;
}

export function loadSource(plan: Plan, side: Side, source: OracleSource): OracleRecord[] {
  const exclusions = (side === "left" ? plan.left : plan.right)?.exclude ?? [];
  return source.rows.map((row, index) => {
    const converted = convertRow(plan, side, { header: source.header, row });
    const rejected = converted.rejectedField !== null;
    return {
      side,
      rowId: index + 1,
      contentHash: rejected ? sha256(source.rawTexts?.[index] ?? csvLine(row)) : hashCells(row),
      exclusion: exclusions.find((e) => excludes(e, converted.values))?.reason ?? null,
      ...converted,
    };
  });
}

export function sha256(text: string): string {
  return createHash("sha256").update(text, "utf8").digest("hex");
}

/** A record as one line of RFC 4180 text, the stand-in for a reject's raw text. */
export function csvLine(row: Row): string {
  return row.map((cell) => (/[",\r\n]/.test(cell ?? "") ? `"${cell?.replaceAll('"', '""')}"` : (cell ?? ""))).join(",");
}

function hashCells(row: Row): string {
  return sha256(row.map((cell) => (cell === null ? "-" : `${Buffer.byteLength(cell)}:${cell}`)).join(""));
}

interface NamedRow {
  readonly header: readonly string[];
  readonly row: Row;
}

function convertRow(plan: Plan, side: Side, named: NamedRow): Pick<OracleRecord, "values" | "rejectedField"> {
  const options = (side === "left" ? plan.left : plan.right)?.options ?? {};
  const values = new Map<string, Value>();
  let rejectedField: string | null = null;
  for (const [name, field] of Object.entries(plan.fields)) {
    const value = convertField(field, field[side] ?? name, { side, named, options });
    if (value?.kind !== "fault") {
      values.set(name, value);
      continue;
    }
    const keep = field.onInvalid === "keep";
    values.set(name, keep ? { kind: "unconverted", text: value.text } : null);
    if (!keep) rejectedField ??= name;
  }
  return { values, rejectedField };
}

interface From {
  readonly side: Side;
  readonly named: NamedRow;
  readonly options: SourceOptions;
}

function convertField(field: Field, ref: ColumnRef, from: From): Value | Fault {
  const value = typeof ref === "object" && "debit" in ref ? balance(field, ref, from) : single(field, ref, from);
  const negated = field.negate === "both" || field.negate === from.side;
  return negated && value?.kind === "decimal" ? { kind: "decimal", units: -value.units } : value;
}

function balance(field: Field, ref: { debit: string; credit: string }, from: From): Value | Fault {
  const debit = convertText(field, cellOf(ref.debit, from.named), from.options);
  const credit = convertText(field, cellOf(ref.credit, from.named), from.options);
  if (debit?.kind === "fault" || credit?.kind === "fault") {
    const texts = [ref.debit, ref.credit].map((column) => trim(cellOf(column, from.named) ?? ""));
    const [first, second] = texts.map((text) => text.replaceAll("\\", "\\\\").replaceAll("/", "\\/"));
    return { kind: "fault", text: `${first}/${second}` };
  }
  if (debit === null && credit === null) return null;
  return { kind: "decimal", units: unitsOrZero(credit) - unitsOrZero(debit) };
}

function unitsOrZero(value: Value | Fault): bigint {
  return value?.kind === "decimal" ? value.units : 0n;
}

function single(field: Field, ref: Exclude<ColumnRef, { debit: string }>, from: From): Value | Fault {
  if (typeof ref === "string") return convertText(field, cellOf(ref, from.named), from.options);
  if ("value" in ref) return convertText(field, ref.value, from.options);
  const cell = cellOf(ref.column, from.named);
  const text = cell === null || ref.extract === undefined ? cell : extract(cell, ref.extract);
  const value = convertText(field, text, from.options);
  if (ref.minorUnits === undefined || value?.kind !== "decimal") return value;
  if (value.units % ONE !== 0n) return { kind: "fault", text: trim(text ?? "") };
  return { kind: "decimal", units: value.units / 10n ** BigInt(ref.minorUnits) };
}

function cellOf(column: string, { header, row }: NamedRow): string | null {
  const index = header.indexOf(column);
  if (index < 0) throw new Error(`no column ${column} in ${header.join()}`);
  return row[index] ?? null;
}

function convertText(field: Field, cell: string | null, options: SourceOptions): Value | Fault {
  if (cell === null) return null;
  if (field.type === "text") {
    const text = (field.normalise ?? []).reduce<string | null>(
      (t, step) => (t === null ? t : applyStep(t, step)),
      cell,
    );
    return text === null || text === "" ? null : { kind: "text", text };
  }
  const text = trim(cell);
  return text === "" ? null : (convertTrimmed(field.type, text, options) ?? { kind: "fault", text });
}

function convertTrimmed(type: Exclude<Field["type"], "text">, text: string, options: SourceOptions): Value | undefined {
  if (type === "currency") return /^[A-Z]{3}$/.test(upper(text)) ? { kind: "text", text: upper(text) } : undefined;
  if (type === "date") {
    const day = parseDate(text, options);
    return day === undefined ? undefined : { kind: "date", day };
  }
  const units = parseNumber(text, type, options);
  return units === undefined ? undefined : { kind: "decimal", units };
}

function excludes({ where }: Exclusion, values: ReadonlyMap<string, Value>): boolean {
  const text = canonicalText(values.get(where.field) ?? null);
  if ("empty" in where) return text === null;
  if (text === null) return false;
  return "in" in where ? where.in.includes(text) : new RegExp(where.matches, "u").test(text);
}
