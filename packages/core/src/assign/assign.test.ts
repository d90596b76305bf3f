import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { assign } from "./assign.ts";
import type { Ambiguity, Assignment, AssignmentProblem, CandidateEdge, ClassShare } from "./assignment.ts";

// The oracle tries every way to pair classes, edge by edge. It shares nothing with the code under test.

interface Optimum {
  readonly pairs: number;
  readonly cost: bigint;
  /** All optimal flows, each as pairs per edge. */
  readonly flows: readonly (readonly number[])[];
}

function enumerateOptima({ leftCounts, rightCounts, edges }: AssignmentProblem): Optimum {
  let best: { pairs: number; cost: bigint; flows: number[][] } = { pairs: -1, cost: 0n, flows: [] };
  const left = [...leftCounts];
  const right = [...rightCounts];
  const flow = edges.map(() => 0);
  const visit = (e: number, pairs: number, cost: bigint): void => {
    const edge = edges[e];
    if (edge === undefined) {
      if (pairs > best.pairs || (pairs === best.pairs && cost < best.cost)) best = { pairs, cost, flows: [] };
      if (pairs === best.pairs && cost === best.cost) best.flows.push([...flow]);
      return;
    }
    // No way of filling the rest can catch up.
    if (pairs + left.reduce((a, b) => a + b, 0) < best.pairs) return;
    for (let x = Math.min(left[edge.left]!, right[edge.right]!); x >= 0; x--) {
      flow[e] = x;
      left[edge.left]! -= x;
      right[edge.right]! -= x;
      visit(e + 1, pairs + x, cost + BigInt(x) * edge.cost);
      left[edge.left]! += x;
      right[edge.right]! += x;
    }
    flow[e] = 0;
  };
  visit(0, 0, 0n);
  return best;
}

/** docs/matching.md, section 5, written down from the list of all optimal assignments. */
function expectedAssignment(problem: AssignmentProblem, optimum = enumerateOptima(problem)): Assignment {
  const { edges } = problem;
  const minima = edges.map((_, e) => Math.min(...optimum.flows.map((flow) => flow[e]!)));
  const maxima = edges.map((_, e) => Math.max(...optimum.flows.map((flow) => flow[e]!)));
  const confirmed = edges
    .map(({ left, right }, e) => ({ left, right, count: minima[e]! }))
    .filter(({ count }) => count > 0);
  const rest = (counts: readonly number[], side: "left" | "right") => (cls: number) =>
    counts[cls]! - confirmed.filter((pairs) => pairs[side] === cls).reduce((sum, { count }) => sum + count, 0);
  const ambiguities = gather(edges.filter((_, e) => minima[e]! < maxima[e]!)).map((group): Ambiguity => {
    const shares = (side: "left" | "right", counts: readonly number[]): ClassShare[] =>
      [...new Set(group.map((edge) => edge[side]))].map((cls) => ({ cls, count: rest(counts, side)(cls) }));
    return {
      left: shares("left", problem.leftCounts),
      right: shares("right", problem.rightCounts),
      edges: group,
      exhausted: false,
    };
  });
  return inOrder({ confirmed, ambiguities, pairs: optimum.pairs, totalCost: optimum.cost });
}

/** Groups edges that share a class, directly or through others. */
function gather(edges: readonly CandidateEdge[]): CandidateEdge[][] {
  let groups: CandidateEdge[][] = [];
  for (const edge of edges) {
    const touching = groups.filter((group) => group.some((e) => e.left === edge.left || e.right === edge.right));
    groups = [...groups.filter((group) => !touching.includes(group)), [...touching.flat(), edge]];
  }
  return groups;
}

const byEnds = (a: { left: number; right: number }, b: { left: number; right: number }) =>
  a.left - b.left || a.right - b.right;
const byClass = (a: ClassShare, b: ClassShare) => a.cls - b.cls;

function inOrder(assignment: Assignment): Assignment {
  return {
    ...assignment,
    confirmed: [...assignment.confirmed].sort(byEnds),
    ambiguities: assignment.ambiguities
      .map((ambiguity) => ({
        left: [...ambiguity.left].sort(byClass),
        right: [...ambiguity.right].sort(byClass),
        edges: [...ambiguity.edges].sort(byEnds),
        exhausted: ambiguity.exhausted,
      }))
      .sort((a, b) => a.left[0]!.cls - b.left[0]!.cls),
  };
}

interface Shape {
  readonly classes: number;
  readonly count: number;
  readonly cost: number;
}

/** Sparse to complete problems; small costs, so that ties abound. `scale` stretches the costs beyond 2^53. */
function problems({ classes, count, cost }: Shape): fc.Arbitrary<AssignmentProblem> {
  const counts = fc.array(fc.integer({ min: 1, max: count }), { minLength: 1, maxLength: classes });
  return fc.tuple(counts, counts, fc.constantFrom(0.3, 0.5, 0.8, 1)).chain(([leftCounts, rightCounts, density]) => {
    const cell = fc.record({
      kept: fc.double({ min: 0, max: 1, noNaN: true }),
      cost: fc.integer({ min: 0, max: cost }),
    });
    const size = leftCounts.length * rightCounts.length;
    return fc.array(cell, { minLength: size, maxLength: size }).map((cells) => ({
      leftCounts,
      rightCounts,
      edges: cells.flatMap(({ kept, cost }, index) =>
        kept <= density
          ? [{ left: Math.floor(index / rightCounts.length), right: index % rightCounts.length, cost: BigInt(cost) }]
          : [],
      ),
    }));
  });
}

const runs = (numRuns: number) => ({ numRuns, seed: 20_240_229 });
const describeProblem = (problem: AssignmentProblem) =>
  `${problem.leftCounts} × ${problem.rightCounts}: ${problem.edges.map((e) => `${e.left}-${e.right}:${e.cost}`).join(" ")}`;

function checkAgainstOracle(problem: AssignmentProblem): void {
  expect(assign(problem), describeProblem(problem)).toEqual(expectedAssignment(problem));
}

describe("assign agrees with the enumeration of all assignments", () => {
  it("of single records, up to 4 × 4", () => {
    fc.assert(fc.property(problems({ classes: 4, count: 1, cost: 3 }), checkAgainstOracle), runs(6_000));
  });

  it("of single records, up to 6 × 6, hardly any cost", () => {
    fc.assert(fc.property(problems({ classes: 6, count: 1, cost: 1 }), checkAgainstOracle), runs(600));
  });

  it("of classes of up to 3 records, up to 3 × 3", () => {
    fc.assert(fc.property(problems({ classes: 3, count: 3, cost: 2 }), checkAgainstOracle), runs(6_000));
  });

  it("of classes of up to 2 records, up to 4 × 4", () => {
    fc.assert(fc.property(problems({ classes: 4, count: 2, cost: 2 }), checkAgainstOracle), runs(1_500));
  });

  it("of classes of up to 3 records, up to 4 × 4", () => {
    const few = problems({ classes: 4, count: 3, cost: 1 }).filter(({ edges }) => edges.length <= 9);
    fc.assert(fc.property(few, checkAgainstOracle), runs(1_500));
  });
});

describe("assign", () => {
  it("takes records of a class one by one, as the single records they are", () => {
    // The same problem told record by record: a class pair's number of pairs ranges over the same values.
    const small = problems({ classes: 3, count: 2, cost: 2 });
    const property = fc.property(small, (problem) => {
      const owners = (counts: readonly number[]) => counts.flatMap((count, cls) => Array<number>(count).fill(cls));
      const [lefts, rights] = [owners(problem.leftCounts), owners(problem.rightCounts)];
      const edges = lefts.flatMap((leftClass, left) =>
        rights.flatMap((rightClass, right) =>
          problem.edges
            .filter((edge) => edge.left === leftClass && edge.right === rightClass)
            .map((edge) => ({ left, right, cost: edge.cost })),
        ),
      );
      const expanded = { leftCounts: lefts.map(() => 1), rightCounts: rights.map(() => 1), edges };
      const records = enumerateOptima(expanded);
      const flows = records.flows.map((flow) =>
        problem.edges.map((edge) =>
          flow.reduce((sum, x, e) => {
            const { left, right } = edges[e]!;
            return lefts[left] === edge.left && rights[right] === edge.right ? sum + x : sum;
          }, 0),
        ),
      );
      const expected = expectedAssignment(problem, { ...records, flows });
      expect(assign(problem), describeProblem(problem)).toEqual(expected);
    });
    fc.assert(property, runs(400));
  });

  it("exchanges its result when the sides are exchanged", () => {
    fc.assert(
      fc.property(problems({ classes: 9, count: 4, cost: 4 }), (problem) => {
        const turn = <T extends { left: unknown; right: unknown }>(item: T) => ({
          ...item,
          left: item.right,
          right: item.left,
        });
        const turned = assign({
          leftCounts: problem.rightCounts,
          rightCounts: problem.leftCounts,
          edges: problem.edges.map(turn),
        });
        const back = {
          ...turned,
          confirmed: turned.confirmed.map(turn),
          ambiguities: turned.ambiguities.map((one) => ({ ...turn(one), edges: one.edges.map(turn) })),
        };
        expect(inOrder(back as Assignment), describeProblem(problem)).toEqual(assign(problem));
      }),
      runs(3_000),
    );
  });

  it("renumbers its result when classes and edges are permuted", () => {
    const permuted = problems({ classes: 9, count: 4, cost: 4 }).chain((problem) => {
      const shuffle = <T>(items: readonly T[]) =>
        fc.shuffledSubarray([...items], { minLength: items.length, maxLength: items.length });
      return fc.tuple(
        fc.constant(problem),
        shuffle(problem.leftCounts.map((_, cls) => cls)),
        shuffle(problem.rightCounts.map((_, cls) => cls)),
        shuffle(problem.edges),
      );
    });
    const property = fc.property(permuted, ([problem, lefts, rights, edges]) => {
      // `lefts[n]` is the old number of the left class that is now number n.
      const moved = assign({
        leftCounts: lefts.map((cls) => problem.leftCounts[cls]!),
        rightCounts: rights.map((cls) => problem.rightCounts[cls]!),
        edges: edges.map((e) => ({ ...e, left: lefts.indexOf(e.left), right: rights.indexOf(e.right) })),
      });
      const ends = <T extends { left: number; right: number }>(item: T): T => ({
        ...item,
        left: lefts[item.left]!,
        right: rights[item.right]!,
      });
      const back = {
        ...moved,
        confirmed: moved.confirmed.map(ends),
        ambiguities: moved.ambiguities.map((one) => ({
          ...one,
          left: one.left.map((share) => ({ ...share, cls: lefts[share.cls]! })),
          right: one.right.map((share) => ({ ...share, cls: rights[share.cls]! })),
          edges: one.edges.map(ends),
        })),
      };
      expect(inOrder(back), describeProblem(problem)).toEqual(assign(problem));
    });
    fc.assert(property, runs(3_000));
  });

  it("decides costs beyond 2^53 as it decides small ones", () => {
    const huge = 10n ** 30n;
    fc.assert(
      fc.property(problems({ classes: 5, count: 3, cost: 3 }), (problem) => {
        const result = assign(problem);
        // Costs are stretched, then told apart in the last place: a second decision among the former ties.
        const stretched = { ...problem, edges: problem.edges.map((e) => ({ ...e, cost: e.cost * huge })) };
        const { totalCost, ...rest } = assign(stretched);
        expect(totalCost).toBe(result.totalCost * huge);
        expect(inOrder({ ...rest, totalCost: 0n }).confirmed).toEqual(result.confirmed);
      }),
      runs(500),
    );
  });

  it("sees a difference of one between costs beyond 2^53", () => {
    const tied = problems({ classes: 3, count: 2, cost: 2 });
    const property = fc.property(tied, (problem) => {
      const edges = problem.edges.map((e, index) => ({ ...e, cost: e.cost * 10n ** 30n + BigInt((index * 7) % 3) }));
      checkAgainstOracle({ ...problem, edges });
    });
    fc.assert(property, runs(1_500));
  });

  it("either decides as without a budget or confirms nothing, whatever the budget", () => {
    const property = fc.property(problems({ classes: 5, count: 3, cost: 2 }), fc.nat(300), (problem, maxSteps) => {
      const limited = assign(problem, { maxSteps });
      const sure = assign(problem);
      const exhausted = new Set(
        limited.ambiguities.filter((one) => one.exhausted).flatMap((one) => one.left.map(({ cls }) => cls)),
      );
      expect(limited.confirmed).toEqual(sure.confirmed.filter(({ left }) => !exhausted.has(left)));
    });
    fc.assert(property, runs(1_000));
  });
});
