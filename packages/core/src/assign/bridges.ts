import type { FlowNetwork } from "./flow-network.ts";

/**
 * Finds the links whose loss would disconnect the ends they join, directions disregarded, among the links with an open
 * arc; returns 1 for a bridge, 0 for any other link. Tarjan's low-link method without recursion.
 */
export function findBridges(network: FlowNetwork): Uint8Array {
  const search: Search = {
    network,
    bridges: new Uint8Array(network.heads.length / 2),
    order: new Int32Array(network.nodeCount).fill(-1),
    lows: new Int32Array(network.nodeCount),
    nextArcs: network.starts.slice(),
    visited: 0,
  };
  for (let node = 0; node < network.nodeCount; node++) if (search.order[node] === -1) explore(search, node);
  return search.bridges;
}

interface Search {
  readonly network: FlowNetwork;
  readonly bridges: Uint8Array;
  readonly order: Int32Array;
  readonly lows: Int32Array;
  readonly nextArcs: Int32Array;
  visited: number;
}

function explore(search: Search, root: number): void {
  const { lows, order, bridges } = search;
  const { heads } = search.network;
  const path: number[] = []; // arcs from the root to the current node
  let node = root;
  order[root] = lows[root] = search.visited++;
  for (;;) {
    const arc = nextTreeArc(search, node, path.at(-1));
    if (arc !== undefined) {
      path.push(arc);
      node = heads[arc]!;
      order[node] = lows[node] = search.visited++;
      continue;
    }
    const back = path.pop();
    if (back === undefined) return;
    const parent = heads[back ^ 1]!;
    if (lows[node]! > order[parent]!) bridges[back >> 1] = 1;
    lows[parent] = Math.min(lows[parent]!, lows[node]!);
    node = parent;
  }
}

/** The next arc to an unvisited node; visited neighbours lower the node's own reach, but not over the link it came by. */
function nextTreeArc(search: Search, node: number, cameBy: number | undefined): number | undefined {
  const { lows, order, nextArcs } = search;
  const { heads, residuals, starts, arcs } = search.network;
  while (nextArcs[node]! < starts[node + 1]!) {
    const arc = arcs[nextArcs[node]!++]!;
    const isOpen = residuals[arc]! > 0 || residuals[arc ^ 1]! > 0;
    if (!isOpen || (cameBy !== undefined && arc >> 1 === cameBy >> 1)) continue;
    const head = heads[arc]!;
    if (order[head] === -1) return arc;
    lows[node] = Math.min(lows[node]!, order[head]!);
  }
  return undefined;
}
