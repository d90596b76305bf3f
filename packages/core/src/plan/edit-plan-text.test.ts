import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { editPlanText, type PlanEdit, readPlanText } from "./edit-plan-text.ts";
import { parsePlan } from "./parse-plan.ts";
import { PlanFaults } from "./plan-faults.ts";

const example = readFileSync(new URL("example.recon.yaml", import.meta.url), "utf8");
const edit = (...edits: PlanEdit[]): string => editPlanText(example, edits);
const commentsIn = (text: string): string[] => [...text.matchAll(/#(.*)$/gm)].map(([, words = ""]) => words.trim());

const small = `# Bank and ledger
version: 1
name: small
fields:
  # same name
  id: { type: text }
  # amounts meet
  amount: { type: money } # to the cent
passes:
  # the key is unique
  - { name: key, kind: keyed, on: [id] }
  # what the key leaves
  - name: near
    kind: tolerant
    block: [id]
    conditions:
      - { field: amount, within: { absolute: "0.05" } } # rounding
`;

describe("editing a plan's text", () => {
  it("keeps every comment and all that was not changed", () => {
    const text = edit({ kind: "set", path: ["passes", 2, "conditions", 0, "within", "absolute"], value: "0.10" });
    expect(commentsIn(text)).toEqual(commentsIn(example));
    const before = parsePlan(example, "plan");
    expect(parsePlan(text, "plan")).toEqual({
      ...before,
      passes: before.passes.map((pass, i) =>
        i === 2 && pass.kind === "tolerant"
          ? { ...pass, conditions: [{ ...pass.conditions[0], within: { absolute: "0.10" } }, pass.conditions[1]] }
          : pass,
      ),
    });
    expect(text).toContain('{ field: amount, within: { absolute: "0.10" }, weight: 1 } # or { relative: "0.001" }');
    expect(text).toContain("- { name: exact, kind: keyed, on: [ref, currency] }");
  });

  it("moves an entry with the comment above it, the first one too", () => {
    const text = editPlanText(small, [{ kind: "move", path: ["passes"], from: 0, to: 1 }]);
    expect(text.indexOf("# what the key leaves")).toBeLessThan(text.indexOf("# the key is unique"));
    expect(readPlanText(text).comments).toMatchObject({
      "passes[0]": "what the key leaves",
      "passes[1]": "the key is unique",
    });
    expect(editPlanText(text, [{ kind: "move", path: ["passes"], from: 1, to: 0 }])).toBe(small);
  });

  it("removes an entry with its comment and no other", () => {
    const text = editPlanText(small, [{ kind: "remove", path: ["fields", "id"] }]);
    expect(commentsIn(text)).toEqual(commentsIn(small).filter((comment) => comment !== "same name"));
    expect(() => editPlanText(small, [{ kind: "remove", path: ["fields", "none"] }])).toThrow("fields.none");
  });

  it("writes decimals as quoted texts, new passes as people lay them out", () => {
    const text = editPlanText(small, [
      { kind: "set", path: ["compare"], value: [{ field: "amount", within: { absolute: "0.00" } }] },
      { kind: "set", path: ["passes", 2], value: { name: "again", kind: "keyed", on: ["id", "amount"] } },
    ]);
    expect(text).toContain('- { field: amount, within: { absolute: "0.00" } }');
    expect(text).toContain("- { name: again, kind: keyed, on: [id, amount] }");
  });

  it("tells what comments stand above", () => {
    expect(readPlanText(small).comments).toMatchObject({ "fields.id": "same name", "fields.amount": "amounts meet" });
    expect(readPlanText(small)).toMatchObject({
      value: { name: "small" },
      lines: { version: 2, "fields.amount": 8, "fields.amount.type": 8, "passes[1].conditions[0]": 17 },
    });
  });

  it("refuses what is not YAML, with its place", () => {
    expect(() => editPlanText("a: [1", [])).toThrow(PlanFaults);
    expect(() => readPlanText("a: [1")).toThrow(PlanFaults);
  });

  it("any order of the passes is reached by moves, and comments go with them", () => {
    const passes = parsePlan(example, "plan").passes.map(({ name }) => name);
    const moves = fc.array(fc.tuple(fc.nat(passes.length - 1), fc.nat(passes.length - 1)), { maxLength: 6 });
    fc.assert(
      fc.property(moves, (steps) => {
        const expected = [...passes];
        for (const [from, to] of steps) expected.splice(to, 0, ...expected.splice(from, 1));
        const text = edit(...steps.map(([from, to]) => ({ kind: "move", path: ["passes"], from, to }) as const));
        expect(parsePlan(text, "plan").passes.map(({ name }) => name)).toEqual(expected);
        expect(commentsIn(text).toSorted()).toEqual(commentsIn(example).toSorted());
      }),
      { numRuns: 60 },
    );
  });
});
