import type { Block } from "./block.ts";
import { findBridges } from "./bridges.ts";
import { closeLink, type FlowNetwork } from "./flow-network.ts";
import { MaximumFlow } from "./maximum-flow.ts";
import type { StepBudget } from "./step-budget.ts";
import { strongComponents } from "./strong-components.ts";

/** For each edge of a block: its pairs in one optimal assignment, the fewest in any, and whether the number varies. */
export interface Certainty {
  readonly flows: Float64Array;
  readonly minima: Float64Array;
  readonly varying: Uint8Array;
}

/**
 * Finds what all optimal assignments share, given the zero-cost residual network of one of them (`minimiseCost`). The
 * network is used up.
 *
 * An edge's flow varies exactly if a directed cycle of open arcs passes over its link and does not just go to and fro
 * on it. Such a cycle stays in one strong component; there a link with one open direction always lies on one, and a link
 * open both ways does unless it is a bridge (Boesch and Tindell, Robbins's theorem for mixed multigraphs, 1980).
 */
export function certify(block: Block, network: FlowNetwork, budget: StepBudget): Certainty {
  const edgeCount = block.edges.length;
  const flows = new Float64Array(edgeCount);
  for (let e = 0; e < edgeCount; e++) flows[e] = network.residuals[2 * e + 1]!;
  keepCycles(network);
  const varying = new Uint8Array(edgeCount);
  for (let e = 0; e < edgeCount; e++) varying[e] = isOpen(network, e) ? 1 : 0;
  return { flows, minima: findMinima(block, network, { flows, varying, budget }), varying };
}

/** Closes every link that lies on no proper cycle. */
function keepCycles(network: FlowNetwork): void {
  const { heads } = network;
  const strong = strongComponents(network);
  for (let link = 0; 2 * link < heads.length; link++) {
    if (strong[heads[2 * link]!] !== strong[heads[2 * link + 1]!]) closeLink(network, link);
  }
  const bridges = findBridges(network);
  for (let link = 0; 2 * link < heads.length; link++) if (bridges[link] === 1) closeLink(network, link);
}

function isOpen({ residuals }: FlowNetwork, link: number): boolean {
  return residuals[2 * link]! > 0 || residuals[2 * link + 1]! > 0;
}

interface Known {
  readonly flows: Float64Array;
  readonly varying: Uint8Array;
  readonly budget: StepBudget;
}

/** The least flow of each edge: a varying one is relieved by as much as can go from its left to its right class otherwise. */
function findMinima(block: Block, network: FlowNetwork, { flows, varying, budget }: Known): Float64Array {
  const { heads, residuals } = network;
  const minima = flows.slice();
  const detours = new MaximumFlow(network, budget);
  for (let e = 0; e < minima.length; e++) {
    if (varying[e] === 0) continue;
    const flow = residuals[2 * e + 1]!;
    minima[e] = 0;
    // Earlier detours have led to other optimal assignments, which may do without this edge.
    if (flow === 0 || detours.emptied[e] === 1) continue;
    // An edge that can carry one pair only and varies does without it somewhere.
    if (Math.min(block.leftCounts[block.lefts[e]!]!, block.rightCounts[block.rights[e]!]!) === 1) continue;
    closeLink(network, e);
    minima[e] = flow - detours.push({ source: block.lefts[e]!, sink: heads[2 * e]!, limit: flow });
    residuals[2 * e + 1] = minima[e]!;
    residuals[2 * e] = Infinity;
  }
  return minima;
}
