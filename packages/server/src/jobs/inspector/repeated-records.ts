import { createHash } from "node:crypto";
import type { Cell } from "@recon/formats";

/** Counts records that stand in a file more than once, all cells alike; 96 bits of a hash stand for a record. */
export class RepeatedRecords {
  /** How many records repeat an earlier one. */
  count = 0;
  /** Else the bound on memory was reached: the records after it were not looked at, and `count` is a lower bound. */
  isExact = true;
  readonly #most: number;
  readonly #seen = new Set<string>();

  constructor(most: number) {
    this.#most = most;
  }

  add(cells: readonly Cell[]): void {
    if (!this.isExact) return;
    // JSON keeps NULL apart from empty and one cell apart from the next.
    const hash = createHash("sha256").update(JSON.stringify(cells)).digest("base64url").slice(0, 16);
    if (this.#seen.has(hash)) this.count++;
    else if (this.#seen.size < this.#most) this.#seen.add(hash);
    else this.isExact = false;
  }
}
