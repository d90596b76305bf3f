/** One candidate between a left class and a right class. `cost` is an exact integer >= 0 in the pass's own unit. */
export interface CandidateEdge {
  readonly left: number;
  readonly right: number;
  readonly cost: bigint;
}

/**
 * Candidates between classes of interchangeable records. Classes are numbered from 0 on each side and have at least one
 * record; there is at most one edge per (left, right).
 */
export interface AssignmentProblem {
  readonly leftCounts: readonly number[];
  readonly rightCounts: readonly number[];
  readonly edges: readonly CandidateEdge[];
}

/** So many pairs between two classes are in every optimal assignment; `count` is at least 1. */
export interface ConfirmedPairs {
  readonly left: number;
  readonly right: number;
  readonly count: number;
}

/** The records of one class that no confirmed pair takes. */
export interface ClassShare {
  readonly cls: number;
  readonly count: number;
}

/** Records among which the optimal assignments differ: one suggestion. */
export interface Ambiguity {
  readonly left: readonly ClassShare[];
  readonly right: readonly ClassShare[];
  /** The candidates whose number of pairs varies between optimal assignments; all that remain when `exhausted`. */
  readonly edges: readonly CandidateEdge[];
  /** The step budget ran out, so nothing is known of the optimum here and nothing is confirmed. */
  readonly exhausted: boolean;
}

/** What is certain about all optimal assignments of a problem. */
export interface Assignment {
  /** By left class, then right class. */
  readonly confirmed: readonly ConfirmedPairs[];
  /** By smallest left class; no two share a class. */
  readonly ambiguities: readonly Ambiguity[];
  /** Pairs of any optimal assignment, confirmed or not, without those of exhausted parts. */
  readonly pairs: number;
  /** Cost of any optimal assignment, without that of exhausted parts. */
  readonly totalCost: bigint;
}

export interface AssignOptions {
  /**
   * Arcs that may be looked at for one part of the problem (a connected component, or a block of it that no optimal
   * assignment leaves) before it counts as exhausted.
   */
  readonly maxSteps?: number;
}
