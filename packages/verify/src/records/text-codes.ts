/** Positions of known words in a column, told by their bytes: no text is made for each row. */
import { PRESENT, type BytesVector } from "../parquet/vector.ts";
import { ByteDictionary } from "./byte-dictionary.ts";

export class TextCodes {
  readonly #words = new ByteDictionary();

  /** The words must be distinct. */
  constructor(words: readonly string[]) {
    for (const word of words) this.#words.internText(word);
  }

  /** -1 for NULL and for an unknown word. */
  codeAt(vector: BytesVector, row: number): number {
    if (vector.nulls[row] !== PRESENT) return -1;
    const start = vector.starts[row]!;
    return this.#words.find(vector.heap, start, start + vector.lengths[row]!) - 1;
  }
}
