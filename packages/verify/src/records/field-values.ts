/**
 * One canonical field of both sides as equality numbers: two cells are equal when their numbers are, 0 is NULL, a value
 * that was kept without converting is negative. Values are found again from their number.
 */
import type { Field, Side } from "@recon/core";
import { formatDay } from "../canonical/calendar-day.ts";
import { formatDecimal, rescale } from "../canonical/decimal.ts";
import type { CanonicalValue } from "../canonical/field-converter.ts";
import { ByteDictionary } from "./byte-dictionary.ts";

const DAY_ORIGIN = 1_000_000;

export class FieldValues {
  readonly name: string;
  readonly field: Field;
  /** Decimal places of a number or money field; 0 otherwise. */
  readonly scale: number;
  readonly dictionary = new ByteDictionary();
  readonly #kept = new ByteDictionary();
  readonly #scratch = Buffer.alloc(32);
  readonly ids: Record<Side, Int32Array>;

  constructor(name: string, field: Field, layout: { scale: number; rows: Record<Side, number> }) {
    this.name = name;
    this.field = field;
    this.scale = layout.scale;
    this.ids = { left: new Int32Array(layout.rows.left), right: new Int32Array(layout.rows.right) };
  }

  /** `undefined` when a decimal has more fraction digits than the column holds. */
  idOf(value: CanonicalValue | null): number | undefined {
    if (value === null) return 0;
    if (typeof value === "string") return this.dictionary.internText(value);
    if (typeof value === "number") return value + DAY_ORIGIN;
    const units = rescale(value, this.scale);
    return units === null ? undefined : this.idOfUnits(units);
  }

  idOfUnits(units: bigint): number {
    const fits = BigInt.asIntN(64, units) === units;
    this.#scratch.writeBigInt64LE(BigInt.asIntN(64, units), 0);
    if (fits) return this.dictionary.intern(this.#scratch, 0, 8);
    this.#scratch.writeBigInt64LE(BigInt.asIntN(64, units >> 64n), 8);
    this.#scratch.writeBigInt64LE(BigInt.asIntN(64, units >> 128n), 16);
    return this.dictionary.intern(this.#scratch, 0, 24);
  }

  idOfKept(text: string): number {
    return -this.#kept.internText(text);
  }

  unitsOf(id: number): bigint | null {
    if (id <= 0) return null;
    const bytes = this.dictionary.bytesOf(id);
    if (bytes.length === 8) return bytes.readBigInt64LE(0);
    return bytes.readBigUInt64LE(0) | (bytes.readBigUInt64LE(8) << 64n) | (bytes.readBigInt64LE(16) << 128n);
  }

  dayOf(id: number): number | null {
    return id <= 0 ? null : id - DAY_ORIGIN;
  }

  get isDecimal(): boolean {
    return this.field.type === "number" || this.field.type === "money";
  }

  /** Canonical text: NULL for NULL and for a kept text. */
  textOf(id: number): string | null {
    if (id <= 0) return null;
    if (this.isDecimal) return formatDecimal(this.unitsOf(id)!, this.scale);
    return this.field.type === "date" ? formatDay(id - DAY_ORIGIN) : this.dictionary.textOf(id);
  }

  keptTextOf(id: number): string | null {
    return id < 0 ? this.#kept.textOf(-id) : null;
  }
}

/** right - left as decimal or days; NULL for other types and where a value is missing. */
export function deltaOf(values: FieldValues, left: number, right: number): string | null {
  if (left <= 0 || right <= 0) return null;
  if (values.isDecimal) return formatDecimal(values.unitsOf(right)! - values.unitsOf(left)!, values.scale);
  return values.field.type === "date" ? String(values.dayOf(right)! - values.dayOf(left)!) : null;
}
