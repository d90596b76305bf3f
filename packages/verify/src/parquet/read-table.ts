/** A result file as batches of typed columns, one batch for each row group. */
import { ParquetFault } from "./parquet-fault.ts";
import type { ParquetFile } from "./parquet-file.ts";
import type { BytesVector, NumberVector, Vector } from "./vector.ts";

export class Batch {
  /** Rows before this batch. */
  readonly firstRow: number;
  readonly rowCount: number;
  readonly #vectors: ReadonlyMap<string, Vector>;

  constructor(firstRow: number, rowCount: number, vectors: ReadonlyMap<string, Vector>) {
    this.firstRow = firstRow;
    this.rowCount = rowCount;
    this.#vectors = vectors;
  }

  column(name: string): Vector {
    const vector = this.#vectors.get(name);
    if (!vector) throw new ParquetFault(`column ${name} is missing`);
    return vector;
  }

  texts(name: string): BytesVector {
    const vector = this.column(name);
    if (vector.kind !== "bytes") throw new ParquetFault(`column ${name} is no text`);
    return vector;
  }

  numbers(name: string): NumberVector {
    const vector = this.column(name);
    if (vector.kind !== "number") throw new ParquetFault(`column ${name} is no number`);
    return vector;
  }
}

export async function* readBatches(file: ParquetFile, names: readonly string[]): AsyncGenerator<Batch> {
  let firstRow = 0;
  for (const [group, rowCount] of file.groupRows.entries()) {
    if (rowCount === 0) continue;
    yield new Batch(firstRow, rowCount, await file.readColumns(group, names));
    firstRow += rowCount;
  }
}
