import type { Ambiguity, Assignment, AssignmentProblem, ClassShare, ConfirmedPairs } from "./assignment.ts";
import type { Block } from "./block.ts";
import type { Certainty } from "./certify.ts";
import { connectedComponents } from "./components.ts";

/** Gathers what the blocks of a problem turn out to be, edge by edge, and sums it up. */
export class Verdicts {
  private readonly problem: AssignmentProblem;
  private readonly minima: Float64Array;
  /** Edges that belong to a suggestion, in index order when summed up. */
  private readonly open: Uint8Array;
  private readonly exhausted: Uint8Array;
  private pairs = 0;
  private totalCost = 0n;

  constructor(problem: AssignmentProblem) {
    this.problem = problem;
    this.minima = new Float64Array(problem.edges.length);
    this.open = new Uint8Array(problem.edges.length);
    this.exhausted = new Uint8Array(problem.edges.length);
  }

  record(block: Block, { flows, minima, varying }: Certainty): void {
    for (let e = 0; e < block.edges.length; e++) {
      const edge = block.edges[e]!;
      this.minima[edge] = minima[e]!;
      this.open[edge] = varying[e]!;
      if (flows[e] === 0) continue;
      this.pairs += flows[e]!;
      this.totalCost += BigInt(flows[e]!) * block.costs[e]!;
    }
  }

  recordExhausted(block: Block): void {
    for (const edge of block.edges) this.open[edge] = this.exhausted[edge] = 1;
  }

  sumUp(): Assignment {
    const confirmed: ConfirmedPairs[] = [];
    this.problem.edges.forEach(({ left, right }, edge) => {
      if (this.minima[edge]! > 0) confirmed.push({ left, right, count: this.minima[edge]! });
    });
    confirmed.sort((a, b) => a.left - b.left || a.right - b.right);
    return { confirmed, ambiguities: this.findAmbiguities(confirmed), pairs: this.pairs, totalCost: this.totalCost };
  }

  private findAmbiguities(confirmed: readonly ConfirmedPairs[]): Ambiguity[] {
    const { leftCounts, rightCounts, edges } = this.problem;
    const open = edges.map((_, edge) => edge).filter((edge) => this.open[edge] === 1);
    open.sort((a, b) => edges[a]!.left - edges[b]!.left || edges[a]!.right - edges[b]!.right);
    const { count, ofLeft, ofRight } = connectedComponents({
      leftSize: leftCounts.length,
      rightSize: rightCounts.length,
      lefts: open.map((edge) => edges[edge]!.left),
      rights: open.map((edge) => edges[edge]!.right),
    });
    const restLeft = [...leftCounts];
    const restRight = [...rightCounts];
    for (const pairs of confirmed) {
      restLeft[pairs.left]! -= pairs.count;
      restRight[pairs.right]! -= pairs.count;
    }
    const shares = { left: sharesOf(ofLeft, restLeft, count), right: sharesOf(ofRight, restRight, count) };
    const members = Array.from({ length: count }, (): number[] => []);
    for (const edge of open) members[ofLeft[edges[edge]!.left]!]!.push(edge);
    return members.map((member, component) => ({
      left: shares.left[component]!,
      right: shares.right[component]!,
      edges: member.map((edge) => edges[edge]!),
      exhausted: member.some((edge) => this.exhausted[edge] === 1),
    }));
  }
}

/** The classes of each component with what is left of them. */
function sharesOf(components: Int32Array, rest: readonly number[], componentCount: number): ClassShare[][] {
  const shares = Array.from({ length: componentCount }, (): ClassShare[] => []);
  components.forEach((component, cls) => {
    if (component !== -1) shares[component]!.push({ cls, count: rest[cls]! });
  });
  return shares;
}
