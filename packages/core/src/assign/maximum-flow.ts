import type { FlowNetwork } from "./flow-network.ts";
import type { StepBudget } from "./step-budget.ts";

interface FlowOrder {
  readonly source: number;
  readonly sink: number;
  /** Stop when this much is pushed. */
  readonly limit: number;
}

/**
 * Maximum flows over the open arcs of one network, whose residuals they change.
 * Dinic's algorithm: https://en.wikipedia.org/wiki/Dinic%27s_algorithm
 */
export class MaximumFlow {
  /** 1 for each link whose flow was taken off entirely at some time. */
  readonly emptied: Uint8Array;
  private readonly levels: Int32Array;
  private readonly nextArcs: Int32Array;
  private readonly network: FlowNetwork;
  private readonly budget: StepBudget;

  constructor(network: FlowNetwork, budget: StepBudget) {
    this.network = network;
    this.budget = budget;
    this.emptied = new Uint8Array(network.heads.length / 2);
    this.levels = new Int32Array(network.nodeCount).fill(-1);
    this.nextArcs = new Int32Array(network.nodeCount);
  }

  /** Pushes as much from source to sink as the open arcs allow and returns how much it was. */
  push(order: FlowOrder): number {
    let pushed = 0;
    while (pushed < order.limit) {
      const reached = this.layNodes(order);
      const more = this.levels[order.sink] === -1 ? 0 : this.pushBlocking({ ...order, limit: order.limit - pushed });
      for (const node of reached) this.levels[node] = -1;
      if (more === 0) break;
      pushed += more;
    }
    return pushed;
  }

  /** Breadth-first levels from the source as far as the sink; returns the nodes that have one. */
  private layNodes({ source, sink }: FlowOrder): number[] {
    const { levels, nextArcs, budget } = this;
    const { heads, residuals, starts, arcs } = this.network;
    const queue = [source];
    levels[source] = 0;
    nextArcs[source] = starts[source]!;
    for (let q = 0; q < queue.length && levels[sink] === -1; q++) {
      const node = queue[q]!;
      budget.spend(starts[node + 1]! - starts[node]!);
      for (let k = starts[node]!; k < starts[node + 1]!; k++) {
        const head = heads[arcs[k]!]!;
        if (residuals[arcs[k]!]! <= 0 || levels[head] !== -1) continue;
        levels[head] = levels[node]! + 1;
        nextArcs[head] = starts[head]!;
        queue.push(head);
      }
    }
    return queue;
  }

  /** Pushes a blocking flow along the levels. */
  private pushBlocking({ source, sink, limit }: FlowOrder): number {
    const { heads } = this.network;
    const path: number[] = [];
    let pushed = 0;
    let node = source;
    while (pushed < limit) {
      if (node === sink) {
        pushed += this.augment(path, limit - pushed);
        node = path.length === 0 ? source : heads[path.at(-1)!]!;
        continue;
      }
      const arc = this.advance(node);
      if (arc !== undefined) {
        path.push(arc);
        node = heads[arc]!;
      } else {
        const dead = path.pop();
        if (dead === undefined) break;
        node = heads[dead ^ 1]!;
        this.nextArcs[node]!++;
      }
    }
    return pushed;
  }

  /** The next open arc from a node to the level below it. */
  private advance(node: number): number | undefined {
    const { levels, nextArcs, budget } = this;
    const { heads, residuals, starts, arcs } = this.network;
    const from = nextArcs[node]!;
    let k = from;
    for (; k < starts[node + 1]!; k++) {
      const arc = arcs[k]!;
      if (residuals[arc]! > 0 && levels[heads[arc]!] === levels[node]! + 1) break;
    }
    nextArcs[node] = k;
    budget.spend(1 + k - from);
    return k < starts[node + 1]! ? arcs[k] : undefined;
  }

  /** Pushes what fits along the path and cuts it back to before its first full arc. */
  private augment(path: number[], limit: number): number {
    const { residuals } = this.network;
    let amount = limit;
    for (const arc of path) amount = Math.min(amount, residuals[arc]!);
    let firstFull = path.length;
    for (let p = path.length - 1; p >= 0; p--) {
      residuals[path[p]!]! -= amount;
      residuals[path[p]! ^ 1]! += amount;
      if (residuals[path[p]!]! > 0) continue;
      firstFull = p;
      if ((path[p]! & 1) === 1) this.emptied[path[p]! >> 1] = 1;
    }
    path.length = firstFull;
    return amount;
  }
}
