import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { arbitraryPlan } from "./arbitrary-plan.ts";
import { parsePlan } from "./parse-plan.ts";
import type { Plan } from "./schema.ts";
import { planToYaml } from "./to-yaml.ts";

const example = parsePlan(readFileSync(new URL("example.recon.yaml", import.meta.url), "utf8"), "example.recon.yaml");

test("every plan is read back as it was", () => {
  fc.assert(
    fc.property(arbitraryPlan, (plan) => {
      expect(parsePlan(planToYaml(plan), "x.recon.yaml")).toEqual(plan);
    }),
    { numRuns: 300 },
  );
});

test("no comment changes the plan, whatever it says", () => {
  const paths = [
    "",
    "name",
    "left",
    "left.files[0]",
    "fields",
    "fields.ref",
    "fields.amount.left",
    "passes",
    "passes[0]",
  ];
  const comments = fc.dictionary(fc.constantFrom(...paths), fc.string({ unit: "binary", maxLength: 40 }));
  fc.assert(
    fc.property(comments, fc.string({ unit: "binary" }), (notes, schema) => {
      expect(parsePlan(planToYaml(example, notes, schema), "x.recon.yaml")).toEqual(example);
    }),
    { numRuns: 300 },
  );
});

test("comments stand above the line of their path, and the schema on the first line", () => {
  const yaml = planToYaml(
    example,
    {
      "": "Proposed.\nCheck it.",
      "fields.amount": "all values read",
      "passes[2].conditions[1].field": "posting delay",
    },
    "plan.schema.json",
  );
  expect(yaml.split("\n").slice(0, 5)).toEqual([
    "# yaml-language-server: $schema=plan.schema.json",
    "# Proposed.",
    "# Check it.",
    "",
    "version: 1",
  ]);
  expect(yaml).toContain(
    "  # all values read\n  amount: { type: money, left: Betrag, right: { debit: Dr, credit: Cr }",
  );
  expect(yaml).toContain("      # posting delay\n      - { field: booked, dateWithin: { days: 3, calendar: business }");
  expect(yaml).toContain("\n  - { name: exact, kind: keyed, on: [ref, currency] }\n");
});

test("a comment that quotes a hostile header stays a comment", () => {
  const yaml = planToYaml(example, { "": "a\rversion: 2\u2028b\u0007", name: "c\r\nname: evil" }, "x\ry");
  expect(yaml.split(/[\r\n\u2028]/)).toEqual(
    expect.arrayContaining([
      "# yaml-language-server: $schema=x  y",
      "# a",
      "# version: 2",
      "# b",
      "# c",
      "# name: evil",
    ]),
  );
});

test("a comment on what the plan lacks is a bug", () => {
  expect(() => planToYaml(example, { "fields.nothing": "x" })).toThrow("fields.nothing");
});

test("keys come in the order of the schema", () => {
  const shuffled = Object.fromEntries(Object.entries(example).toReversed()) as Plan;
  expect(planToYaml(shuffled)).toBe(planToYaml(example));
});
