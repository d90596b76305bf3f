import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { ReconError } from "../errors.ts";
import { arbitraryRunnablePlan } from "./arbitrary-plan.ts";
import { effectivePlan, stringifyPlan } from "./effective-plan.ts";
import { parsePlan } from "./parse-plan.ts";
import type { Plan } from "./schema.ts";

const facts = {
  left: { format: "csv", options: { delimiter: ",", encoding: "utf-8", quote: '"', headerRow: 1 } },
  right: { format: "csv", options: { delimiter: "\t", encoding: "windows-1252", thousands: "'" } },
} as const;

const plan: Plan = {
  version: 1,
  name: "demo",
  left: { files: ["a.csv"], options: { delimiter: ";" } },
  right: { files: ["b.csv"] },
  fields: { ref: { type: "text", right: { column: "Reference" } }, amount: { type: "money" }, day: { type: "date" } },
  calendars: { business: {} },
  compare: [{ field: "day", dateWithin: { days: 1 } }],
  passes: [
    { name: "exact", kind: "keyed", on: ["ref"] },
    {
      name: "near",
      kind: "tolerant",
      block: ["ref"],
      conditions: [
        { field: "amount", within: { absolute: "0.05" }, weight: 1e-7 },
        { field: "day", dateWithin: { days: 2 } },
      ],
    },
  ],
};

test("defaults and what was detected are written out, and the plan's word goes first", () => {
  expect(effectivePlan(plan, facts)).toEqual({
    version: 1,
    name: "demo",
    sources: 2,
    left: {
      files: ["a.csv"],
      format: "csv",
      options: { delimiter: ";", encoding: "utf-8", quote: '"', headerRow: 1, decimal: "." },
      exclude: [],
    },
    right: {
      files: ["b.csv"],
      format: "csv",
      options: { delimiter: "\t", encoding: "windows-1252", thousands: "'", quote: '"', headerRow: 1, decimal: "." },
      exclude: [],
    },
    fields: {
      ref: { type: "text", left: "ref", right: "Reference", normalise: [], onInvalid: "reject" },
      amount: { type: "money", left: "amount", right: "amount", normalise: [], onInvalid: "reject" },
      day: { type: "date", left: "day", right: "day", normalise: [], onInvalid: "reject" },
    },
    roles: {},
    calendars: { business: { weekend: ["sat", "sun"], holidays: [] } },
    compare: [{ field: "day", dateWithin: { days: 1, calendar: "calendar" } }],
    passes: [
      { name: "exact", kind: "keyed", on: ["ref"], suggest: false },
      {
        name: "near",
        kind: "tolerant",
        block: ["ref"],
        suggest: false,
        conditions: [
          { field: "amount", within: { absolute: "0.05" }, weight: "0.0000001" },
          { field: "day", dateWithin: { days: 2, calendar: "calendar" }, weight: "1" },
        ],
      },
    ],
    limits: { pairs: 200_000_000 },
  });
});

test("an absent compare stays absent: it means all fields", () => {
  const { compare: _, ...rest } = plan;
  expect("compare" in effectivePlan(rest, facts)).toBe(false);
});

test("an option that does not apply to the detected format is refused", () => {
  const withSheet = { ...plan, left: { files: ["a.csv"], options: { sheet: "GL" } } };
  expect(() => effectivePlan(withSheet, facts)).toThrow('"sheet" does not apply: the left source was read as csv');
});

test("the effective plan is its own effective plan, and its canonical JSON parses to it", () => {
  fc.assert(
    fc.property(arbitraryRunnablePlan, (generated) => {
      const effective = effectivePlan(generated, facts);
      expect(effectivePlan(effective, facts)).toEqual(effective);
      expect(parsePlan(stringifyPlan(effective), "plan.json")).toEqual(effective);
    }),
    { numRuns: 300 },
  );
});

test("canonical JSON does not depend on the order of keys, but keeps the order of fields", () => {
  const reversed = JSON.parse(JSON.stringify(plan), (_, value: unknown) => {
    const isMapping = typeof value === "object" && value !== null && !Array.isArray(value);
    return isMapping && !("ref" in value) ? Object.fromEntries(Object.entries(value).toReversed()) : value;
  }) as Plan;
  expect(Object.keys(reversed)[0]).toBe("passes");
  expect(stringifyPlan(reversed)).toBe(stringifyPlan(plan));
  expect(stringifyPlan(plan).endsWith("}\n")).toBe(true);
  const fields = Object.fromEntries(Object.entries(plan.fields).toReversed());
  expect(stringifyPlan({ ...plan, fields })).not.toBe(stringifyPlan(plan));
});

test("what cannot be run yet is refused by name", () => {
  const example = parsePlan(readFileSync(new URL("example.recon.yaml", import.meta.url), "utf8"), "example");
  const refusal = (refused: Plan) => {
    try {
      effectivePlan(refused, facts);
    } catch (error) {
      return error as ReconError;
    }
    throw new Error("nothing was refused");
  };
  expect(refusal(example)).toMatchObject({
    code: "PLAN_UNSUPPORTED",
    at: { path: "passes[5]" },
    message:
      'pass "learned" is of kind linked, which cannot be run yet; pass "sums" is of kind summed, which cannot be run yet',
  });
  const { right: _, ...single } = plan;
  expect(refusal({ ...single, sources: 1 })).toMatchObject({ code: "PLAN_UNSUPPORTED", at: { path: "sources" } });
  const compared: Plan = { ...plan, compare: [{ field: "party", similar: { measure: "tfidf", atLeast: 0.5 } }] };
  expect(refusal(compared)).toMatchObject({ code: "PLAN_UNSUPPORTED", at: { path: "compare[0].similar.measure" } });
});
