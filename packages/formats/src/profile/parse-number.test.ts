import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { NumberEvidence } from "./number-evidence.ts";
import { numberFault, type NumberStyle, parseNumber } from "./parse-number.ts";

const decimals = [".", ","] as const;
const styles = decimals.flatMap((decimal) =>
  ([undefined, decimal === "." ? "," : ".", " ", "'"] as const).map((thousands) => ({ decimal, thousands })),
);

/** `digits / 10^scale` as a plain decimal text. */
function plain(number: ReturnType<typeof parseNumber>): string | undefined {
  if (number === undefined) return undefined;
  const digits = String(number.digits < 0n ? -number.digits : number.digits).padStart(number.scale + 1, "0");
  const at = digits.length - number.scale;
  return `${number.digits < 0n ? "-" : ""}${digits.slice(0, at)}${number.scale === 0 ? "" : `.${digits.slice(at)}`}`;
}

describe("parseNumber", () => {
  const cases: [string, NumberStyle, string | undefined][] = [
    ["12.50", {}, "12.50"],
    [" 12.50\u00a0", {}, "12.50"],
    ["-1,234.5", { thousands: "," }, "-1234.5"],
    ["1,234.5", {}, undefined],
    ["1.234,56", { decimal: ",", thousands: "." }, "1234.56"],
    ["1 234\u00a0567\u202f890,5", { decimal: ",", thousands: " " }, "1234567890.5"],
    ["1’234'567.80", { thousands: "'" }, "1234567.80"],
    ["12,34", { thousands: "," }, undefined],
    ["1234,567", { thousands: "," }, undefined],
    [",123", { thousands: "," }, undefined],
    [".5", {}, "0.5"],
    ["5.", {}, "5"],
    [".", {}, undefined],
    ["", {}, undefined],
    ["-", {}, undefined],
    ["−5", {}, "-5"],
    ["+5", {}, "5"],
    ["5-", {}, "-5"],
    ["5+", {}, undefined],
    ["(5.10)", {}, "-5.10"],
    ["(-5)", {}, undefined],
    ["--5", {}, undefined],
    ["-5-", {}, undefined],
    ["- 5", {}, undefined],
    ["1e5", {}, undefined],
    ["0x10", {}, undefined],
    ["٣", {}, undefined],
    ["NaN", {}, undefined],
    ["12..34", {}, undefined],
    ["$5", {}, undefined],
    ["$5", { money: true }, "5"],
    ["-$ 5.00", { money: true }, "-5.00"],
    ["$-5", { money: true }, "-5"],
    ["(USD 5)", { money: true }, "-5"],
    ["EUR (5)", { money: true }, "-5"],
    ["5,00 €", { decimal: ",", money: true }, "5.00"],
    ["5 EUR-", { money: true }, "-5"],
    ["5- EUR", { money: true }, "-5"],
    ["€5€", { money: true }, undefined],
    ["$-$5", { money: true }, undefined],
    ["EU 5", { money: true }, undefined],
    ["eur 5", { money: true }, undefined],
    ["12345678901234567890.123456789012345678", {}, "12345678901234567890.123456789012345678"],
    ["00012345678901234567890.1234567890123456780000", {}, "12345678901234567890.123456789012345678"],
    ["123456789012345678901", {}, undefined],
    ["0.1234567890123456789", {}, undefined],
  ];
  it.each(cases)("reads %j in %j as %j", (text, style, expected) => {
    expect(plain(parseNumber(text, style))).toBe(expected);
  });

  it("tells too many digits from no number", () => {
    expect(numberFault("123456789012345678901")).toBe("more digits than fit");
    expect(numberFault("12x")).toBe("not a number");
    expect(numberFault("12")).toBeUndefined();
  });

  it("reads back what is written in any style", () => {
    const digits = fc.bigInt({ min: 0n, max: 10n ** 20n - 1n });
    const fractions = fc.stringMatching(/^\d{0,18}$/);
    const signs = fc.constantFrom(...(["", "-", "−", "+", "5-", "()"] as const));
    const currencies = fc.constantFrom("", "$", "€ ", "USD", "CHF\u00a0");
    fc.assert(
      fc.property(
        digits,
        fractions,
        signs,
        currencies,
        fc.constantFrom(...styles),
        fc.boolean(),
        (whole, fraction, sign, currency, style, outside) => {
          const grouped =
            style.thousands === undefined ? String(whole) : String(whole).replace(/\B(?=(\d{3})+$)/g, style.thousands);
          const number = grouped + (fraction === "" ? "" : style.decimal + fraction);
          const signed = (text: string) => (sign === "()" ? `(${text})` : sign === "5-" ? `${text}-` : sign + text);
          const text = outside ? currency + signed(number) : signed(currency + number);
          const value = BigInt(whole + fraction);
          const negative = sign !== "" && sign !== "+";
          expect(parseNumber(text, { ...style, money: currency !== "" })).toEqual({
            digits: negative ? -value : value,
            scale: fraction.length,
          });
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe("NumberEvidence", () => {
  it("agrees with parseNumber in every style on any text", () => {
    const pieces = fc.constantFrom(
      "0",
      "1",
      "23",
      "456",
      "1234",
      "000",
      ".",
      ",",
      " ",
      "'",
      "’",
      "-",
      "−",
      "+",
      "(",
      ")",
      "€",
      "USD",
      "\u00a0",
      "x",
      "é",
    );
    const texts = fc.array(pieces, { minLength: 1, maxLength: 9 }).map((parts) => parts.join("").trim());
    fc.assert(
      fc.property(texts, (text) => {
        if (text === "") return;
        const evidence = new NumberEvidence();
        evidence.add(text);
        for (const { decimal, thousands, count } of evidence.counts()) {
          const number = parseNumber(text, { decimal, thousands, money: true });
          expect({ decimal, thousands, count }).toEqual({ decimal, thousands, count: number === undefined ? 0 : 1 });
          if (number !== undefined)
            expect(evidence.total({ decimal, thousands })).toBe(plain(number)!.replace(/^-(0(\.0*)?)$/, "$1"));
        }
      }),
      { numRuns: 20_000 },
    );
  });

  it("adds exactly, beyond what a double holds", () => {
    const values = fc.array(
      fc.tuple(fc.bigInt({ min: -(10n ** 19n), max: 10n ** 19n }), fc.integer({ min: 0, max: 12 })),
      { minLength: 1 },
    );
    fc.assert(
      fc.property(values, (numbers) => {
        const evidence = new NumberEvidence();
        for (const [digits, scale] of numbers) evidence.add(plain({ digits, scale })!);
        const most = Math.max(...numbers.map(([, scale]) => scale));
        const sum = numbers.reduce((total, [digits, scale]) => total + digits * 10n ** BigInt(most - scale), 0n);
        expect(evidence.total({ decimal: ".", thousands: undefined })).toBe(plain({ digits: sum, scale: most }));
      }),
    );
  });

  it("adds many values near the edge of a double", () => {
    const evidence = new NumberEvidence();
    for (let i = 0; i < 100; i++) evidence.add("9999999999999.99");
    expect(evidence.total({ decimal: ".", thousands: undefined })).toBe("999999999999999.00");
  });
});
