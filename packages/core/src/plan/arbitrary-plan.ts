/** Random sound plans for property tests of whatever takes a plan. Tests only: it imports a development dependency. */
import fc from "fast-check";
import type { CompareEntry, Condition, Field, Pass, Plan, Source } from "./schema.ts";

/** What the arbitrary plans' passes and conditions may name, by type. */
const fieldsByType = { text: ["ref", "party"], money: ["amount"], number: ["units"], currency: ["ccy"], date: ["day"] };

const text = fc.oneof(
  fc.string({ minLength: 1, unit: "binary" }),
  fc.constantFrom("no", "1:n", "0x1f", "2026-12-25", "~", "# x", "a: b", "- a", "1e3", " pad ", "a\nb", "\u2028", "<<"),
);
const decimal = fc.constantFrom("0", "0.00", "0.05", "1", "12.50", "999.000000000000000001");
const within = fc.oneof(fc.record({ absolute: decimal }), fc.record({ relative: decimal }));
const days = fc.integer({ min: 0, max: 30 });
const dateWithin = fc.oneof(
  fc.record({ days }),
  fc.record({ days, calendar: fc.constantFrom("calendar", "business") }),
);
const similar = fc.record({
  measure: fc.constantFrom("jaroWinkler" as const, "levenshtein" as const, "tokenSet" as const, "tfidf" as const),
  atLeast: fc.constantFrom(0, 0.5, 0.92, 1),
});
const weight = fc.oneof(fc.constantFrom(0, 1, 0.1, 1e-7, 250), decimal);
const side = fc.constantFrom("left" as const, "right" as const);
const keys = fc.subarray(["ref", "ccy", "party"], { minLength: 1 });
const suggest = fc.option(fc.boolean(), { nil: undefined });

/** The record without keys that are undefined, as a parsed plan has them. */
function given<T extends object>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T> {
  return arbitrary.map((value) => {
    return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;
  });
}

const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const condition = (field: string, key: string, value: fc.Arbitrary<unknown>): fc.Arbitrary<Condition> =>
  given(fc.record({ field: fc.constant(field), [key]: value, weight: optional(weight) })) as fc.Arbitrary<Condition>;

const tolerant = fc.tuple(condition("amount", "within", within), condition("day", "dateWithin", dateWithin));
const alike = condition("party", "similar", similar);
const sumParts = { field: fc.constantFrom("amount", "units"), within };
const sum = fc.record(sumParts);

function passBodies(): fc.Arbitrary<object>[] {
  return [
    fc.record({ kind: fc.constant("keyed"), on: keys }),
    fc.record({ kind: fc.constant("tolerant"), block: keys, conditions: tolerant }),
    fc.record({ kind: fc.constant("similar"), block: fc.constant(["ccy"]), conditions: fc.tuple(alike) }),
    fc.record({
      kind: fc.constant("grouped"),
      shape: fc.constantFrom("1:n", "n:1", "n:m"),
      on: keys,
      sum: given(fc.record({ ...sumParts, residual: optional(fc.record({ upTo: within, reason: text })) })),
    }),
    fc.record({ kind: fc.constant("netted"), side, on: keys, sum }),
  ];
}

function laterPassBodies(): fc.Arbitrary<object>[] {
  return [
    fc.record({
      kind: fc.constant("linked"),
      block: fc.array(keys, { minLength: 1, maxLength: 2 }),
      comparisons: fc.tuple(fc.record({ field: fc.constant("party"), similar, termFrequency: fc.boolean() })),
    }),
    fc.record({ kind: fc.constant("summed"), shape: fc.constantFrom("1:n", "n:1"), anchor: keys, sum }),
  ];
}

function passes(bodies: fc.Arbitrary<object>[]): fc.Arbitrary<Pass[]> {
  const one = given(fc.record({ suggest, body: fc.oneof(...bodies) }));
  return fc.array(one, { minLength: 1, maxLength: 4 }).map((list) => {
    return list.map(({ body, ...rest }, index) => ({ name: `pass ${index}`, ...rest, ...body }) as Pass);
  });
}

const step = fc.oneof(
  fc.constantFrom("trim" as const, "fold" as const, "leadingZeros" as const),
  fc.constantFrom({ extract: "PO-([0-9]+)" }, { replace: ["^INV-?", "\\0"] as [string, string] }),
  fc.record({ padLeft: fc.tuple(fc.integer({ min: 1, max: 64 }), fc.constantFrom("0", " ", "#")) }),
);
const anyColumn = fc.oneof(
  text,
  fc.record({ column: text }),
  fc.record({ column: text, extract: fc.constant("(.)x?") }),
);
const amountColumn = fc.oneof(
  anyColumn,
  fc.record({ column: text, minorUnits: fc.constantFrom(0, 2) }),
  fc.record({ debit: fc.constant("Dr"), credit: text.filter((name) => name !== "Dr") }),
);

function field(type: Field["type"], column: fc.Arbitrary<unknown>, more: object = {}): fc.Arbitrary<Field> {
  const parts = {
    left: optional(column),
    right: optional(column),
    onInvalid: optional(fc.constantFrom("reject", "keep")),
  };
  return given(fc.record({ type: fc.constant(type), ...parts, ...more })) as fc.Arbitrary<Field>;
}

const negate = { negate: optional(fc.constantFrom("left", "right", "both")) };
const textField = field("text", fc.oneof(anyColumn, fc.record({ value: text })), {
  normalise: optional(fc.array(step, { maxLength: 3 })),
});
const fields = fc.record({
  ref: textField,
  party: textField,
  amount: field("money", amountColumn, negate),
  units: field("number", amountColumn, negate),
  ccy: field("currency", fc.oneof(anyColumn, fc.constant({ value: "EUR" }))),
  day: field("date", anyColumn),
});

const exclusion = fc.record({
  where: fc.oneof(
    fc.record({ field: fc.constant("ref"), in: fc.array(text, { minLength: 1, maxLength: 2 }) }),
    fc.record({ field: fc.constant("party"), matches: fc.constantFrom("^x", "\\bfee\\b") }),
    fc.record({ field: fc.constantFrom(...Object.values(fieldsByType).flat()), empty: fc.constant(true as const) }),
  ),
  reason: text,
});
const source: fc.Arbitrary<Source> = given(
  fc.record({
    files: fc.array(text, { minLength: 1, maxLength: 2 }),
    format: optional(fc.constant("csv" as const)),
    options: optional(
      fc.constantFrom({ delimiter: ";", decimal: "," as const }, { encoding: "windows-1252" as const, quote: "" }, {}),
    ),
    exclude: optional(fc.array(exclusion, { maxLength: 2 })),
  }),
) as fc.Arbitrary<Source>;

const compare: fc.Arbitrary<CompareEntry[]> = fc.subarray<CompareEntry>([
  { field: "amount", within: { absolute: "0.01" } },
  { field: "day", dateWithin: { days: 1 } },
  { field: "ref" },
  { field: "party", similar: { measure: "tokenSet", atLeast: 0.5 } },
]);

function plan(bodies: fc.Arbitrary<object>[]): fc.Arbitrary<Plan> {
  return given(
    fc.record({
      version: fc.constant(1 as const),
      name: fc.constantFrom("demo", "Bank - Ledger", "über_1", "no", "null", "true"),
      sources: optional(fc.constant(2 as const)),
      left: source,
      right: source,
      fields,
      roles: optional(fc.constantFrom({}, { amount: "amount", currency: "ccy", date: "day" })),
      calendars: fc.constant({ business: { holidays: ["2026-12-25"] } }),
      compare: optional(compare),
      passes: passes(bodies),
      limits: optional(fc.constantFrom({}, { pairs: 5 })),
    }),
  ) as fc.Arbitrary<Plan>;
}

/** Any sound plan of two sources. */
export const arbitraryPlan: fc.Arbitrary<Plan> = plan([...passBodies(), ...laterPassBodies()]);

/** A sound plan that can be run. */
export const arbitraryRunnablePlan: fc.Arbitrary<Plan> = plan(passBodies());
