import type { Leaf } from "./column-schema.ts";
import type { LeafText } from "./leaf-format.ts";
import type { Page } from "./page-reader.ts";
import { CorruptPage } from "./rle-hybrid.ts";

/** Pages one after the other, as a `PageReader` gives them. */
export interface Pages {
  next(): Promise<Page | undefined>;
}

/** The entries of a nested leaf, buffered over page borders: a list may go on in the next page. */
export class LeafBuffer {
  readonly leaf: Leaf;
  readonly #pages: Pages;
  #definitions: number[] = [];
  #repetitions: number[] = [];
  #texts: (LeafText | undefined)[] = [];
  #position = 0;
  #recordStarts = 0;
  #isComplete = false;

  constructor(leaf: Leaf, pages: Pages) {
    this.leaf = leaf;
    this.#pages = pages;
  }

  /** Reads until `records` whole records are buffered; they are whole once the next one has begun. */
  async ensure(records: number): Promise<void> {
    this.#dropTaken();
    while (this.#recordStarts <= records && !this.#isComplete) {
      const page = await this.#pages.next();
      if (page === undefined) this.#isComplete = true;
      else this.#append(page);
    }
    if (this.#recordStarts < records) throw new CorruptPage(`column ${this.leaf.path.join(".")} has too few values`);
  }

  /** Throws unless all entries were taken. */
  async finish(): Promise<void> {
    this.#dropTaken();
    if (this.#position < this.#texts.length || (await this.#pages.next()) !== undefined) {
      throw new CorruptPage(`column ${this.leaf.path.join(".")} has too many values`);
    }
  }

  /** Definition level of the entry at hand. */
  get definition(): number {
    const level = this.#definitions[this.#position];
    if (level === undefined) throw new CorruptPage(`column ${this.leaf.path.join(".")} ends within a record`);
    return level;
  }

  /** Repetition level of the entry at hand; 0, a new record, after the last. */
  get repetition(): number {
    return this.#repetitions[this.#position] ?? 0;
  }

  /** Takes the entry at hand: its text, or undefined where no value is. */
  take(): LeafText | undefined {
    if (this.repetition === 0) this.#recordStarts--;
    return this.#texts[this.#position++];
  }

  /** Throws unless the entry at hand begins a record: the leaves of one column must agree where records end. */
  checkRecordEnd(): void {
    if (this.repetition !== 0) throw new CorruptPage(`column ${this.leaf.path.join(".")} repeats beyond its record`);
  }

  #append({ entries, definitions, repetitions, textAt }: Page): void {
    const { maxDefinition } = this.leaf;
    let value = 0;
    for (let entry = 0; entry < entries; entry++) {
      const definition = definitions?.[entry] ?? maxDefinition;
      const repetition = repetitions?.[entry] ?? 0;
      this.#definitions.push(definition);
      this.#repetitions.push(repetition);
      this.#texts.push(definition === maxDefinition ? textAt(value++) : undefined);
      if (repetition === 0) this.#recordStarts++;
    }
  }

  /** Moving what is left costs as much as it is long, so it waits until most of the buffer is taken. */
  #dropTaken(): void {
    if (this.#position * 2 < this.#texts.length) return;
    this.#definitions = this.#definitions.slice(this.#position);
    this.#repetitions = this.#repetitions.slice(this.#position);
    this.#texts = this.#texts.slice(this.#position);
    this.#position = 0;
  }
}
