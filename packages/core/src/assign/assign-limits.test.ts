import { expect, it } from "vitest";
import { assign } from "./assign.ts";

it("gives a whole part back as one ambiguity when the budget runs out", () => {
  const edges = [0, 1, 2].flatMap((left) => [0, 1, 2].map((right) => ({ left, right, cost: BigInt(left * right) })));
  const problem = { leftCounts: [1, 1, 1], rightCounts: [1, 1, 2], edges };
  for (const maxSteps of [0, 5, 40]) {
    const { ambiguities, confirmed, pairs, totalCost } = assign(problem, { maxSteps });
    expect({ confirmed, pairs, totalCost }).toEqual({ confirmed: [], pairs: 0, totalCost: 0n });
    expect(ambiguities).toEqual([
      {
        left: [0, 1, 2].map((cls) => ({ cls, count: 1 })),
        right: [1, 1, 2].map((count, cls) => ({ cls, count })),
        edges,
        exhausted: true,
      },
    ]);
  }
  expect(assign(problem).ambiguities.some(({ exhausted }) => exhausted)).toBe(false);
});

it("has nothing to say about nothing", () => {
  const nothing = { confirmed: [], ambiguities: [], pairs: 0, totalCost: 0n };
  expect(assign({ leftCounts: [], rightCounts: [], edges: [] })).toEqual(nothing);
  expect(assign({ leftCounts: [2], rightCounts: [], edges: [] })).toEqual(nothing);
});

it.each([
  ["a class without records", { leftCounts: [0], rightCounts: [1], edges: [] }],
  ["an unknown class", { leftCounts: [1], rightCounts: [1], edges: [{ left: 0, right: 1, cost: 0n }] }],
  ["a negative cost", { leftCounts: [1], rightCounts: [1], edges: [{ left: 0, right: 0, cost: -1n }] }],
  [
    "a pair given twice",
    { leftCounts: [1], rightCounts: [1], edges: [0n, 1n].map((cost) => ({ left: 0, right: 0, cost })) },
  ],
])("refuses %s", (_, problem) => {
  expect(() => assign(problem)).toThrow(Error);
});
