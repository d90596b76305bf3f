import type { Cell } from "../source.ts";
import { leavesOf, type Leaf, type Node } from "./column-schema.ts";
import { LeafBuffer } from "./leaf-buffer.ts";
import { nestedText } from "./nested-text.ts";
import type { Page, PageReader } from "./page-reader.ts";
import { CorruptPage } from "./rle-hybrid.ts";

/** Rows being filled column by column. */
export interface Batch {
  readonly cells: readonly Cell[][];
  /** What is wrong with a row, by its place in the batch; the first column's fault counts. */
  readonly faults: Map<number, string>;
}

/** Fills one top-level column of batch after batch from one row group. */
export interface ColumnReader {
  fill(batch: Batch, column: number): Promise<void>;
  /** Throws unless every value of the row group was taken. */
  finish(): Promise<void>;
}

/** The reader of a top-level column. */
export function columnReader(node: Node, open: (leaf: Leaf) => PageReader): ColumnReader {
  const isFlat = node.content.kind === "leaf" && node.repetition !== "REPEATED";
  return isFlat ? new FlatColumn(node, open) : new NestedColumn(node, open);
}

class FlatColumn implements ColumnReader {
  readonly #name: string;
  readonly #pages: PageReader;
  #page: Page | undefined;
  #entry = 0;
  #value = 0;

  constructor(node: Node, open: (leaf: Leaf) => PageReader) {
    this.#name = node.name;
    this.#pages = open(node.firstLeaf);
  }

  async fill(batch: Batch, column: number): Promise<void> {
    for (let row = 0; row < batch.cells.length;) {
      const page = await this.#currentPage();
      if (page === undefined) throw new CorruptPage(`column ${this.#name} has too few values`);
      row = this.#fillFrom(page, { batch, column, row });
    }
  }

  async finish(): Promise<void> {
    if ((await this.#currentPage()) !== undefined) throw new CorruptPage(`column ${this.#name} has too many values`);
  }

  async #currentPage(): Promise<Page | undefined> {
    while (this.#page === undefined || this.#entry === this.#page.entries) {
      this.#page = await this.#pages.next();
      if (this.#page === undefined) return undefined;
      this.#entry = 0;
      this.#value = 0;
    }
    return this.#page;
  }

  #fillFrom(page: Page, to: { batch: Batch; column: number; row: number }): number {
    const { cells, faults } = to.batch;
    const { definitions, textAt } = page;
    const end = to.row + Math.min(cells.length - to.row, page.entries - this.#entry);
    for (let row = to.row; row < end; row++) {
      // In a flat column the only level below present is absent.
      if (definitions !== undefined && definitions[this.#entry + row - to.row] === 0) continue;
      const text = textAt(this.#value++);
      const cell = typeof text === "string" ? text : text.text;
      cells[row]![to.column] = cell;
      if (typeof text !== "string" && !faults.has(row)) faults.set(row, `column ${this.#name} ${text.reason}`);
    }
    this.#entry += end - to.row;
    return end;
  }
}

class NestedColumn implements ColumnReader {
  readonly #node: Node;
  readonly #buffers: ReadonlyMap<Leaf, LeafBuffer>;

  constructor(node: Node, open: (leaf: Leaf) => PageReader) {
    this.#node = node;
    this.#buffers = new Map(leavesOf(node).map((leaf) => [leaf, new LeafBuffer(leaf, open(leaf))]));
  }

  async fill({ cells, faults }: Batch, column: number): Promise<void> {
    for (const buffer of this.#buffers.values()) await buffer.ensure(cells.length);
    for (let row = 0; row < cells.length; row++) {
      const { text, fault } = nestedText(this.#node, this.#buffers);
      cells[row]![column] = text;
      for (const buffer of this.#buffers.values()) buffer.checkRecordEnd();
      if (fault !== undefined && !faults.has(row)) faults.set(row, `column ${this.#node.name} ${fault}`);
    }
  }

  async finish(): Promise<void> {
    for (const buffer of this.#buffers.values()) await buffer.finish();
  }
}
