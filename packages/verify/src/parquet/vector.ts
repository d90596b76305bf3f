/** A decoded column of one row group. Values stay in typed arrays: no object per cell. */

/** `nulls[i]`: the value is there, is NULL, or the struct around it is NULL. */
export const PRESENT = 0;
export const NULL_VALUE = 1;
export const NULL_PARENT = 2;

/** Texts and fixed-length values: bytes `starts[i]` to `starts[i] + lengths[i]` of the heap. */
export interface BytesVector {
  readonly kind: "bytes";
  readonly rowCount: number;
  readonly nulls: Uint8Array;
  readonly heap: Buffer;
  readonly starts: Uint32Array;
  readonly lengths: Uint32Array;
}

export interface NumberVector {
  readonly kind: "number";
  readonly rowCount: number;
  readonly nulls: Uint8Array;
  readonly values: Int32Array | BigInt64Array | Float64Array;
}

export type Vector = BytesVector | NumberVector;

/** The text of a row, NULL where there is none. Bytes that are no UTF-8 become U+FFFD. */
export function textAt(vector: BytesVector, row: number): string | null {
  if (vector.nulls[row] !== PRESENT) return null;
  const start = vector.starts[row]!;
  return vector.heap.toString("utf8", start, start + vector.lengths[row]!);
}

/** An integer column's value as a number; NULL where there is none, NaN where it is no safe integer. */
export function integerAt(vector: NumberVector, row: number): number | null {
  if (vector.nulls[row] !== PRESENT) return null;
  const value = Number(vector.values[row]!);
  return Number.isSafeInteger(value) ? value : NaN;
}

/** A DECIMAL column's unscaled value, exactly, from either of its physical forms. */
export function unscaledAt(vector: Vector, row: number): bigint | null {
  if (vector.nulls[row] !== PRESENT) return null;
  if (vector.kind === "number") return BigInt(vector.values[row]!);
  const start = vector.starts[row]!;
  const end = start + vector.lengths[row]!;
  let value = 0n;
  for (let at = start; at < end; at++) value = (value << 8n) | BigInt(vector.heap[at]!);
  return BigInt.asIntN((end - start) * 8, value);
}
