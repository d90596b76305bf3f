/** resultHash, from the records and groups alone (docs/result-set.md, Hashes). */
import { createHash, hash } from "node:crypto";
import { groupKinds, groupStatuses, outcomes, sides } from "@recon/core";
import { HASH_BYTES } from "../records/record-set.ts";
import type { CheckLog } from "../report.ts";
import type { GroupedModel } from "../result/result-model.ts";
import type { Certificate } from "../result/certificate.ts";

export function checkResultHash(model: GroupedModel, certificate: Certificate, log: CheckLog): void {
  const computed = computeResultHash(model);
  if (computed !== certificate.resultHash) {
    log.find("resultHash", `records and groups give ${computed}, the certificate says ${certificate.resultHash}`);
  }
  log.note("resultHash", computed);
}

function computeResultHash(model: GroupedModel): string {
  const groups = sortedRows(sumGroups(model)).join(",");
  const records = sortedRows(sumRecords(model)).join(",");
  return createHash("sha256").update(`{"groups":[${groups}],"records":[${records}]}`).digest("hex");
}

/** A count and a sum modulo 2^256, in 16 lanes of 16 bits: doubles hold 2^37 addends exactly. */
class HashSum {
  count = 0;
  readonly #lanes = new Float64Array(HASH_BYTES / 2);

  add(bytes: Uint8Array, start: number): void {
    this.count++;
    for (let lane = 0; lane < this.#lanes.length; lane++) {
      const at = start + lane * 2;
      this.#lanes[lane]! += bytes[at]! * 256 + bytes[at + 1]!;
    }
  }

  hex(): string {
    let sum = 0n;
    for (const lane of this.#lanes) sum = (sum << 16n) + BigInt(lane);
    return BigInt.asUintN(256, sum).toString(16).padStart(64, "0");
  }
}

function sumRecords(model: GroupedModel): Map<string, HashSum> {
  const sums = new Map<string, HashSum>();
  for (const side of sides) {
    const set = model.records[side];
    // One slot for each outcome and pass, pass -1 being none.
    const slots = new Map<number, HashSum>();
    for (let row = 0; row < set.rowCount; row++) {
      const pass = model.groups.passOfRecord(side, row) ?? -1;
      const slot = set.outcomes[row]! * 65_536 + pass + 1;
      let sum = slots.get(slot);
      if (!sum) slots.set(slot, (sum = new HashSum()));
      sum.add(set.hashes, row * HASH_BYTES);
    }
    for (const [slot, sum] of slots) {
      const pass = model.plan.passes[(slot % 65_536) - 1]?.name ?? "";
      sums.set(JSON.stringify([side, outcomes[Math.floor(slot / 65_536)], pass]), sum);
    }
  }
  return sums;
}

function sumGroups(model: GroupedModel): Map<string, HashSum> {
  const { groups } = model;
  const sums = new Map<string, HashSum>();
  for (let index = 0; index < groups.count; index++) {
    const pass = model.plan.passes[groups.passes[index]!]?.name ?? "";
    const key = JSON.stringify([groupKinds[groups.kinds[index]!] ?? "", pass, groupStatuses[groups.statuses[index]!]]);
    let sum = sums.get(key);
    if (!sum) sums.set(key, (sum = new HashSum()));
    sum.add(groupHash(model, index), 0);
  }
  return sums;
}

/** sha256 over the members' sorted `side:hash` texts; of a 1:1 of equal contents, that content hash. */
function groupHash({ groups, records }: GroupedModel, index: number): Uint8Array {
  const [left, right] = [groups.members("left", index), groups.members("right", index)];
  if (left.length === 1 && right.length === 1) {
    const own = records.left.hashes.subarray(left[0]! * HASH_BYTES, (left[0]! + 1) * HASH_BYTES);
    const start = right[0]! * HASH_BYTES;
    if (own.compare(records.right.hashes, start, start + HASH_BYTES) === 0) return own;
  }
  const members = [
    ...Array.from(left, (row) => `left:${records.left.hashOf(row)}`).sort(),
    ...Array.from(right, (row) => `right:${records.right.hashOf(row)}`).sort(),
  ];
  return hash("sha256", members.join("\n"), "buffer");
}

function sortedRows(sums: ReadonlyMap<string, HashSum>): string[] {
  const rows = [...sums].map(([key, sum]) => `${key.slice(0, -1)},${sum.count},"${sum.hex()}"]`);
  return rows
    .map((text) => ({ text, bytes: Buffer.from(text) }))
    .sort((a, b) => a.bytes.compare(b.bytes))
    .map(({ text }) => text);
}
