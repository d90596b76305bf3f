/** Against enumeration: every way to use the candidates, the best of them, and what these have in common. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { certainPairs } from "./certain-pairs.ts";
import { Circulation, type PairArc } from "./circulation.ts";
import { findAssignment } from "./find-assignment.ts";
import { Partition } from "./partition.ts";
import { TooMuchWork, WorkLimit } from "./work-limit.ts";

interface Problem {
  readonly lefts: readonly number[];
  readonly rights: readonly number[];
  readonly pairs: readonly PairArc[];
  /** Whether the proof is given what the search found, or nothing to begin with. */
  readonly isFound: boolean;
}

const counts = fc.array(fc.integer({ min: 1, max: 2 }), { minLength: 1, maxLength: 4 });
/** Small ones, for ties; some beyond what numbers hold exactly. */
const cost = fc.oneof(
  fc.bigInt({ min: 0n, max: 3n }),
  fc.bigInt({ min: 0n, max: 3n }).map((units) => units * 10n ** 20n + 1n),
);
const problem: fc.Arbitrary<Problem> = fc.tuple(counts, counts).chain(([lefts, rights]) => {
  const all = lefts.flatMap((_, left) => rights.map((__, right) => ({ left, right })));
  return fc.record({
    lefts: fc.constant(lefts),
    rights: fc.constant(rights),
    pairs: fc
      .subarray(all, { minLength: 1 })
      .chain((chosen) => fc.tuple(...chosen.map((pair) => cost.map((price) => ({ ...pair, cost: price }))))),
    isFound: fc.boolean(),
  });
});

/** All flows over the pairs that the counts allow. */
function* flows({ lefts, rights, pairs }: Problem): Generator<number[]> {
  function* from(at: number, room: { left: number[]; right: number[] }): Generator<number[]> {
    if (at === pairs.length) return yield [];
    const { left, right } = pairs[at]!;
    for (let flow = 0; flow <= Math.min(room.left[left]!, room.right[right]!); flow++) {
      const less = { left: [...room.left], right: [...room.right] };
      less.left[left]! -= flow;
      less.right[right]! -= flow;
      for (const rest of from(at + 1, less)) yield [flow, ...rest];
    }
  }
  yield* from(0, { left: [...lefts], right: [...rights] });
}

function enumerated(given: Problem): { least: number[]; joined: string } {
  let best: number[][] = [];
  let [most, cheapest] = [-1, 0n];
  for (const flow of flows(given)) {
    const size = flow.reduce((sum, part) => sum + part, 0);
    const cost = flow.reduce((sum, part, at) => sum + BigInt(part) * given.pairs[at]!.cost, 0n);
    if (size < most || (size === most && cost > cheapest)) continue;
    if (size > most || cost < cheapest) best = [];
    [most, cheapest] = [size, cost];
    best.push(flow);
  }
  const least = given.pairs.map((_, at) => Math.min(...best.map((flow) => flow[at]!)));
  const varying = new Partition(1 + given.lefts.length + given.rights.length);
  for (const [at, { left, right }] of given.pairs.entries())
    if (best.some((flow) => flow[at] !== least[at])) varying.join(1 + left, 1 + given.lefts.length + right);
  return { least, joined: joinedNodes(varying, given) };
}

function joinedNodes(partition: Partition, { lefts, rights }: Problem): string {
  const nodes = Array.from({ length: lefts.length + rights.length }, (_, i) => i + 1);
  return nodes.map((a) => nodes.filter((b) => partition.isJoined(a, b)).join(",")).join(" ");
}

function decided(given: Problem): { least: number[]; joined: string } {
  const circulation = new Circulation(given.lefts, given.rights, given.pairs);
  const limit = new WorkLimit(1_000_000);
  if (given.isFound) findAssignment(circulation, limit);
  const found = [...circulation.flow];
  circulation.optimise(limit);
  const flow = [...circulation.flow];
  if (given.isFound) expect(found).toEqual(flow);
  const { least, varying } = certainPairs(circulation, given.pairs, limit);
  expect([...circulation.flow]).toEqual(flow);
  return { least: [...least], joined: joinedNodes(varying, given) };
}

test("what all optimal assignments have in common, whether found or only proven", () => {
  fc.assert(
    fc.property(problem, (given) => {
      expect(decided(given)).toEqual(enumerated(given));
    }),
    { numRuns: 3000, seed: 20261125 },
  );
});

test("three pairs that only a rotation of all three improves", () => {
  const right = (left: number, step: number): number => (left + step) % 3;
  const pairs = [0, 1].flatMap((step) =>
    [0, 1, 2].map((left) => ({ left, right: right(left, step), cost: step === 0 ? 4n : 5n })),
  );
  const given: Problem = { lefts: [1, 1, 1], rights: [1, 1, 1], pairs, isFound: false };
  expect(decided(given).least).toEqual([1, 1, 1, 0, 0, 0]);
});

test("work is bounded", () => {
  const size = 60;
  const pairs = Array.from({ length: size * size }, (_, i) => {
    return { left: Math.floor(i / size), right: i % size, cost: BigInt((i * 7919) % 1009) };
  });
  const ones = Array.from({ length: size }, () => 1);
  expect(() => new Circulation(ones, ones, pairs).optimise(new WorkLimit(10_000))).toThrow(TooMuchWork);
});
