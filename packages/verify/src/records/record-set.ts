/** Every record of one side, in columns. Row i of the arrays is row_id i + 1. */
import type { Outcome, Side } from "@recon/core";
import { outcomes } from "@recon/core";
import { ByteDictionary } from "./byte-dictionary.ts";

export const HASH_BYTES = 32;

export class RecordSet {
  readonly side: Side;
  readonly rowCount: number;
  readonly hashes: Buffer;
  /** Position in `outcomes`. */
  readonly outcomes: Uint8Array;
  /** group_id, 0 for none. */
  readonly groupIds: Int32Array;
  /** Number of the reason text, 0 for NULL. */
  readonly reasonIds: Int32Array;
  readonly reasons = new ByteDictionary();
  header: readonly string[] = [];

  constructor(side: Side, rowCount: number) {
    this.side = side;
    this.rowCount = rowCount;
    this.hashes = Buffer.alloc(rowCount * HASH_BYTES);
    this.outcomes = new Uint8Array(rowCount);
    this.groupIds = new Int32Array(rowCount);
    this.reasonIds = new Int32Array(rowCount);
  }

  outcomeOf(row: number): Outcome {
    return outcomes[this.outcomes[row]!]!;
  }

  reasonOf(row: number): string | null {
    const id = this.reasonIds[row]!;
    return id === 0 ? null : this.reasons.textOf(id);
  }

  hashOf(row: number): string {
    return this.hashes.toString("hex", row * HASH_BYTES, (row + 1) * HASH_BYTES);
  }

  /** Takes part in passes: neither rejected nor excluded. */
  takesPart(row: number): boolean {
    const outcome = this.outcomes[row]!;
    return outcome !== REJECTED && outcome !== EXCLUDED;
  }

  /** Order in which interchangeable records are taken: content hash, then row_id. */
  compareRows(row: number, other: number): number {
    const [start, otherStart] = [row * HASH_BYTES, other * HASH_BYTES];
    const byHash = this.hashes.compare(this.hashes, otherStart, otherStart + HASH_BYTES, start, start + HASH_BYTES);
    return byHash === 0 ? row - other : byHash;
  }
}

export const MATCHED = outcomes.indexOf("matched");
export const DIFFERS = outcomes.indexOf("differs");
export const SUGGESTED = outcomes.indexOf("suggested");
export const UNMATCHED = outcomes.indexOf("unmatched");
export const DUPLICATE = outcomes.indexOf("duplicate");
export const EXCLUDED = outcomes.indexOf("excluded");
export const REJECTED = outcomes.indexOf("rejected");
