/** Section 5 by enumeration: every optimal assignment is looked at. */
import { groupBy, type RecordClass } from "./classes.ts";
import { OracleTooLarge, type OracleRecord } from "./oracle-types.ts";

/** Compared from the first number on. */
export type Cost = readonly bigint[];

export interface Assignment {
  readonly confirmed: readonly (readonly [OracleRecord, OracleRecord])[];
  readonly suggested: readonly { readonly left: OracleRecord[]; readonly right: OracleRecord[] }[];
}

interface ClassPair {
  readonly left: number;
  readonly right: number;
  readonly cost: Cost;
}

const MAX_STEPS = 400_000;

/**
 * Assigns classes of interchangeable records one-to-one; `costOf` tells the cost of a candidate pair, null for none.
 * Class pairs take their confirmed records in the order of the classes.
 */
export function assign(
  left: readonly RecordClass[],
  right: readonly RecordClass[],
  costOf: (l: OracleRecord, r: OracleRecord) => Cost | null,
): Assignment {
  const pairs: ClassPair[] = [];
  left.forEach((l, i) =>
    right.forEach((r, j) => {
      const cost = costOf(l[0]!, r[0]!);
      if (cost !== null) pairs.push({ left: i, right: j, cost });
    }),
  );
  const counted = components(pairs).flatMap((component) => countPairs(component, left, right));
  return takeRecords(counted, left, right);
}

interface CountedPair extends ClassPair {
  /** Smallest and largest number of pairs over all optimal assignments. */
  min: number;
  max: number;
}

/** Tries every way to use every class pair and keeps the range of each over the optimal ways. */
function countPairs(
  pairs: readonly ClassPair[],
  left: readonly RecordClass[],
  right: readonly RecordClass[],
): CountedPair[] {
  const free = { left: left.map((c) => c.length), right: right.map((c) => c.length) };
  const best: Best = { size: -1, cost: [], ranges: [] };
  const used: number[] = [];
  let steps = 0;
  const visit = (k: number, size: number, cost: Cost): void => {
    if (++steps > MAX_STEPS) throw new OracleTooLarge(`more than ${MAX_STEPS} steps`);
    if (size + stillPossible(pairs.slice(k), free) < best.size) return;
    const pair = pairs[k];
    if (pair === undefined)
      return keepIfOptimal(best, { size, cost, ranges: used.map((n, i) => ranged(pairs[i]!, n)) });
    for (let n = Math.min(free.left[pair.left]!, free.right[pair.right]!); n >= 0; n--) {
      free.left[pair.left]! -= n;
      free.right[pair.right]! -= n;
      used[k] = n;
      visit(k + 1, size + n, addCost(cost, pair.cost, n));
      free.left[pair.left]! += n;
      free.right[pair.right]! += n;
    }
  };
  visit(0, 0, []);
  return best.ranges;
}

/** The optimum so far: as many pairs as possible, then minimal cost. */
interface Best {
  size: number;
  cost: Cost;
  ranges: CountedPair[];
}

function ranged(pair: ClassPair, n: number): CountedPair {
  return { ...pair, min: n, max: n };
}

function keepIfOptimal(best: Best, found: Best): void {
  const order = best.size - found.size || compareCost(found.cost, best.cost);
  if (order < 0) Object.assign(best, found);
  if (order !== 0) return;
  best.ranges = best.ranges.map((range, i) => ({
    ...range,
    min: Math.min(range.min, found.ranges[i]!.min),
    max: Math.max(range.max, found.ranges[i]!.max),
  }));
}

/** No more pairs than free left records that still have a candidate. */
function stillPossible(pairs: readonly ClassPair[], free: { left: readonly number[] }): number {
  return [...new Set(pairs.map((pair) => pair.left))].reduce((sum, i) => sum + free.left[i]!, 0);
}

function addCost(total: Cost, cost: Cost, times: number): Cost {
  return cost.map((part, i) => (total[i] ?? 0n) + part * BigInt(times));
}

function compareCost(a: Cost, b: Cost): number {
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const difference = (a[i] ?? 0n) - (b[i] ?? 0n);
    if (difference !== 0n) return difference < 0n ? -1 : 1;
  }
  return 0;
}

function takeRecords(pairs: CountedPair[], left: readonly RecordClass[], right: readonly RecordClass[]): Assignment {
  const rest = { left: left.map((c) => [...c]), right: right.map((c) => [...c]) };
  const confirmed: [OracleRecord, OracleRecord][] = [];
  pairs.sort((a, b) => a.left - b.left || a.right - b.right);
  for (const { left: i, right: j, min } of pairs) {
    for (let n = 0; n < min; n++) confirmed.push([rest.left[i]!.shift()!, rest.right[j]!.shift()!]);
  }
  const suggested = components(pairs.filter(({ min, max }) => min < max)).map((component) => ({
    left: [...new Set(component.map((pair) => pair.left))].flatMap((i) => rest.left[i]!),
    right: [...new Set(component.map((pair) => pair.right))].flatMap((j) => rest.right[j]!),
  }));
  return { confirmed, suggested };
}

/** Connected components of class pairs: names spread along shared classes until nothing changes. */
function components<P extends ClassPair>(pairs: readonly P[]): P[][] {
  const names = pairs.map((_, i) => i);
  for (let changed = true; changed;) {
    changed = false;
    pairs.forEach((p, i) =>
      pairs.forEach((q, j) => {
        if ((p.left !== q.left && p.right !== q.right) || names[i]! <= names[j]!) return;
        names[i] = names[j]!;
        changed = true;
      }),
    );
  }
  return [...groupBy(pairs.keys(), (i) => String(names[i])).values()].map((group) => group.map((i) => pairs[i]!));
}
