import fc from "fast-check";
import { expect, test } from "vitest";
import { arbitraryPlan } from "./arbitrary-plan.ts";
import { parsePlan } from "./parse-plan.ts";
import { PlanFaults } from "./plan-faults.ts";
import { schemaFaults } from "./schema-faults.ts";
import { Plan } from "./schema.ts";

/** A plan of which one value, somewhere, is another one, or is gone, or has a key more. */
const damagedPlan = fc
  .tuple(
    arbitraryPlan,
    fc.nat(),
    fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constantFrom("keyed", 5, "0.05", {}, [])),
    fc.nat(2),
  )
  .map(([plan, place, value, damage]) => damaged(structuredClone(plan), place, value, damage));

test("a value has a fault exactly if Zod refuses it", () => {
  fc.assert(
    fc.property(damagedPlan, (value) => {
      const faults = schemaFaults(Plan, value, [], { written: () => undefined });
      expect(faults.length === 0).toBe(Plan.safeParse(value).success);
      for (const { message } of faults) expect(message).not.toMatch(/undefined|\[object/);
    }),
    { numRuns: 2_000 },
  );
});

test("a damaged plan is read or has faults with places; it never fails otherwise", () => {
  fc.assert(
    fc.property(damagedPlan, (value) => {
      try {
        parsePlan(JSON.stringify(value, null, 2), "x.json");
      } catch (error) {
        if (!(error instanceof PlanFaults)) throw error;
        for (const { line, column } of error.faults) expect(line * column).toBeGreaterThan(0);
      }
    }),
    { numRuns: 300 },
  );
});

function damaged(plan: unknown, place: number, value: unknown, damage: number): unknown {
  const holders: object[] = [];
  const visit = (node: unknown) => {
    if (typeof node !== "object" || node === null) return;
    holders.push(node);
    for (const child of Object.values(node)) visit(child);
  };
  visit(plan);
  const holder = holders[place % holders.length] as Record<string, unknown>;
  const keys = Object.keys(holder);
  const key = keys[Math.floor(place / holders.length) % Math.max(1, keys.length)] ?? "extra";
  if (damage === 0) holder[key] = value;
  else if (damage === 1 && Array.isArray(holder)) holder.pop();
  else if (damage === 1) delete holder[key];
  else if (Array.isArray(holder)) holder.push(value);
  else holder[`${key}x`] = value;
  return plan;
}
