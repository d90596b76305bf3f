/** The groups, each with its members as the records name them. */
import { sides, type Side } from "@recon/core";
import type { RecordSet } from "../records/record-set.ts";

export const NO_GROUP = -1;
export const STATUS_MATCHED = 0;
export const STATUS_SUGGESTED = 1;

export class GroupTable {
  readonly groupIds: Int32Array;
  /** Position in `groupKinds`, 255 for an unknown one. */
  readonly kinds: Uint8Array;
  /** Position of the plan's pass, -1 for an unknown one. */
  readonly passes: Int16Array;
  readonly statuses: Uint8Array;
  /** Group index of each record, NO_GROUP without one. */
  readonly ofRecord: Readonly<Record<Side, Int32Array>>;
  readonly #indexes: Int32Array;
  readonly #starts: Readonly<Record<Side, Int32Array>>;
  readonly #rows: Readonly<Record<Side, Int32Array>>;

  /** `groupIds` must be distinct and at most the number of records. */
  constructor(groupIds: Int32Array, records: Readonly<Record<Side, RecordSet>>) {
    this.groupIds = groupIds;
    this.kinds = new Uint8Array(groupIds.length).fill(255);
    this.passes = new Int16Array(groupIds.length).fill(-1);
    this.statuses = new Uint8Array(groupIds.length);
    this.#indexes = new Int32Array(records.left.rowCount + records.right.rowCount + 1).fill(NO_GROUP);
    for (let index = 0; index < groupIds.length; index++) this.#indexes[groupIds[index]!] = index;
    const ofRecord = {} as Record<Side, Int32Array>;
    const starts = {} as Record<Side, Int32Array>;
    const rows = {} as Record<Side, Int32Array>;
    for (const side of sides) {
      ofRecord[side] = records[side].groupIds.map((id) => (id === 0 ? NO_GROUP : this.indexOf(id)));
      [starts[side], rows[side]] = gatherRows(ofRecord[side], groupIds.length);
    }
    this.ofRecord = ofRecord;
    this.#starts = starts;
    this.#rows = rows;
  }

  get count(): number {
    return this.groupIds.length;
  }

  /** NO_GROUP when groups.parquet has no such group. */
  indexOf(groupId: number): number {
    return this.#indexes[groupId] ?? NO_GROUP;
  }

  members(side: Side, index: number): Int32Array {
    return this.#rows[side].subarray(this.#starts[side][index], this.#starts[side][index + 1]);
  }

  memberAt(side: Side, index: number, at: number): number {
    return this.#rows[side][this.#starts[side][index]! + at]!;
  }

  memberCount(side: Side, index: number): number {
    return this.#starts[side][index + 1]! - this.#starts[side][index]!;
  }

  passOfRecord(side: Side, row: number): number | undefined {
    const index = this.ofRecord[side][row]!;
    return index === NO_GROUP ? undefined : this.passes[index];
  }
}

/** Rows by bucket (compressed sparse rows); rows in bucket -1 are left out. */
export function gatherRows(bucketOf: Int32Array, buckets: number): [Int32Array, Int32Array] {
  const starts = new Int32Array(buckets + 1);
  for (const bucket of bucketOf) if (bucket >= 0) starts[bucket + 1]!++;
  for (let index = 0; index < buckets; index++) starts[index + 1]! += starts[index]!;
  const rows = new Int32Array(starts[buckets]!);
  const next = starts.slice();
  for (let row = 0; row < bucketOf.length; row++) {
    const bucket = bucketOf[row]!;
    if (bucket >= 0) rows[next[bucket]!++] = row;
  }
  return [starts, rows];
}
