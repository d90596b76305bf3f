import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { heightsOf, moveTo, placeOf, TALLEST_PX } from "./scroll-scale.ts";

const ROW_PX = 32;
const million = heightsOf(1_000_000, ROW_PX, 600);

describe("the place in a list that is taller than an element can be", () => {
  test("a short list is scrolled as it is", () => {
    const heights = heightsOf(1000, ROW_PX, 600);
    expect(moveTo({ top: 0, shift: 0 }, 4321, heights)).toEqual({ top: 4321, shift: 0 });
    expect(heights.element).toBe(heights.whole);
  });

  test("a pull to the end of the bar shows the last row, one to its start the first", () => {
    const end = moveTo({ top: 0, shift: 0 }, TALLEST_PX - 600, million);
    expect(end.top + end.shift).toBe(32_000_000 - 600);
    const start = moveTo(end, 0, million);
    expect(start.top + start.shift).toBe(0);
  });

  test("every offset can be shown, within the element", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3_000_000 }), fc.nat(100_000_000), (rows, offset) => {
        const heights = heightsOf(rows, ROW_PX, 600);
        const { top, shift } = placeOf(offset, heights);
        expect(top).toBeGreaterThanOrEqual(0);
        expect(top).toBeLessThanOrEqual(Math.max(0, heights.element - 600));
        expect(top + shift).toBe(Math.min(offset, Math.max(0, heights.whole - 600)));
      }),
    );
  });

  test("by the wheel the rows move just as far as the scroller, and every end is reached", () => {
    fc.assert(
      fc.property(
        fc.nat(32_000_000),
        fc.array(fc.integer({ min: -600, max: 600 }), { maxLength: 200 }),
        (from, steps) => {
          let place = placeOf(from, million);
          let expected = place.top + place.shift;
          for (const step of steps) {
            const top = Math.min(Math.max(0, place.top + step), million.element - 600);
            const moved = top - place.top;
            expected = Math.min(Math.max(0, expected + moved), million.whole - 600);
            place = moveTo(place, top, million);
            expect(place.top + place.shift).toBe(expected);
            const offset = place.top + place.shift;
            if (place.top === 0) expect(offset).toBeLessThan(4);
            if (place.top === million.element - 600) expect(offset).toBeGreaterThan(million.whole - 604);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
