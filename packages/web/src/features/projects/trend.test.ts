import type { RunOverview } from "@recon/api";
import { expect, test } from "vitest";
import { largestRisk, placesOf } from "./trend.ts";

test("a line goes from the least to the most, from the first to the last", () => {
  expect(placesOf(["10", "30", "20"])).toEqual([
    { x: 0, y: 0 },
    { x: 0.5, y: 1 },
    { x: 1, y: 0.5 },
  ]);
});

test("equal values are level, one stands in the middle, unknown ones are left out", () => {
  expect(placesOf(["5", "5"]).map(({ y }) => y)).toEqual([0.5, 0.5]);
  expect(placesOf(["0.95"])).toEqual([{ x: 0.5, y: 0.5 }]);
  expect(placesOf([null, "1", "2"]).map(({ x }) => x)).toEqual([0.5, 1]);
  expect(placesOf([])).toEqual([]);
});

test("the largest risk is found by exact comparison", () => {
  const overview = (valueAtRisk: Record<string, string>) => ({ valueAtRisk }) as unknown as RunOverview;
  expect(largestRisk(overview({ EUR: "9007199254740993.00", USD: "9007199254740993.01" }))?.currency).toBe("USD");
  expect(largestRisk(overview({ EUR: "9.5", JPY: "10" }))?.currency).toBe("JPY");
  expect(largestRisk(overview({}))).toBeUndefined();
});
