/** Hashes of groups and of the whole result (docs/result-set.md, Hashes). */
import { compareText, groupBy } from "./classes.ts";
import { sha256 } from "./load.ts";
import type { OracleGroup, OracleOutcome } from "./oracle-types.ts";

export function groupHash(left: readonly { contentHash: string }[], right: readonly { contentHash: string }[]): string {
  const [l, r] = [left[0]?.contentHash, right[0]?.contentHash];
  if (left.length === 1 && right.length === 1 && l === r) return l!;
  const members = [
    ...left.map(({ contentHash }) => `left:${contentHash}`),
    ...right.map(({ contentHash }) => `right:${contentHash}`),
  ];
  return sha256(members.sort(compareText).join("\n"));
}

export function resultHash(records: readonly OracleOutcome[], groups: readonly OracleGroup[]): string {
  const recordRows = tally(records, ({ side, outcome, pass }) => [side, outcome, pass]);
  const groupRows = tally(groups, ({ kind, pass, status }) => [kind, pass, status]);
  return sha256(`{"groups":[${groupRows.join(",")}],"records":[${recordRows.join(",")}]}`);
}

/** One JSON row per distinct label: the label, the count and the sum of the hashes modulo 2^256. */
function tally<T extends { contentHash: string }>(items: readonly T[], labelOf: (item: T) => string[]): string[] {
  const rows = [...groupBy(items, (item) => JSON.stringify(labelOf(item))).values()].map((members) => {
    const sum = members.reduce((total, { contentHash }) => total + BigInt(`0x${contentHash}`), 0n) % 2n ** 256n;
    return JSON.stringify([...labelOf(members[0]!), members.length, sum.toString(16).padStart(64, "0")]);
  });
  return rows.sort(compareText);
}
