import fc from "fast-check";
import { expect, test } from "vitest";
import { didYouMean, nearestName } from "./nearest-name.ts";

test.each([
  ["Amount", ["amount", "amounts"], "amount"],
  ["tolerence", ["tolerance", "type"], "tolerance"],
  ["dateWihtin", ["within", "dateWithin"], "dateWithin"],
  ["keyd", ["keyed", "linked"], "keyed"],
  ["on", ["no", "kind"], "no"],
  ["x", ["y"], undefined],
  ["amount", [], undefined],
  ["frobnicate", ["left", "right"], undefined],
  ["cat", ["dog"], undefined],
])("%s among %j is %s", (name, candidates, nearest) => {
  expect(nearestName(name, candidates)).toBe(nearest);
});

test("the hint is quoted, and empty when nothing is near", () => {
  expect(didYouMean("limts", ["limits"])).toBe('; did you mean "limits"?');
  expect(didYouMean("limts", ["passes"])).toBe("");
});

test("the distance is that of the plain recursion", () => {
  const word = fc.string({ unit: fc.constantFrom("a", "b", "c"), minLength: 2, maxLength: 9 });
  fc.assert(
    fc.property(word, word, (name, candidate) => {
      const bound = Math.min(3, Math.max(1, Math.floor(name.length / 3)));
      expect(nearestName(name, [candidate]) !== undefined).toBe(distance(name, candidate) <= bound);
    }),
    { numRuns: 2_000 },
  );
});

function distance(a: string, b: string): number {
  if (a === "" || b === "") return a.length + b.length;
  const swapped = a.length > 1 && b.length > 1 && a[0] === b[1] && a[1] === b[0];
  return Math.min(
    distance(a.slice(1), b) + 1,
    distance(a, b.slice(1)) + 1,
    distance(a.slice(1), b.slice(1)) + (a[0] === b[0] ? 0 : 1),
    swapped ? distance(a.slice(2), b.slice(2)) + 1 : Infinity,
  );
}
