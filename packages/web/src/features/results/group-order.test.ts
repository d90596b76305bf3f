import { expect, test } from "vitest";
import { currenciesOf, orderGroups } from "./group-order.ts";

const groups = [
  { name: "fees", count: 9, sums: { EUR: "-0.5" } },
  { name: "none", count: 30, sums: {} },
  { name: "large", count: 2, sums: { EUR: "-9007199254740993.02", USD: "1.00" } },
  { name: "larger", count: 1, sums: { EUR: "9007199254740993.03" } },
];
const names = (of: readonly { readonly name: string }[]): readonly string[] => of.map(({ name }) => name);

test("groups stand by count, or by the exact size of their sums in one currency", () => {
  expect(names(orderGroups(groups, "count"))).toEqual(["none", "fees", "large", "larger"]);
  expect(names(orderGroups(groups, { currency: "EUR" }))).toEqual(["larger", "large", "fees", "none"]);
  expect(names(orderGroups(groups, { currency: "USD" }))[0]).toBe("large");
  expect(currenciesOf(groups)).toEqual(["EUR", "USD"]);
});
