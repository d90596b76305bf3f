import fc from "fast-check";
import { expect, test } from "vitest";
import { ByteDictionary } from "./byte-dictionary.ts";
import { PairDictionary } from "./pair-dictionary.ts";

test("equal bytes have equal numbers, other bytes other ones, and numbers give the bytes back", () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: fc.constantFrom(..."ab\0é"), maxLength: 6 }), { maxLength: 3000 }),
      (texts) => {
        const dictionary = new ByteDictionary();
        const numbers = new Map<string, number>();
        for (const text of texts) {
          const number = dictionary.internText(text);
          expect(numbers.get(text) ?? number).toBe(number);
          numbers.set(text, number);
        }
        expect(new Set(numbers.values()).size).toBe(numbers.size);
        for (const [text, number] of numbers) expect(dictionary.textOf(number)).toBe(text);
        expect(dictionary.find(Buffer.from("zzz"), 0, 3)).toBe(0);
      },
    ),
    { numRuns: 30 },
  );
});

test("it grows past its first tables", () => {
  const dictionary = new ByteDictionary();
  const pairs = new PairDictionary();
  for (let at = 0; at < 50_000; at++) {
    expect(dictionary.internText(`value ${at}`)).toBe(at + 1);
    expect(pairs.intern(at, -at)).toBe(at + 1);
  }
  expect(dictionary.textOf(40_000)).toBe("value 39999");
  expect(pairs.intern(12_345, -12_345)).toBe(12_346);
});
