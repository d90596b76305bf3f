import fc from "fast-check";
import { expect, test } from "vitest";
import { findCombinations, type Summand } from "./combinations.ts";

const pools = fc
  .array(fc.bigInt({ min: -30n, max: 30n }), { maxLength: 14 })
  .map((amounts) => amounts.map((units, at): Summand => ({ key: String(at), units })));

/** Every set of two or three, tried one by one. */
function allSets(pool: readonly Summand[]): readonly (readonly Summand[])[] {
  const sets: Summand[][] = [];
  for (let mask = 0; mask < 2 ** pool.length; mask += 1) {
    const chosen = pool.filter((_, at) => ((mask >> at) & 1) === 1);
    if (chosen.length === 2 || chosen.length === 3) sets.push(chosen);
  }
  return sets;
}

const nameOf = (set: readonly Summand[]): string => set.map(({ key }) => key).join("+");

test("finds exactly the pairs and triples that sum to the target", () => {
  fc.assert(
    fc.property(pools, fc.bigInt({ min: -40n, max: 40n }), (pool, target) => {
      const expected = allSets(pool).filter((set) => set.reduce((sum, { units }) => sum + units, 0n) === target);
      const found = findCombinations(pool, target, Number.MAX_SAFE_INTEGER);
      expect(found.map(nameOf).sort()).toEqual(expected.map(nameOf).sort());
    }),
  );
});

test("tells the smaller sets first and no more than asked for of each size", () => {
  const pool = [1n, 2n, 3n, 4n, 5n, 6n].map((units, at) => ({ key: String(at), units }));
  const found = findCombinations(pool, 9n, 1);
  expect(found.map(({ length }) => length)).toEqual([2, 3]);
});
