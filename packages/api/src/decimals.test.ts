import fc from "fast-check";
import { expect, test } from "vitest";
import { addDecimals, divideDecimals, fromUnits, isZero, subtractDecimals, toUnits } from "./decimals.ts";

/** Decimal text with up to four digits after the mark, and what it is in ten-thousandths. */
const decimal = fc
  .tuple(fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), fc.integer({ min: 0, max: 4 }))
  .map(([units, scale]) => ({ text: fromUnits(units, scale), tenThousandths: units * 10n ** BigInt(4 - scale) }));

test("a sum is exact whatever the scales, and has the finest of them", () => {
  fc.assert(
    fc.property(fc.array(decimal), (all) => {
      const sum = addDecimals(...all.map(({ text }) => text));
      expect(toUnits(sum, 4)).toBe(all.reduce((total, { tenThousandths }) => total + tenThousandths, 0n));
    }),
  );
  expect(addDecimals()).toBe("0");
  expect(addDecimals("0.1", "0.20")).toBe("0.30");
  expect(addDecimals("-0.05", "0.05")).toBe("0.00");
});

test("a difference is the sum with the sign turned", () => {
  fc.assert(
    fc.property(decimal, decimal, (from, taken) => {
      const rest = subtractDecimals(from.text, taken.text);
      expect(toUnits(rest, 4)).toBe(from.tenThousandths - taken.tenThousandths);
      expect(isZero(rest)).toBe(from.tenThousandths === taken.tenThousandths);
    }),
  );
});

test("a ratio is cut off, so that only the whole is 1", () => {
  expect(divideDecimals("999999", "1000000")).toBe("0.9999");
  expect(divideDecimals("7.0", "7")).toBe("1.0000");
  expect(divideDecimals("1", "0.00")).toBeUndefined();
});
