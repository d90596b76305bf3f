import type { Block } from "./block.ts";
import type { Certainty } from "./certify.ts";

/**
 * Solves a block with a single class on one side: that class's records go to the cheapest others first. Only among the
 * equally cheap ones where they run out can the optimal assignments differ.
 */
export function certifyStar(block: Block): Certainty {
  const { leftCounts, rightCounts, lefts, rights, costs } = block;
  const centreIsLeft = leftCounts.length === 1;
  const capacities = costs.map((_, e) => (centreIsLeft ? rightCounts[rights[e]!]! : leftCounts[lefts[e]!]!));
  const minima = new Float64Array(costs.length);
  const flows = new Float64Array(costs.length);
  const varying = new Uint8Array(costs.length);

  let remaining = centreIsLeft ? leftCounts[0]! : rightCounts[0]!;
  for (const tied of groupByCost(costs)) {
    const wanted = tied.reduce((sum, e) => sum + capacities[e]!, 0);
    const isShort = remaining > 0 && wanted > remaining && tied.length > 1;
    let left = remaining;
    for (const e of tied) {
      const others = wanted - capacities[e]!;
      minima[e] = Math.min(capacities[e]!, Math.max(0, remaining - others));
      flows[e] = Math.min(capacities[e]!, left);
      varying[e] = isShort ? 1 : 0;
      left -= flows[e]!;
    }
    remaining = left;
  }
  return { flows, minima, varying };
}

/** Edges in groups of equal cost, the cheapest group first. */
function groupByCost(costs: readonly bigint[]): number[][] {
  if (costs.length === 1) return [[0]];
  const order = costs.map((_, e) => e).sort((a, b) => (costs[a]! < costs[b]! ? -1 : costs[a]! > costs[b]! ? 1 : a - b));
  const groups: number[][] = [];
  for (const e of order) {
    const group = groups.at(-1);
    if (group !== undefined && costs[group[0]!] === costs[e]) group.push(e);
    else groups.push([e]);
  }
  return groups;
}
