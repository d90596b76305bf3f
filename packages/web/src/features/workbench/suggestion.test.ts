import { expect, test } from "vitest";
import { freeRecord } from "./bench-record.test-support.ts";
import { openSides, suggest, wantedAmount } from "./suggestion.ts";

const right = (rowId: number, amount: string) => freeRecord({ side: "right", rowId, amount });
const left = (rowId: number, amount: string) => freeRecord({ side: "left", rowId, amount });

test("what brings the difference to zero comes first, then what leaves least", () => {
  const found = suggest({
    difference: "100.00",
    sides: ["right"],
    near: [right(1, "99.00"), right(2, "100.00"), right(3, "100.05"), right(4, "300.00")],
    pool: [right(5, "60.00"), right(6, "40.00")],
  });
  expect(found.map(({ records, leftOver }) => [records.map(({ rowId }) => rowId), leftOver])).toEqual([
    [[2], "0.00"],
    [[5, 6], "0.00"],
    [[3], "-0.05"],
    [[1], "1.00"],
  ]);
});

test("what leaves more than a tenth is noise; the nearest of those is shown where nothing else is", () => {
  const asked = { difference: "100.00", sides: ["right"], pool: [] } as const;
  const near = [right(1, "60.00"), right(2, "89.99")];
  expect(suggest({ ...asked, near }).map(({ leftOver }) => leftOver)).toEqual(["10.01"]);
  expect(suggest({ ...asked, near: [...near, right(3, "90.00")] }).map(({ leftOver }) => leftOver)).toEqual(["10.00"]);
});

test("on the left the sign turns", () => {
  expect(wantedAmount("-12.5", "left")).toBe("12.5");
  expect(wantedAmount("-12.5", "right")).toBe("-12.5");
  const found = suggest({
    difference: "-30.00",
    sides: ["left"],
    near: [left(1, "30")],
    pool: [left(2, "10"), left(3, "12.5"), left(4, "7.50")],
  });
  expect(found.map(({ leftOver }) => leftOver)).toEqual(["0.00", "0.00"]);
});

test("records are added on the empty side while there is one", () => {
  expect(openSides([left(1, "1")])).toEqual(["right"]);
  expect(openSides([right(1, "1")])).toEqual(["left"]);
  expect(openSides([left(1, "1"), right(1, "1")])).toEqual(["left", "right"]);
});
