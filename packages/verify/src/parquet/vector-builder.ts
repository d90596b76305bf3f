/** Collects a column chunk's pages into one vector, NULLs spread to their rows. */
import type { PageValues } from "./page-values.ts";
import { ParquetFault } from "./parquet-fault.ts";
import { NULL_PARENT, NULL_VALUE, PRESENT, type Vector } from "./vector.ts";

export class VectorBuilder {
  filled = 0;
  readonly rowCount: number;
  readonly maxLevel: number;
  readonly #nulls: Uint8Array;
  readonly #pages: { values: PageValues; from: number; count: number }[] = [];

  constructor(rowCount: number, maxLevel: number) {
    this.rowCount = rowCount;
    this.maxLevel = maxLevel;
    this.#nulls = new Uint8Array(rowCount);
  }

  add(levels: Uint8Array | undefined, values: PageValues): void {
    const stored = values.kind === "bytes" ? values.starts.length : values.values.length;
    const count = levels?.length ?? stored;
    if (levels) {
      for (let index = 0; index < count; index++) {
        const missing = this.maxLevel - levels[index]!;
        this.#nulls[this.filled + index] = missing === 0 ? PRESENT : missing === 1 ? NULL_VALUE : NULL_PARENT;
      }
    }
    this.#pages.push({ values, from: this.filled, count });
    this.filled += count;
  }

  finish(): Vector {
    const first = this.#pages[0]?.values;
    if (this.#pages.some((page) => page.values.kind !== first?.kind))
      throw new ParquetFault("pages of different kinds");
    return first?.kind === "number" ? this.#finishNumbers(first.values) : this.#finishBytes();
  }

  #finishNumbers(sample: Int32Array | BigInt64Array | Float64Array): Vector {
    const values = sample instanceof BigInt64Array ? new BigInt64Array(this.rowCount) : undefined;
    const small = sample instanceof Int32Array ? new Int32Array(this.rowCount) : new Float64Array(this.rowCount);
    const target = values ?? small;
    this.#spread((page, row, at) => {
      if (page.kind === "number") target[row] = page.values[at]! as never;
    });
    return { kind: "number", rowCount: this.rowCount, nulls: this.#nulls, values: target };
  }

  #finishBytes(): Vector {
    const starts = new Uint32Array(this.rowCount);
    const lengths = new Uint32Array(this.rowCount);
    // Pages that share a dictionary share its heap, which is copied once.
    const heaps = new Map<Uint8Array, number>();
    let size = 0;
    for (const { values } of this.#pages) {
      if (values.kind !== "bytes" || heaps.has(values.heap)) continue;
      heaps.set(values.heap, size);
      size += values.heap.length;
    }
    if (size > 0xffff_ffff) throw new ParquetFault("a column of a row group is larger than 4 GiB");
    this.#spread((page, row, at) => {
      if (page.kind !== "bytes") return;
      starts[row] = heaps.get(page.heap)! + page.starts[at]!;
      lengths[row] = page.lengths[at]!;
    });
    const heap = heaps.size === 1 ? asBuffer([...heaps.keys()][0]!) : Buffer.concat([...heaps.keys()]);
    return { kind: "bytes", rowCount: this.rowCount, nulls: this.#nulls, heap, starts, lengths };
  }

  #spread(place: (page: PageValues, row: number, at: number) => void): void {
    for (const { values, from, count } of this.#pages) {
      let at = 0;
      for (let row = from; row < from + count; row++) if (this.#nulls[row] === PRESENT) place(values, row, at++);
    }
  }
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
