import fc from "fast-check";
import { expect, test } from "vitest";
import { numberText } from "./number-text.ts";

test("rounds to 15 digits and writes no exponent", () => {
  expect(numberText(1234.5600000000001)).toBe("1234.56");
  expect(numberText(0.1 + 0.2)).toBe("0.3");
  expect(numberText(-0)).toBe("0");
  expect(numberText(123456789012345)).toBe("123456789012345");
  expect(numberText(12345678901234567)).toBe("12345678901234600");
  expect(numberText(1e-7)).toBe("0.0000001");
  expect(numberText(-1.5e21)).toBe("-1500000000000000000000");
});

test("decimals of up to 15 digits come back as they were typed", () => {
  const typed = fc.tuple(fc.bigInt({ min: -(10n ** 15n) + 1n, max: 10n ** 15n - 1n }), fc.integer({ min: 0, max: 20 }));
  fc.assert(
    fc.property(typed, ([unscaled, scale]) => {
      const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, "0");
      const whole = digits.slice(0, digits.length - scale);
      const fraction = digits.slice(digits.length - scale).replace(/0+$/, "");
      const text = (unscaled < 0n ? "-" : "") + whole + (fraction === "" ? "" : `.${fraction}`);
      expect(numberText(Number(text))).toBe(text);
    }),
  );
});
