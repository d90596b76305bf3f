import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assign } from "./assign.ts";
import type { Assignment, AssignmentProblem, CandidateEdge } from "./assignment.ts";

// What enumeration cannot reach: problems of medium size against the textbook's square Hungarian algorithm, and large ones
// for their figures. Times are reported, not asserted.

const noPair = 1e9;

/** Least cost of pairing all rows of a square matrix. */
function hungarian(matrix: readonly (readonly number[])[]): number {
  const n = matrix.length;
  const u = Array<number>(n + 1).fill(0);
  const v = Array<number>(n + 1).fill(0);
  const owner = Array<number>(n + 1).fill(0);
  for (let row = 1; row <= n; row++) {
    const slack = Array<number>(n + 1).fill(Infinity);
    const used = Array<boolean>(n + 1).fill(false);
    const way = Array<number>(n + 1).fill(0);
    let column = 0;
    owner[0] = row;
    while (owner[column] !== 0) {
      used[column] = true;
      const at = owner[column]!;
      let next = 0;
      for (let j = 1; j <= n; j++) {
        if (used[j]) continue;
        const reduced = matrix[at - 1]![j - 1]! - u[at]! - v[j]!;
        if (reduced < slack[j]!) [slack[j], way[j]] = [reduced, column];
        if (next === 0 || slack[j]! < slack[next]!) next = j;
      }
      const delta = slack[next]!;
      for (let j = 0; j <= n; j++) {
        if (used[j]) [u[owner[j]!], v[j]] = [u[owner[j]!]! + delta, v[j]! - delta];
        else slack[j]! -= delta;
      }
      column = next;
    }
    for (; column !== 0; column = way[column]!) owner[column] = owner[way[column]!]!;
  }
  return -v[0]!;
}

/** Least cost among the assignments with the most pairs, record by record; `costOf` may change an edge's cost. */
function leastCost(
  { leftCounts, rightCounts, edges }: AssignmentProblem,
  costOf: (edge: CandidateEdge) => number,
): number {
  const owners = (counts: readonly number[]) => counts.flatMap((count, cls) => Array<number>(count).fill(cls));
  const [lefts, rights] = [owners(leftCounts), owners(rightCounts)];
  const costs = new Map(edges.map((edge) => [`${edge.left} ${edge.right}`, costOf(edge)]));
  const size = Math.max(lefts.length, rights.length);
  return hungarian(
    Array.from({ length: size }, (_, i) =>
      Array.from({ length: size }, (_, j) => costs.get(`${lefts[i]} ${rights[j]}`) ?? noPair),
    ),
  );
}

/** A random problem from a seed; about `degree` edges per left class. */
function randomProblem(
  sizes: { left: number; right: number; degree: number; cost: number; count: number },
  seed: number,
) {
  let state = seed;
  const below = (bound: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * bound);
  };
  const counts = (length: number) => Array.from({ length }, () => 1 + below(sizes.count));
  const cells = new Set<number>();
  const wanted = Math.min(sizes.left * sizes.degree, sizes.left * sizes.right);
  if (wanted === sizes.left * sizes.right) for (let cell = 0; cell < wanted; cell++) cells.add(cell);
  while (cells.size < wanted) cells.add(below(sizes.left) * sizes.right + below(sizes.right));
  return {
    leftCounts: counts(sizes.left),
    rightCounts: counts(sizes.right),
    edges: [...cells].map((cell) => ({
      left: Math.floor(cell / sizes.right),
      right: cell % sizes.right,
      cost: BigInt(below(sizes.cost + 1)),
    })),
  };
}

describe("assign agrees with the Hungarian algorithm", () => {
  // With all costs stretched and one edge made dearer (cheaper) by one, the least cost grows by that edge's fewest pairs
  // (falls by its most).
  const stretch = 1_000;
  const rangesOf = (problem: AssignmentProblem) => {
    const least = leastCost(problem, (edge) => Number(edge.cost) * stretch);
    return problem.edges.map((changed) => {
      const shifted = (by: number) =>
        leastCost(problem, (edge) => Number(edge.cost) * stretch + (edge === changed ? by : 0));
      return { fewest: shifted(1) - least, most: least - shifted(-1) };
    });
  };

  it.each([
    { records: "single", sizes: { left: 24, right: 24, degree: 3, cost: 2, count: 1 } },
    { records: "single, one side larger", sizes: { left: 16, right: 24, degree: 4, cost: 2, count: 1 } },
    { records: "up to 4 equal", sizes: { left: 8, right: 8, degree: 3, cost: 1, count: 4 } },
    { records: "up to 7 equal, one side larger", sizes: { left: 7, right: 4, degree: 2, cost: 1, count: 7 } },
  ])("on which pairs are certain: $records records", ({ sizes }) => {
    const property = fc.property(fc.integer({ min: 1 }), (seed) => {
      const problem = randomProblem(sizes, seed);
      const ranges = rangesOf(problem);
      const { confirmed, ambiguities } = assign(problem);
      const count = new Map(confirmed.map((pairs) => [`${pairs.left} ${pairs.right}`, pairs.count]));
      const fewest = problem.edges.map((edge) => count.get(`${edge.left} ${edge.right}`) ?? 0);
      const open = new Set(ambiguities.flatMap(({ edges }) => edges));
      expect(fewest).toEqual(ranges.map((range) => range.fewest));
      expect(problem.edges.map((edge) => open.has(edge))).toEqual(ranges.map(({ fewest, most }) => fewest < most));
    });
    fc.assert(property, { numRuns: 25, seed: 20_240_229 });
  });
});

describe("assign decides large problems", () => {
  const timed = (problem: AssignmentProblem, name: string): Assignment => {
    const start = performance.now();
    const result = assign(problem);
    const ms = Math.round(performance.now() - start);
    const { confirmed, ambiguities, pairs } = result;
    console.log(`${name}: ${ms} ms, ${pairs} pairs, ${confirmed.length} confirmed, ${ambiguities.length} ambiguities`);
    expect(ambiguities.some(({ exhausted }) => exhausted)).toBe(false);
    return result;
  };
  const stretched = (problem: AssignmentProblem): AssignmentProblem => ({
    ...problem,
    edges: problem.edges.map((edge) => ({
      ...edge,
      cost: edge.cost * 10n ** 20n + BigInt((edge.left + edge.right) % 5),
    })),
  });

  it("of 300 × 300 complete", () => {
    const problem = randomProblem({ left: 300, right: 300, degree: 300, cost: 1e6, count: 1 }, 1);
    const least = leastCost(problem, ({ cost }) => Number(cost));
    expect(Number(timed(problem, "300 × 300 complete").totalCost)).toBe(least);
    timed(stretched(problem), "300 × 300 complete, costs beyond 2^53");
    const tied = randomProblem({ left: 300, right: 300, degree: 300, cost: 20, count: 1 }, 2);
    timed(tied, "300 × 300 complete, many ties");
    const equal = randomProblem({ left: 300, right: 300, degree: 300, cost: 1, count: 5 }, 2);
    timed(equal, "300 × 300 complete, many ties, up to 5 equal records");
  });

  it("of 2,000 × 2,000 with 20,000 edges", () => {
    const sizes = { left: 2_000, right: 2_000, degree: 10, cost: 1e6, count: 1 };
    timed(randomProblem(sizes, 3), "2,000 × 2,000, 20,000 edges");
    timed(stretched(randomProblem(sizes, 3)), "2,000 × 2,000, 20,000 edges, costs beyond 2^53");
    timed(randomProblem({ ...sizes, cost: 10 }, 4), "2,000 × 2,000, 20,000 edges, many ties");
    timed(
      randomProblem({ ...sizes, cost: 3, count: 9 }, 5),
      "2,000 × 2,000, 20,000 edges, many ties, up to 9 equal records",
    );
  });

  it("of a chain of 100,000 classes a side", () => {
    const size = 100_000;
    const edges = Array.from({ length: 2 * size - 1 }, (_, index) => ({
      left: index >> 1,
      right: (index + 1) >> 1,
      cost: BigInt(index % 7),
    }));
    const counts = Array<number>(size).fill(1);
    expect(timed({ leftCounts: counts, rightCounts: counts, edges }, "chain of 200,000").confirmed).toHaveLength(size);
    const closed = [...edges, { left: size - 1, right: 0, cost: 0n }].map((edge) => ({ ...edge, cost: 0n }));
    expect(
      timed({ leftCounts: counts, rightCounts: counts, edges: closed }, "ring of 200,000").ambiguities,
    ).toHaveLength(1);
  });

  it("of classes of a million records", () => {
    const million = 1_000_000;
    const single = { leftCounts: [million], rightCounts: [million], edges: [{ left: 0, right: 0, cost: 5n }] };
    const { confirmed, totalCost } = timed(single, "1M against 1M");
    expect(confirmed).toEqual([{ left: 0, right: 0, count: million }]);
    expect(totalCost).toBe(5_000_000n);
    const edges = [0, 1].flatMap((left) => [0, 1].map((right) => ({ left, right, cost: 0n })));
    const two = { leftCounts: [million, 3], rightCounts: [million - 1, 5], edges };
    expect(timed(two, "1M + 3 against 1M + 4").confirmed).toEqual([
      { left: 0, right: 0, count: million - 5 },
      { left: 0, right: 1, count: 1 },
    ]);
  });

  it.each([
    ["pairs", [[0, 0]]],
    [
      "of three records",
      [
        [0, 0],
        [0, 1],
      ],
    ],
    [
      "of 2 × 2",
      [
        [0, 0],
        [0, 1],
        [1, 0],
        [1, 1],
      ],
    ],
  ])("100,000 components: %s", (name, shape) => {
    const width = 1 + Math.max(...shape.flat());
    const counts = Array<number>(100_000 * width).fill(1);
    const edges = Array.from({ length: 100_000 }, (_, component) =>
      shape.map(([left, right], index) => ({
        left: component * width + left!,
        right: component * width + right!,
        cost: BigInt((component * index) % 11),
      })),
    ).flat();
    timed({ leftCounts: counts, rightCounts: counts, edges }, `100,000 components ${name}`);
  });
});
