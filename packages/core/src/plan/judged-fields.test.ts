import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { comparedFields, judgedFields } from "./judged-fields.ts";
import { parsePlan } from "./parse-plan.ts";

const example = parsePlan(readFileSync(new URL("example.recon.yaml", import.meta.url), "utf8"), "example.recon.yaml");

test("a pass judges its keys, conditions and sums", () => {
  expect(Object.fromEntries(example.passes.map((pass) => [pass.name, judgedFields(pass)]))).toEqual({
    reversals: ["ref", "currency", "amount"],
    exact: ["ref", "currency"],
    near: ["currency", "party", "amount", "booked"],
    text: ["currency", "amount", "party"],
    payouts: ["batch", "currency", "amount"],
    learned: ["party", "amount", "booked"],
    sums: ["party", "currency", "booked", "amount"],
  });
});

test("compare names the other fields, or all of them do; grouped passes compare none", () => {
  const { compare, ...open } = example;
  const fields = (plan: typeof open) => plan.passes.map((pass) => comparedFields(plan, pass).map(({ field }) => field));
  expect(fields(example)).toEqual([["booked"], ["amount", "booked"], [], ["booked"], [], [], []]);
  expect(fields(open).slice(0, 3)).toEqual([
    ["booked", "valued", "party", "batch", "status"],
    ["amount", "booked", "valued", "party", "batch", "status"],
    ["ref", "valued", "batch", "status"],
  ]);
  expect(comparedFields(example, example.passes[1]!)).toEqual(compare);
});
