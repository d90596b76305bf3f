import fc from "fast-check";
import { expect, test } from "vitest";
import { compileNumberParser } from "./parse-number.ts";

const money = compileNumberParser({ money: true, decimal: ".", thousands: "," });
const plain = compileNumberParser({ money: false, decimal: ".", thousands: undefined });
const german = compileNumberParser({ money: true, decimal: ",", thousands: "." });
const spaced = compileNumberParser({ money: true, decimal: ",", thousands: " " });
const swiss = compileNumberParser({ money: true, decimal: ".", thousands: "'" });

function show(parse: typeof money, text: string | null): string | null {
  const converted = parse(text);
  if (!converted.ok) return "fault";
  return converted.value && `${converted.value.units}e-${converted.value.scale}`;
}

test.each([
  ["1,234.50", "12345e-1"],
  ["-5", "-5e-0"],
  ["−5", "-5e-0"],
  ["+5", "5e-0"],
  ["5-", "-5e-0"],
  ["(5.10)", "-51e-1"],
  ["$ 5", "5e-0"],
  ["$-5", "-5e-0"],
  ["-$ 5", "-5e-0"],
  ["($5)", "-5e-0"],
  ["$(5)", "-5e-0"],
  ["5 EUR", "5e-0"],
  ["(5) EUR", "-5e-0"],
  ["5 EUR-", "-5e-0"],
  [".5", "5e-1"],
  ["5.", "5e-0"],
  [" 7 ", "7e-0"],
  ["0007.5000", "75e-1"],
  [" ", null],
  ["", null],
  [".", "fault"],
  ["-", "fault"],
  ["$", "fault"],
  ["--5", "fault"],
  ["-(5)", "fault"],
  ["+5-", "fault"],
  ["1e5", "fault"],
  ["12,34", "fault"],
  ["1,2345", "fault"],
  ["$5 EUR", "fault"],
  ["eur 5", "fault"],
  ["٣", "fault"],
  ["1".repeat(21), "fault"],
  [`0.${"1".repeat(19)}`, "fault"],
  ["1".repeat(20), `${"1".repeat(20)}e-0`],
])("%j is %s", (text, expected) => expect(show(money, text)).toBe(expected));

test("separators by option", () => {
  expect(show(german, "1.234,5")).toBe("12345e-1");
  expect(show(german, "1,234.5")).toBe("fault");
  expect(show(spaced, "1\u00a0234\u202f567,5")).toBe("12345675e-1");
  expect(show(swiss, "1’234'567")).toBe("1234567e-0");
  expect(show(plain, "$5")).toBe("fault");
  expect(show(plain, "1,234")).toBe("fault");
});

test("any decimal comes back exactly, however it is dressed", () => {
  const decimal = fc.record({
    whole: fc.bigInt({ min: 0n, max: 10n ** 20n - 1n }),
    fraction: fc.string({ unit: fc.constantFrom(..."0123456789"), maxLength: 18 }),
    dress: fc.constantFrom("", "-", "()", "5-", "$", "EUR "),
  });
  fc.assert(
    fc.property(decimal, ({ whole, fraction, dress }) => {
      const digits = fraction === "" ? String(whole) : `${whole}.${fraction}`;
      const negative = dress === "-" || dress === "()" || dress === "5-";
      const text = dress === "()" ? `(${digits})` : dress === "5-" ? `${digits}-` : dress + digits;
      const converted = money(text);
      if (!converted.ok || converted.value === null) return false;
      const { units, scale } = converted.value;
      const expected = BigInt(whole + fraction.padEnd(18, "0")) * (negative ? -1n : 1n);
      return units * 10n ** BigInt(18 - scale) === expected;
    }),
  );
});
