import type { AssignmentProblem } from "./assignment.ts";

/**
 * A part of a problem that is solved by itself, its classes renumbered from 0 and its edges as columns.
 * `edges[e]` is the edge's index in the whole problem.
 */
export interface Block {
  readonly leftCounts: readonly number[];
  readonly rightCounts: readonly number[];
  readonly lefts: readonly number[];
  readonly rights: readonly number[];
  readonly costs: readonly bigint[];
  readonly edges: readonly number[];
}

/** The whole problem as one block. */
export function wholeBlock({ leftCounts, rightCounts, edges }: AssignmentProblem): Block {
  return {
    leftCounts,
    rightCounts,
    lefts: edges.map((edge) => edge.left),
    rights: edges.map((edge) => edge.right),
    costs: edges.map((edge) => edge.cost),
    edges: edges.map((_, index) => index),
  };
}

/** The same block with its sides exchanged. */
export function transpose(block: Block): Block {
  return {
    ...block,
    leftCounts: block.rightCounts,
    rightCounts: block.leftCounts,
    lefts: block.rights,
    rights: block.lefts,
  };
}

/** Cuts a block into parts: edge e goes to part `partOfEdge[e]`, or nowhere when that is -1. Parts share no class. */
export function splitBlock(block: Block, partOfEdge: ArrayLike<number>, partCount: number): Block[] {
  const parts = Array.from({ length: partCount }, emptyBlock);
  const newLefts = new Int32Array(block.leftCounts.length).fill(-1);
  const newRights = new Int32Array(block.rightCounts.length).fill(-1);
  for (let e = 0; e < block.edges.length; e++) {
    if (partOfEdge[e] === -1) continue;
    const part = parts[partOfEdge[e]!]!;
    const left = block.lefts[e]!;
    const right = block.rights[e]!;
    if (newLefts[left] === -1) newLefts[left] = part.leftCounts.push(block.leftCounts[left]!) - 1;
    if (newRights[right] === -1) newRights[right] = part.rightCounts.push(block.rightCounts[right]!) - 1;
    part.lefts.push(newLefts[left]!);
    part.rights.push(newRights[right]!);
    part.costs.push(block.costs[e]!);
    part.edges.push(block.edges[e]!);
  }
  return parts;
}

function emptyBlock() {
  return {
    leftCounts: [] as number[],
    rightCounts: [] as number[],
    lefts: [] as number[],
    rights: [] as number[],
    costs: [] as bigint[],
    edges: [] as number[],
  };
}
