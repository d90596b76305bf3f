import fc from "fast-check";
import { expect, test } from "vitest";
import { markDifferences, type Stretch } from "./mark-differences.ts";

const textOf = (stretches: readonly Stretch[]): string => stretches.map(({ text }) => text).join("");
const common = (stretches: readonly Stretch[]): string =>
  stretches
    .filter(({ differs }) => !differs)
    .map(({ text }) => text)
    .join("");

test("marks inside the value what one side has and the other has not", () => {
  expect(markDifferences("RE-2026-004847", "RE-2026-004874")).toEqual({
    left: [
      { text: "RE-2026-0048", differs: false },
      { text: "4", differs: true },
      { text: "7", differs: false },
    ],
    right: [
      { text: "RE-2026-0048", differs: false },
      { text: "7", differs: false },
      { text: "4", differs: true },
    ].reduce<Stretch[]>((all, one) => {
      const last = all.at(-1);
      return last?.differs === one.differs
        ? [...all.slice(0, -1), { text: last.text + one.text, differs: one.differs }]
        : [...all, one];
    }, []),
  });
});

test("loses no character, and both sides keep the same common text", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 40 }), fc.string({ maxLength: 40 }), (left, right) => {
      const marked = markDifferences(left, right);
      expect(textOf(marked.left)).toBe(left);
      expect(textOf(marked.right)).toBe(right);
      expect(common(marked.left)).toBe(common(marked.right));
    }),
  );
});
