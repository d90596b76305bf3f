import fc from "fast-check";
import { expect, it } from "vitest";
import { connectedComponents } from "./components.ts";

it("numbers components by their smallest left node and leaves lonely nodes out", () => {
  const { count, ofLeft, ofRight } = connectedComponents({
    leftSize: 5,
    rightSize: 4,
    lefts: [4, 0, 1, 4],
    rights: [1, 3, 0, 3],
  });
  expect({ count, ofLeft: [...ofLeft], ofRight: [...ofRight] }).toEqual({
    count: 2,
    ofLeft: [0, 1, -1, -1, 0],
    ofRight: [1, 0, -1, 0],
  });
});

it("joins what a path joins and nothing else", () => {
  const edges = fc.array(fc.tuple(fc.nat(7), fc.nat(7)), { maxLength: 12 });
  const property = fc.property(edges, (pairs) => {
    const { count, ofLeft, ofRight } = connectedComponents({
      leftSize: 8,
      rightSize: 8,
      lefts: pairs.map(([left]) => left),
      rights: pairs.map(([, right]) => right),
    });
    // Spread the smallest left number along the edges until nothing changes.
    const label = new Map<string, number>();
    const labelOf = ([left, right]: [number, number]) =>
      Math.min(left, label.get(`l${left}`) ?? left, label.get(`r${right}`) ?? left);
    for (let round = 0; round < 16; round++) {
      for (const pair of pairs) for (const end of [`l${pair[0]}`, `r${pair[1]}`]) label.set(end, labelOf(pair));
    }
    const smallest = [...new Set(label.values())].sort((a, b) => a - b);
    const numberOf = (node: string) => smallest.indexOf(label.get(node) ?? -1);
    expect(count).toBe(smallest.length);
    expect([...ofLeft]).toEqual([...ofLeft.keys()].map((left) => numberOf(`l${left}`)));
    expect([...ofRight]).toEqual([...ofRight.keys()].map((right) => numberOf(`r${right}`)));
  });
  fc.assert(property, { numRuns: 1_000, seed: 20_240_229 });
});
