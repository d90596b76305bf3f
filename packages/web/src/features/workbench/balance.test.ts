import { expect, test } from "vitest";
import { balancesOf, judge } from "./balance.ts";
import { freeRecord } from "./bench-record.test-support.ts";

const left = (rowId: number, amount: string | null, currency = "EUR") =>
  freeRecord({ side: "left", rowId, amount, currency });
const right = (rowId: number, amount: string | null, currency = "EUR") =>
  freeRecord({ side: "right", rowId, amount, currency });

test("sums are exact where floating point is not", () => {
  const records = [left(1, "0.1"), left(2, "0.2"), right(1, "0.3")];
  expect(balancesOf(records)).toEqual([{ currency: "EUR", left: "0.3", right: "0.3", difference: "0.0" }]);
  expect(judge(records)).toEqual({ kind: "balanced" });
  expect(judge([left(1, "9007199254740993.01"), right(1, "9007199254740993.00")])).toEqual({ kind: "unbalanced" });
});

test("each currency has its own difference, and a match has one currency", () => {
  const records = [left(1, "10.00"), right(1, "10.00"), right(2, "3.50", "USD")];
  expect(balancesOf(records).map(({ currency, difference }) => [currency, difference])).toEqual([
    ["EUR", "0.00"],
    ["USD", "-3.50"],
  ]);
  expect(balancesOf(records)[1]?.left).toBe("0.00");
  expect(judge(records)).toMatchObject({ kind: "impossible", why: expect.stringContaining("one currency") as string });
});

test("an amount that cannot be read makes the sum unknown, never zero", () => {
  const records = [left(1, null), right(1, "0.00")];
  expect(balancesOf(records)[0]).toMatchObject({ left: null, difference: null });
  expect(judge(records)).toEqual({ kind: "unbalanced" });
});

test("without amounts at all records can be matched as they are", () => {
  expect(judge([left(1, null), right(1, null)])).toEqual({ kind: "balanced" });
});

test("records of one side have to cancel out, and every record is free", () => {
  expect(judge([])).toMatchObject({ kind: "impossible" });
  expect(judge([left(1, "1.00"), left(2, "-1.00")])).toEqual({ kind: "cancelling" });
  expect(judge([right(1, "1.00"), right(2, "-0.40"), right(3, "-0.60")])).toEqual({ kind: "cancelling" });
  for (const open of [[left(1, "1.00"), left(2, "-1.01")], [left(1, "0.00")], [left(1, null), left(2, null)]])
    expect(judge(open)).toMatchObject({ why: expect.stringContaining("Pick records on the right") as string });
  expect(judge([{ ...left(1, "1.00"), isFree: false }, right(1, "1.00")])).toMatchObject({
    why: expect.stringContaining("no longer free") as string,
  });
});
