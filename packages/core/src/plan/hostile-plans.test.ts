import { expect, test } from "vitest";
import { parsePlan } from "./parse-plan.ts";
import { PlanFaults } from "./plan-faults.ts";

/** Bound for a hostile text: far above what it takes, far below the minutes that an unbounded reader took. */
const BOUND_MS = 30_000;

const letters = "abcdefghij".split("");
const laughs = letters.map((letter, index) => {
  const members = Array.from({ length: 9 }, () => (index === 0 ? "lol" : `*${letters[index - 1]!}`));
  return `${letter}: &${letter} [${members.join(", ")}]\n`;
});
const lines = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, i) => line(i)).join("");

const hostile: [name: string, text: string, message: RegExp][] = [
  ["a bomb of aliases", laughs.join(""), /at most 200000 values/],
  ["ten megabytes", `name: ${"x".repeat(10_000_000)}`, /at most 1000000 characters/],
  ["10,000 lists in one line", `name: ${"[".repeat(10_000)}${"]".repeat(10_000)}`, /levels deep/],
  ["10,000 mappings in one line", `name: ${"{a: ".repeat(10_000)}${"}".repeat(10_000)}`, /levels deep/],
  ["10,000 lists that stay open", `name: ${"[".repeat(10_000)}`, /levels deep/],
  ["10,000 block lists", `name:\n  ${"- ".repeat(10_000)}x`, /levels deep/],
  ["10,000 explicit keys", `${"? ".repeat(10_000)}x`, /levels deep/],
  ["600 indented mappings", lines(600, (i) => `${" ".repeat(i)}a:\n`), /levels deep/],
  ["one very long list", `a: [${"x,".repeat(250_000)}]`, /200000 values/],
  ["20,000 unknown keys", lines(20_000, (i) => `key${i}: 1\n`), /unknown key "key0"/],
  ["20,000 repeated keys", lines(20_000, () => "version: 1\n"), /stands twice/],
  [
    "5,000 fields and as many slips",
    `fields:\n${lines(5_000, (i) => `  field${i}: { type: text }\n`)}passes:\n  - name: p\n    kind: keyed\n    on: [${lines(5_000, (i) => `feild${i}, `)}]\n`,
    /did you mean "field0"/,
  ],
  ["20,000 aliases of one anchor", `a: &a [x]\nb: [${"*a, ".repeat(20_000)}]`, /unknown key "a"/],
  ["a key that is a mapping", "? { a: 1 }\n: 2\n", /a key is a plain text/],
  ["an anchor inside itself", "name: &a [*a]\n", /stands inside/],
  ["a prototype to poison", '{ "__proto__": { "version": 1 } }', /"__proto__"/],
  ["nested prototypes", "left: { __proto__: { files: [a] } }\n", /"__proto__"/],
  ["a constructor", "constructor: { prototype: { polluted: 1 } }\n", /unknown key "constructor"/],
  ["a merge key", "a: &a { version: 1 }\n<<: *a\n", /unknown key "<<"/],
  ["a YAML 1.1 directive with a merge key", "%YAML 1.1\n---\na: &a { version: 1 }\n<<: *a\n", /unknown key "<<"/],
  ["a tag that makes functions", "name: !!js/function 'x'\n", /no tags/],
  ["a binary tag", "name: !!binary aGk=\n", /no tags/],
  ["a binary file", "\u0000\u0001\u0002", /U\+0000/],
  ["numbers beyond all bounds", "version: 1e999\nname: .nan\n", /"version" is Infinity/],
];

test.each(hostile)("%s is a fault, not a crash or a wait", { timeout: 60_000 }, (_, text, message) => {
  const startedAt = performance.now();
  let thrown: unknown;
  try {
    parsePlan(text, "hostile.yaml");
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(PlanFaults);
  expect((thrown as PlanFaults).message).toMatch(message);
  expect(performance.now() - startedAt).toBeLessThan(BOUND_MS);
  expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
});

test("expressions that are exponential elsewhere are harmless, and taken", () => {
  const plan = parsePlan(
    `{"version":1,"name":"x","left":{"files":["a"]},"right":{"files":["b"]},
      "fields":{"ref":{"type":"text","normalise":[{"extract":"(a+)+$"},{"replace":["(x+x+)+y","\\\\1"]}]}},
      "passes":[{"name":"p","kind":"keyed","on":["ref"]}]}`,
    "x.json",
  );
  expect(plan.fields["ref"]?.normalise).toHaveLength(2);
});

test("names that every object has are ordinary field names", () => {
  const text = `version: 1
name: x
left: { files: [a] }
right: { files: [b] }
fields: { constructor: { type: text }, toString: { type: text } }
passes: [{ name: valueOf, kind: keyed, on: [constructor, toString] }]
`;
  expect(Object.keys(parsePlan(text, "x").fields)).toEqual(["constructor", "toString"]);
});
