import { ReconError } from "@recon/core";

/** As many columns as a spreadsheet has; a file with more uses names as values. */
const maxColumns = 16_384;

/** The union of the records' property names in order of first appearance. */
export class PropertyNames {
  readonly #file: string;
  readonly #columns = new Map<string, number>();

  constructor(file: string) {
    this.#file = file;
  }

  #last: readonly string[] = [];

  /** Adds the names of a record. Throws `LIMIT_SIZE` beyond 16,384 names. */
  add(names: readonly string[]): void {
    if (names === this.#last) return;
    this.#last = names;
    for (const name of names) if (!this.#columns.has(name)) this.#columns.set(name, this.#columns.size);
    if (this.#columns.size <= maxColumns) return;
    const message = `${this.#file}: the records have more than ${maxColumns} different properties, as if their names were values. Turn them into records of fixed properties.`;
    throw new ReconError("LIMIT_SIZE", message, { at: { file: this.#file } });
  }

  /** Column by name. */
  get columns(): ReadonlyMap<string, number> {
    return this.#columns;
  }
}
