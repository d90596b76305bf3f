import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { arbitraryPlan } from "./arbitrary-plan.ts";
import { checkPlan } from "./check-plan.ts";
import { parsePlan } from "./parse-plan.ts";

const exampleText = readFileSync(new URL("example.recon.yaml", import.meta.url), "utf8");

test("the contract's example parses", () => {
  const plan = parsePlan(exampleText, "example.recon.yaml");
  expect(plan.passes.map(({ kind }) => kind)).toEqual([
    "netted",
    "keyed",
    "tolerant",
    "similar",
    "grouped",
    "linked",
    "summed",
  ]);
  expect(plan.left.options).toMatchObject({ delimiter: ";", thousands: "." });
  expect(checkPlan(plan)).toEqual([]);
});

test("JSON is read as YAML is, with tabs, line ends and a byte-order mark", () => {
  const plan = parsePlan(exampleText, "example.recon.yaml");
  expect(parsePlan(JSON.stringify(plan), "a.json")).toEqual(plan);
  expect(parsePlan(`\ufeff${JSON.stringify(plan, null, "\t").replaceAll("\n", "\r\n")}`, "b.json")).toEqual(plan);
});

test("anchors and aliases are read", () => {
  const text = `version: 1
name: x
left: &source { files: [a] }
right: *source
fields: { ref: &text { type: text }, party: *text }
passes: [{ name: p, kind: keyed, on: [ref] }]
`;
  expect(parsePlan(text, "x").right).toEqual({ files: ["a"] });
});

test("one source has no right side, and parses", () => {
  const text = `{ "version": 1, "name": "x", "sources": 1, "left": { "files": ["a"] },
    "fields": { "ref": { "type": "text" } }, "passes": [{ "name": "p", "kind": "keyed", "on": ["ref"] }] }`;
  expect(parsePlan(text, "x").sources).toBe(1);
});

test("every sound plan parses to itself", () => {
  fc.assert(
    fc.property(arbitraryPlan, (plan) => {
      expect(parsePlan(JSON.stringify(plan), "x.json")).toEqual(plan);
    }),
  );
});
