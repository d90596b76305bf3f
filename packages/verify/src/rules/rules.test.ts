import fc from "fast-check";
import { expect, test } from "vitest";
import { daysOf } from "../canonical/calendar-day.ts";
import { compileDayDistance } from "./business-days.ts";
import { cancels } from "./sum-rule.ts";
import { compileTolerance, largerMagnitude } from "./tolerance.ts";

test("business days are those after the earlier date, counted one by one", () => {
  const holidays = ["2026-12-25", "2026-12-26", "2027-01-01"];
  const distance = compileDayDistance({ holidays });
  const isOff = (day: number) => {
    const date = new Date(day * 86_400_000);
    return [0, 6].includes(date.getUTCDay()) || holidays.includes(date.toISOString().slice(0, 10));
  };
  const start = daysOf(2026, 12, 1)!;
  const day = fc.integer({ min: start, max: start + 60 });
  fc.assert(
    fc.property(day, day, (a, b) => {
      let count = 0;
      for (let at = Math.min(a, b) + 1; at <= Math.max(a, b); at++) if (!isOff(at)) count++;
      return distance(a, b) === count && distance(b, a) === count;
    }),
  );
  expect(compileDayDistance(undefined)(1, 5)).toBe(4);
  expect(compileDayDistance({ weekend: ["mon", "tue", "wed", "thu", "fri", "sat", "sun"] })(0, 50)).toBe(0);
  expect(compileDayDistance({ weekend: [] })(-10, 50)).toBe(60);
});

test("tolerances multiply, never divide", () => {
  const absolute = compileTolerance({ absolute: "0.05" }, 2);
  expect([absolute(5n, 0n), absolute(-5n, 0n), absolute(6n, 0n)]).toEqual([true, true, false]);
  const relative = compileTolerance({ relative: "0.03" }, 2);
  expect([relative(900n, 30_000n), relative(901n, 30_000n), relative(0n, 0n)]).toEqual([true, false, true]);
  expect(largerMagnitude(-7n, 5n)).toBe(7n);
});

test("amounts cancel only with both signs", () => {
  const exact = compileTolerance({ absolute: "0.00" }, 2);
  expect(cancels([5n, -3n, -2n], exact)).toBe(true);
  expect(cancels([0n, 0n], exact)).toBe(false);
  expect(cancels([5n, -4n], exact)).toBe(false);
  expect(cancels([5n, -4n], compileTolerance({ absolute: "0.01" }, 2))).toBe(true);
});
