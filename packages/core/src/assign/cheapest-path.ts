import type { Arithmetic } from "./arithmetic.ts";
import type { FlowNetwork } from "./flow-network.ts";
import { NodeHeap } from "./node-heap.ts";
import type { StepBudget } from "./step-budget.ts";

/**
 * Dijkstra's search for cheapest residual paths, with node potentials that keep every open arc's reduced cost
 * (cost + potential of the tail - potential of the head) at zero or above.
 */
export class CheapestPath<T> {
  private readonly network: FlowNetwork;
  private readonly costs: readonly T[];
  private readonly arithmetic: Arithmetic<T>;
  private readonly budget: StepBudget;
  private readonly potentials: T[];
  private readonly distances: T[];
  /** 0 never reached, 1 reached, 2 settled. */
  private readonly states: Uint8Array;
  private readonly cameBy: Int32Array;
  private readonly reached: number[] = [];
  private readonly heap: NodeHeap<T>;

  /** `costs[link]` is the cost of a link's even arc and is zero or above; its odd arc costs the negative. */
  constructor(network: FlowNetwork, costs: readonly T[], arithmetic: Arithmetic<T>, budget: StepBudget) {
    this.network = network;
    this.costs = costs;
    this.arithmetic = arithmetic;
    this.budget = budget;
    this.potentials = Array.from({ length: network.nodeCount }, () => arithmetic.zero);
    this.distances = Array.from({ length: network.nodeCount }, () => arithmetic.zero);
    this.states = new Uint8Array(network.nodeCount);
    this.cameBy = new Int32Array(network.nodeCount);
    this.heap = new NodeHeap(this.distances, arithmetic.isLess);
  }

  /** The arcs of a cheapest open path, from the sink backwards; the potentials are raised to make all of them tight. */
  find(source: number, sink: number): number[] {
    this.reach(source, this.arithmetic.zero, -1);
    for (;;) {
      const node = this.heap.takeFirst();
      if (node === undefined) throw new Error("a record that every largest assignment pairs has no place");
      if (node === sink) break;
      this.states[node] = 2;
      this.relax(node);
    }
    this.settle(this.distances[sink]!);
    const path: number[] = [];
    for (let node = sink; node !== source; node = this.network.heads[path.at(-1)! ^ 1]!) path.push(this.cameBy[node]!);
    return path;
  }

  /** Whether a link's reduced cost is zero. */
  isTight(link: number): boolean {
    const { heads } = this.network;
    const { add, isLess } = this.arithmetic;
    const start = add(this.potentials[heads[2 * link + 1]!]!, this.costs[link]!);
    const end = this.potentials[heads[2 * link]!]!;
    return !isLess(start, end) && !isLess(end, start);
  }

  private reach(node: number, distance: T, arc: number): void {
    if (this.states[node] === 0) this.reached.push(node);
    this.states[node] = 1;
    this.distances[node] = distance;
    this.cameBy[node] = arc;
    this.heap.raise(node);
  }

  private relax(node: number): void {
    const { states, distances, potentials, costs } = this;
    const { heads, residuals, starts, arcs } = this.network;
    const { add, subtract, isLess } = this.arithmetic;
    const start = add(distances[node]!, potentials[node]!);
    this.budget.spend(starts[node + 1]! - starts[node]!);
    for (let k = starts[node]!; k < starts[node + 1]!; k++) {
      const arc = arcs[k]!;
      const head = heads[arc]!;
      if (residuals[arc]! <= 0 || states[head] === 2) continue;
      // An odd arc is open only where there is flow, and flow runs on tight links only.
      const isTight = (arc & 1) === 1;
      const distance = isTight ? distances[node]! : subtract(add(start, costs[arc >> 1]!), potentials[head]!);
      if (states[head] === 0 || isLess(distance, distances[head]!)) this.reach(head, distance, arc);
    }
  }

  /** Adds to each settled node's potential what it is nearer than the sink, and forgets the search. */
  private settle(limit: T): void {
    const { add, subtract } = this.arithmetic;
    for (const node of this.reached) {
      if (this.states[node] === 2) {
        this.potentials[node] = add(this.potentials[node]!, subtract(this.distances[node]!, limit));
      }
      this.states[node] = 0;
    }
    this.reached.length = 0;
    this.heap.clear();
  }
}
