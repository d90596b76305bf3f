import type { NormaliseStep } from "@recon/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { compileNormalise } from "./normalise-text.ts";

test.each<[NormaliseStep[], string, string | null]>([
  [["trim"], "\u0085 a b\u3000", "a b"],
  [["trim"], "\ufeffa", "\ufeffa"],
  [["squeeze"], " a \t\u00a0 b ", "a b"],
  [["upper"], "straße ŉ", "STRAẞE ŉ"],
  [["lower"], "İΣ", "İσ"],
  [["fold"], "Ærøskøbing Łódź ẞ İ", "aeroskobing lodz ss i"],
  [["fold"], "한글", "한글"],
  [["punctuation"], "a-b_c+d€.", "abcd"],
  [["leadingZeros"], "000", "0"],
  [["leadingZeros"], "0012", "12"],
  [["digits"], "a1b٣2", "12"],
  [[{ extract: "PO-([0-9]+)" }], "x PO-77 y", "77"],
  [[{ extract: "[0-9]+" }], "x 12 y", "12"],
  [[{ extract: "z" }], "x", null],
  [[{ replace: ["^INV-?", ""] }], "INV-7", "7"],
  [[{ replace: ["(a)(b)", "\\2\\1"] }], "abab", "baba"],
  [[{ replace: ["x*", "-"] }], "abxc", "-a-b-c-"],
  [[{ replace: ["a", "$1\\\\"] }], "a", "$1\\"],
  [[{ padLeft: [4, "0"] }], "7", "0007"],
  [[{ padLeft: [2, "0"] }], "777", "777"],
  [["digits"], "abc", null],
  [[{ extract: "z" }, { padLeft: [4, "0"] }], "x", null],
])("%j of %j is %j", (steps, text, expected) => expect(compileNormalise(steps)(text)).toBe(expected));

test("trim, squeeze and fold change nothing the second time", () => {
  for (const step of ["trim", "squeeze", "fold"] as const) {
    const normalise = compileNormalise([step]);
    fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => normalise(normalise(text)) === normalise(text)));
  }
});
