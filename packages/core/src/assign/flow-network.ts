import type { Block } from "./block.ts";

/**
 * A residual network. Arc 2k and its reverse 2k + 1 form link k; an arc is open while its residual is positive, and the
 * residual of an odd arc is the flow on its link.
 */
export interface FlowNetwork {
  readonly nodeCount: number;
  readonly heads: Int32Array;
  readonly residuals: Float64Array;
  /** The arcs that leave node v are `arcs[starts[v]]` up to, not including, `arcs[starts[v + 1]]`. */
  readonly starts: Int32Array;
  readonly arcs: Int32Array;
}

/**
 * The network of a block: nodes are its left classes, its right classes, the sink and the source. Link e is edge e, then
 * come the links from the right classes to the sink, then those from the source to the left classes. Only the classes
 * bound an edge's flow, so an edge in use is open both ways.
 */
export function networkOf(block: Block): FlowNetwork {
  const { leftCounts, rightCounts, lefts, rights } = block;
  const linkCount = lefts.length + rightCounts.length + leftCounts.length;
  const heads = new Int32Array(2 * linkCount);
  const residuals = new Float64Array(2 * linkCount);
  let arc = 0;
  const join = (tail: number, head: number, capacity: number): void => {
    residuals[arc] = capacity;
    heads[arc++] = head;
    heads[arc++] = tail;
  };
  for (let e = 0; e < lefts.length; e++) join(lefts[e]!, leftCounts.length + rights[e]!, Infinity);
  rightCounts.forEach((capacity, right) => join(leftCounts.length + right, sinkOf(block), capacity));
  leftCounts.forEach((capacity, left) => join(sourceOf(block), left, capacity));
  const nodeCount = sourceOf(block) + 1;
  return { nodeCount, heads, residuals, ...groupByTail(nodeCount, heads) };
}

/** The node that collects what the right classes take. */
export function sinkOf(block: Block): number {
  return block.leftCounts.length + block.rightCounts.length;
}

/** The node that hands out what the left classes give. */
export function sourceOf(block: Block): number {
  return sinkOf(block) + 1;
}

/** Takes a link out of the network, flow and all. */
export function closeLink({ residuals }: FlowNetwork, link: number): void {
  residuals[2 * link] = 0;
  residuals[2 * link + 1] = 0;
}

function groupByTail(nodeCount: number, heads: Int32Array): Pick<FlowNetwork, "starts" | "arcs"> {
  const starts = new Int32Array(nodeCount + 1);
  for (const head of heads) starts[head]!++;
  for (let node = 0; node < nodeCount; node++) starts[node + 1]! += starts[node]!;
  const arcs = new Int32Array(heads.length);
  // Filling from the back turns each end of a range into its start and keeps the arcs in order.
  for (let arc = arcs.length - 1; arc >= 0; arc--) arcs[--starts[heads[arc ^ 1]!]!] = arc;
  return { starts, arcs };
}
