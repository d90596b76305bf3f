/** A bipartite graph as columns: edge e joins `lefts[e]` and `rights[e]`. */
export interface BipartiteGraph {
  readonly leftSize: number;
  readonly rightSize: number;
  readonly lefts: ArrayLike<number>;
  readonly rights: ArrayLike<number>;
}

/** Component number of each node, -1 for a node without edges. */
export interface Components {
  readonly count: number;
  readonly ofLeft: Int32Array;
  readonly ofRight: Int32Array;
}

/** Finds the connected components of a bipartite graph, numbered by their smallest left node. */
export function connectedComponents(graph: BipartiteGraph): Components {
  const { leftSize, rightSize, lefts, rights } = graph;
  const parents = joinEnds(graph);
  const ofLeft = new Int32Array(leftSize).fill(-1);
  const ofRight = new Int32Array(rightSize).fill(-1);
  const numbers = new Int32Array(leftSize + rightSize).fill(-1);
  for (let e = 0; e < lefts.length; e++) ofLeft[lefts[e]!] = 0;
  let count = 0;
  for (let left = 0; left < leftSize; left++) {
    if (ofLeft[left] === -1) continue;
    const root = findRoot(parents, left);
    if (numbers[root] === -1) numbers[root] = count++;
    ofLeft[left] = numbers[root]!;
  }
  for (let e = 0; e < lefts.length; e++) ofRight[rights[e]!] = ofLeft[lefts[e]!]!;
  return { count, ofLeft, ofRight };
}

/** A disjoint-set forest over the nodes, left ones first, in which each component is one tree. */
function joinEnds({ leftSize, rightSize, lefts, rights }: BipartiteGraph): Int32Array {
  const parents = new Int32Array(leftSize + rightSize);
  for (let node = 0; node < parents.length; node++) parents[node] = node;
  for (let e = 0; e < lefts.length; e++) {
    parents[findRoot(parents, lefts[e]!)] = findRoot(parents, leftSize + rights[e]!);
  }
  return parents;
}

function findRoot(parents: Int32Array, node: number): number {
  let at = node;
  while (parents[at] !== at) {
    const grandparent = parents[parents[at]!]!;
    parents[at] = grandparent;
    at = grandparent;
  }
  return at;
}
