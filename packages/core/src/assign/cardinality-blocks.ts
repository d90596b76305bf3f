import { type Block, splitBlock, transpose } from "./block.ts";
import { networkOf, sinkOf, sourceOf } from "./flow-network.ts";
import { MaximumFlow } from "./maximum-flow.ts";
import type { StepBudget } from "./step-budget.ts";
import { strongComponents } from "./strong-components.ts";

/**
 * Drops the edges that no assignment with as many pairs as possible uses and parts the others into at most two blocks,
 * each turned so that all its left records are paired in every such assignment.
 *
 * This is the Dulmage-Mendelsohn decomposition, multiplicities included
 * (https://en.wikipedia.org/wiki/Dulmage%E2%80%93Mendelsohn_decomposition): at a maximum flow, the flow on an arc is the
 * same in all maximum flows unless its ends lie in one strong component of the residual network. What lies in the
 * source's component competes for scarce right records, what lies in the sink's has right records to spare, and
 * elsewhere both sides come out even.
 */
export function splitByCardinality(block: Block, budget: StepBudget): Block[] {
  const network = networkOf(block);
  new MaximumFlow(network, budget).push({ source: sourceOf(block), sink: sinkOf(block), limit: Infinity });
  const strong = strongComponents(network);
  const isTurned = findTurned(block, strong);
  const partOfEdge = block.lefts.map((left, e) => {
    const component = strong[left]!;
    if (component !== strong[network.heads[2 * e]!]) return -1;
    return isTurned[component]!;
  });
  const [upright, turned] = splitBlock(block, partOfEdge, 2);
  return [upright!, transpose(turned!)].filter((part) => part.edges.length > 0);
}

/** 1 for each strong component whose right side is to become the left: the scarce one, or the one with fewer classes. */
function findTurned(block: Block, strong: Int32Array): Uint8Array {
  const leftSize = block.leftCounts.length;
  const excess = new Int32Array(strong.length);
  for (let node = 0; node < sinkOf(block); node++) excess[strong[node]!]! += node < leftSize ? 1 : -1;
  const turned = Uint8Array.from(excess, (difference) => (difference > 0 ? 1 : 0));
  turned[strong[sinkOf(block)]!] = 0;
  turned[strong[sourceOf(block)]!] = 1;
  return turned;
}
