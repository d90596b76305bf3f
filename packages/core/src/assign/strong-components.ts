import type { FlowNetwork } from "./flow-network.ts";

/**
 * Numbers the strongly connected components of the open arcs and returns each node's number.
 * Tarjan's algorithm (https://en.wikipedia.org/wiki/Tarjan%27s_strongly_connected_components_algorithm) with its own
 * stack: a component may be deeper than the call stack.
 */
export function strongComponents(network: FlowNetwork): Int32Array {
  const { nodeCount } = network;
  const search: Search = {
    network,
    components: new Int32Array(nodeCount).fill(-1),
    order: new Int32Array(nodeCount).fill(-1),
    lows: new Int32Array(nodeCount),
    nextArcs: network.starts.slice(),
    open: [],
    visited: 0,
    found: 0,
  };
  for (let node = 0; node < nodeCount; node++) if (search.order[node] === -1) explore(search, node);
  return search.components;
}

interface Search {
  readonly network: FlowNetwork;
  readonly components: Int32Array;
  readonly order: Int32Array;
  /** The earliest visited node of the same component that is known to be reachable. */
  readonly lows: Int32Array;
  readonly nextArcs: Int32Array;
  /** Visited nodes without a component yet. */
  readonly open: number[];
  visited: number;
  found: number;
}

function explore(search: Search, root: number): void {
  const { lows, open } = search;
  const path = [root];
  visit(search, root);
  while (path.length > 0) {
    const node = path.at(-1)!;
    const child = nextChild(search, node);
    if (child !== undefined) {
      visit(search, child);
      path.push(child);
      continue;
    }
    path.pop();
    if (lows[node] === search.order[node]) closeComponent(search, node);
    const parent = path.at(-1);
    if (parent !== undefined) lows[parent] = Math.min(lows[parent]!, lows[node]!);
  }
  if (open.length > 0) throw new Error("a strong component was left open");
}

function visit(search: Search, node: number): void {
  search.order[node] = search.lows[node] = search.visited++;
  search.open.push(node);
}

/** The next unvisited node behind an open arc; nodes that are still open lower the node's own reach on the way. */
function nextChild({ network, components, order, lows, nextArcs }: Search, node: number): number | undefined {
  const { heads, residuals, starts, arcs } = network;
  while (nextArcs[node]! < starts[node + 1]!) {
    const arc = arcs[nextArcs[node]!++]!;
    const head = heads[arc]!;
    if (residuals[arc]! <= 0) continue;
    if (order[head] === -1) return head;
    if (components[head] === -1) lows[node] = Math.min(lows[node]!, order[head]!);
  }
  return undefined;
}

function closeComponent(search: Search, root: number): void {
  let node: number;
  do {
    node = search.open.pop()!;
    search.components[node] = search.found;
  } while (node !== root);
  search.found++;
}
