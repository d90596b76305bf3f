import fc from "fast-check";
import { expect, test } from "vitest";
import { arbitraryPlan } from "./arbitrary-plan.ts";
import { exchangeSides } from "./exchange-sides.ts";
import { parsePlan } from "./parse-plan.ts";
import { planToYaml } from "./to-yaml.ts";

test("left and right change places everywhere", () => {
  const plan = parsePlan(
    `version: 1
name: demo
left: { files: [a], exclude: [{ where: { field: ref, empty: true }, reason: x }] }
right: { files: [b] }
fields:
  ref: { type: text, left: L }
  amount: { type: money, left: { column: x, minorUnits: 2 }, right: { debit: d, credit: c }, negate: left }
  other: { type: money, negate: both }
passes:
  - { name: n, kind: netted, side: right, on: [ref], sum: { field: amount, within: { absolute: "0" } } }
  - { name: g, kind: grouped, shape: "1:n", on: [ref], sum: { field: amount, within: { absolute: "0" } } }
  - { name: s, kind: summed, shape: "n:1", anchor: [ref], sum: { field: amount, within: { absolute: "0" } } }
`,
    "demo",
  );
  const exchanged = exchangeSides(plan);
  expect(exchanged).toMatchObject({ left: plan.right, right: plan.left });
  expect(exchanged.fields).toEqual({
    ref: { type: "text", right: "L" },
    amount: {
      type: "money",
      left: { debit: "d", credit: "c" },
      right: { column: "x", minorUnits: 2 },
      negate: "right",
    },
    other: { type: "money", negate: "both" },
  });
  expect(exchanged.passes).toMatchObject([{ side: "left" }, { shape: "n:1" }, { shape: "1:n" }]);
});

test("exchanging twice gives the plan back, and an exchanged plan is sound", () => {
  fc.assert(
    fc.property(arbitraryPlan, (plan) => {
      const exchanged = exchangeSides(plan);
      expect(parsePlan(planToYaml(exchanged), "x")).toEqual(exchanged);
      expect(exchangeSides(exchanged)).toEqual(plan);
    }),
  );
});
