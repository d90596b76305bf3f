/**
 * One-to-one assignment between classes of interchangeable records as a circulation: hub → left class → right class → hub. It is optimal
 * exactly when its residual network has no cycle of negative cost (Klein 1967), whatever it was found by; while there is one, flow is pushed
 * around it. The node distances that remain prove it: no arc left to use is cheaper than the distance it bridges.
 */
import type { WorkLimit } from "./work-limit.ts";

export interface PairArc {
  readonly left: number;
  readonly right: number;
  readonly cost: bigint;
}

/** An arc in one of its two directions: 2 × arc forward, 2 × arc + 1 backward. */
export type Step = number;

export const HUB = 0;
const MAX_EXACT = BigInt(Number.MAX_SAFE_INTEGER);

export class Circulation {
  readonly nodeCount: number;
  readonly arcCount: number;
  readonly flow: Int32Array;
  readonly #firstPair: number;
  readonly leftCount: number;
  readonly #tails: Int32Array;
  readonly #heads: Int32Array;
  readonly #capacity: Float64Array;
  /** Numbers where these are exact, else big integers: both add, subtract and compare alike, which types cannot say. */
  readonly #cost: number[];
  readonly #steps: Step[][];
  readonly zero: number;
  readonly #isFree: Uint8Array;

  constructor(leftCounts: readonly number[], rightCounts: readonly number[], pairs: readonly PairArc[]) {
    const [lefts, rights] = [leftCounts.length, rightCounts.length];
    this.nodeCount = 1 + lefts + rights;
    this.arcCount = lefts + rights + pairs.length;
    this.#firstPair = lefts + rights;
    this.leftCount = lefts;
    this.flow = new Int32Array(this.arcCount);
    this.#tails = new Int32Array(this.arcCount);
    this.#heads = new Int32Array(this.arcCount);
    this.#capacity = new Float64Array(this.arcCount).fill(Infinity);
    this.#steps = Array.from({ length: this.nodeCount }, () => []);
    this.#isFree = new Uint8Array(this.arcCount);
    for (const [left, count] of leftCounts.entries()) this.#setArc(left, { from: HUB, to: 1 + left, count });
    for (const [right, count] of rightCounts.entries())
      this.#setArc(lefts + right, { from: 1 + lefts + right, to: HUB, count });
    for (const [at, { left, right }] of pairs.entries())
      this.#setArc(this.#firstPair + at, { from: 1 + left, to: 1 + lefts + right, count: Infinity });
    const reward = rewardPerPair(leftCounts, rightCounts, pairs);
    const costs = [...leftCounts.map(() => -reward), ...rightCounts.map(() => 0n), ...pairs.map(({ cost }) => cost)];
    // No way is longer than one of every node.
    this.zero = reward * BigInt(this.nodeCount) < MAX_EXACT ? 0 : (0n as unknown as number);
    this.#cost = this.zero === 0 ? costs.map(Number) : (costs as unknown as number[]);
  }

  #setArc(arc: number, { from, to, count }: { from: number; to: number; count: number }): void {
    this.#tails[arc] = from;
    this.#heads[arc] = to;
    this.#capacity[arc] = count;
    this.#steps[from]!.push(2 * arc);
    this.#steps[to]!.push(2 * arc + 1);
  }

  /** The arc of the pair at a position of `pairs`. */
  pairArc(at: number): number {
    return this.#firstPair + at;
  }

  tailOf(step: Step): number {
    return step % 2 === 0 ? this.#tails[step >> 1]! : this.#heads[step >> 1]!;
  }

  headOf(step: Step): number {
    return step % 2 === 0 ? this.#heads[step >> 1]! : this.#tails[step >> 1]!;
  }

  stepsFrom(node: number): readonly Step[] {
    return this.#steps[node]!;
  }

  room(step: Step): number {
    const arc = step >> 1;
    return step % 2 === 0 ? this.#capacity[arc]! - this.flow[arc]! : this.flow[arc]!;
  }

  push(steps: readonly Step[], amount: number): void {
    for (const step of steps) this.flow[step >> 1]! += step % 2 === 0 ? amount : -amount;
  }

  /** Proves the flow optimal, or makes it so: pushes flow around cycles of negative cost until there is none. */
  optimise(limit: WorkLimit): void {
    for (let cycle = this.#negativeCycle(limit); cycle !== undefined; cycle = this.#negativeCycle(limit))
      this.push(cycle, Math.min(...cycle.map((step) => this.room(step))));
  }

  /** Of an optimal circulation: whether flow may move along the arc, either way, at no cost. */
  isFree(arc: number): boolean {
    return this.#isFree[arc] === 1;
  }

  costOf(step: Step): number {
    return step % 2 === 0 ? this.#cost[step >> 1]! : -this.#cost[step >> 1]!;
  }

  /** Shortest distances from everywhere at once (Bellman and Ford, with a queue); a cycle in the tree of last steps is a negative one. */
  #negativeCycle(limit: WorkLimit): Step[] | undefined {
    const distance = Array.from({ length: this.nodeCount }, () => this.zero);
    const last = new Int32Array(this.nodeCount).fill(-1);
    const queue = Array.from({ length: this.nodeCount }, (_, node) => node);
    const isQueued = new Uint8Array(this.nodeCount).fill(1);
    let changes = 0;
    for (let at = 0; at < queue.length; at++) {
      const node = queue[at]!;
      isQueued[node] = 0;
      limit.spend(this.#steps[node]!.length);
      for (const step of this.#steps[node]!) {
        if (this.room(step) <= 0) continue;
        const [head, reached] = [this.headOf(step), distance[node]! + this.costOf(step)];
        if (reached >= distance[head]!) continue;
        distance[head] = reached;
        last[head] = step;
        if (++changes % this.nodeCount === 0) {
          const cycle = this.#cycleIn(last);
          if (cycle !== undefined) return cycle;
        }
        if (isQueued[head] === 1) continue;
        isQueued[head] = 1;
        queue.push(head);
      }
    }
    this.#markFree(distance);
    return undefined;
  }

  #markFree(distance: readonly number[]): void {
    for (let arc = 0; arc < this.arcCount; arc++) {
      const bridged = distance[this.#heads[arc]!]! - distance[this.#tails[arc]!]!;
      this.#isFree[arc] = this.#cost[arc]! === bridged ? 1 : 0;
    }
  }

  #cycleIn(last: Int32Array): Step[] | undefined {
    const seenFrom = new Int32Array(this.nodeCount).fill(-1);
    for (let start = 0; start < this.nodeCount; start++) {
      let node = start;
      while (seenFrom[node] === -1 && last[node] !== -1) {
        seenFrom[node] = start;
        node = this.tailOf(last[node]!);
      }
      if (last[node] === -1 || seenFrom[node] !== start) continue;
      const cycle: Step[] = [];
      const first = node;
      do {
        cycle.push(last[node]!);
        node = this.tailOf(last[node]!);
      } while (node !== first);
      return cycle;
    }
    return undefined;
  }
}

/** So much that one pair more is worth any cost: first as many pairs as possible, then the least cost. */
function rewardPerPair(lefts: readonly number[], rights: readonly number[], pairs: readonly PairArc[]): bigint {
  const total = (counts: readonly number[]): number => counts.reduce((sum, count) => sum + count, 0);
  const most = BigInt(Math.min(total(lefts), total(rights)));
  const dearest = pairs.reduce((largest, { cost }) => (cost > largest ? cost : largest), 0n);
  return 1n + most * dearest;
}
