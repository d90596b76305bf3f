/** Recomputes one field of one side, row by row, and compares it with the canonical column. */
import type { CellReader } from "../canonical/column-reader.ts";
import { rescale, type Decimal } from "../canonical/decimal.ts";
import type { FieldConverter } from "../canonical/field-converter.ts";
import type { CanonicalValue } from "../canonical/field-converter.ts";
import { PRESENT, textAt, unscaledAt, type BytesVector, type Vector } from "../parquet/vector.ts";
import { ByteDictionary } from "./byte-dictionary.ts";
import type { FieldValues } from "./field-values.ts";

const CACHE_SIZE = 8192;

interface Reading {
  readonly id: number;
  readonly value: CanonicalValue | null;
  readonly fault: string | undefined;
}

export class ValueReader {
  readonly converter: FieldConverter;
  readonly values: FieldValues;
  /** Decimal places of this side's column. */
  readonly #scale: number;
  readonly #known = new ByteDictionary();
  readonly #readings: Reading[] = [];

  constructor(converter: FieldConverter, values: FieldValues, scale: number) {
    this.converter = converter;
    this.values = values;
    this.#scale = scale;
  }

  /**
   * The equality number of a row, after comparing with the canonical column; what is wrong goes to `report`.
   * `source` are the side's original columns in header order.
   */
  read(
    row: number,
    from: { source: readonly BytesVector[]; canonical: Vector },
    report: (fault: string) => void,
  ): number {
    const { source, canonical } = from;
    if (this.converter.verbatim)
      return this.#readVerbatim(row, source[this.converter.columns.columns[0]!]!, from, report);
    const reading = this.#reading(source, row);
    if (reading.fault !== undefined) report(`${this.values.name} ${reading.fault}`);
    else if (!this.#equals(reading, canonical, row)) {
      report(`the canonical ${this.values.name} is not what src converts to`);
    }
    return reading.id;
  }

  #readVerbatim(
    row: number,
    cell: BytesVector,
    { canonical }: { canonical: Vector },
    report: (fault: string) => void,
  ): number {
    const start = cell.starts[row]!;
    const length = cell.nulls[row] === PRESENT ? cell.lengths[row]! : 0;
    const present = canonical.nulls[row] === PRESENT;
    if (present !== length > 0 || (present && !sameBytes(cell, canonical, row))) {
      report(`the canonical ${this.values.name} is not what src converts to`);
    }
    return length === 0 ? 0 : this.values.dictionary.intern(cell.heap, start, start + length);
  }

  /** Cells that repeat are converted once: found by their bytes, without making a text of them. */
  #reading(source: readonly BytesVector[], row: number): Reading {
    const cells: CellReader = (column) => textAt(source[column]!, row);
    const { columns } = this.converter.columns;
    const cell = columns.length === 1 ? source[columns[0]!]! : undefined;
    if (!cell || cell.nulls[row] !== PRESENT) return this.#compute(cells);
    const start = cell.starts[row]!;
    const end = start + cell.lengths[row]!;
    const known = this.#known.find(cell.heap, start, end);
    if (known > 0) return this.#readings[known]!;
    const reading = this.#compute(cells);
    if (this.#known.size < CACHE_SIZE) this.#readings[this.#known.intern(cell.heap, start, end)] = reading;
    return reading;
  }

  #compute(cells: CellReader): Reading {
    const converted = this.converter.convert(cells);
    if (!converted.ok) {
      if (this.values.field.onInvalid !== "keep") {
        return { id: 0, value: null, fault: `does not convert (${converted.expected} was expected): not rejected` };
      }
      return { id: this.values.idOfKept(this.converter.keptText(cells)), value: null, fault: undefined };
    }
    const { value } = converted;
    const id = this.values.idOf(value);
    if (id === undefined) return { id: 0, value, fault: "has more fraction digits than its column" };
    return { id, value, fault: undefined };
  }

  #equals(reading: Reading, canonical: Vector, row: number): boolean {
    const { value } = reading;
    if (value === null || canonical.nulls[row] !== PRESENT) return value === null && canonical.nulls[row] !== PRESENT;
    if (typeof value === "number") return canonical.kind === "number" && Number(canonical.values[row]) === value;
    if (typeof value === "string") {
      if (canonical.kind !== "bytes") return false;
      const start = canonical.starts[row]!;
      return this.values.dictionary.holds(reading.id, canonical.heap, start, start + canonical.lengths[row]!);
    }
    return rescale(value satisfies Decimal, this.#scale) === unscaledAt(canonical, row);
  }
}

/** A loop: most cells are short, and a call into native code costs more than comparing them. */
function sameBytes(cell: BytesVector, canonical: Vector, row: number): boolean {
  if (canonical.kind !== "bytes" || cell.lengths[row] !== canonical.lengths[row]) return false;
  const length = cell.lengths[row]!;
  const [start, other] = [cell.starts[row]!, canonical.starts[row]!];
  for (let at = 0; at < length; at++) if (cell.heap[start + at] !== canonical.heap[other + at]) return false;
  return true;
}
