/** Plans over the fields of generate-rows.ts: passes of every kind the oracle knows, in any order. */
import type { ColumnRef, CompareEntry, Condition, Exclusion, Field, Pass, Plan, Source } from "@recon/core";
import fc from "fast-check";
import type { Carrier, FieldName } from "./generate-rows.ts";

const types = {
  ref: "text",
  amount: "money",
  ccy: "currency",
  day: "date",
  party: "text",
  note: "text",
  qty: "number",
} as const;
const calendars: Plan["calendars"] = { business: { holidays: ["2026-10-06"] }, gulf: { weekend: ["fri", "sat"] } };

/** What a case is made of before its rows are drawn. */
export interface Layout {
  readonly fields: readonly FieldName[];
  readonly carriers: { readonly left: Carrier; readonly right: Carrier };
}

/** The daily job: one keyed pass on the reference that compares the rest. */
export function arbitrarySimplePlan(layout: Layout): fc.Arbitrary<Plan> {
  return arbitraryPlan(layout, fc.tuple(keyed(layout.fields)));
}

/** One to three passes of any kind, in any order. */
export function arbitraryMixedPlan(layout: Layout): fc.Arbitrary<Plan> {
  return arbitraryPlan(layout, fc.array(anyPass(layout.fields), { minLength: 1, maxLength: 3, size: "max" }));
}

function arbitraryPlan({ fields, carriers }: Layout, passes: fc.Arbitrary<Pass[]>): fc.Arbitrary<Plan> {
  const parts = fc.record({
    fields: fc.tuple(...fields.map((field) => fieldOf(field, carriers))),
    roles: rolesOf(fields),
    compare: sometimes(2, compareOf(fields)),
    exclude: fc.tuple(exclusionsOf(fields), exclusionsOf(fields)),
    passes,
  });
  return parts.map(({ fields: mapped, roles, compare, exclude, passes: drawn }) => ({
    version: 1,
    name: "generated",
    left: source("left.csv", carriers.left, exclude[0]),
    right: source("right.csv", carriers.right, exclude[1]),
    fields: Object.fromEntries(fields.map((field, i) => [field, mapped[i]!])),
    ...(Object.keys(roles).length === 0 ? {} : { roles }),
    calendars,
    ...(compare === undefined ? {} : { compare }),
    passes: drawn.map((pass, i) => ({ ...pass, name: `p${i + 1} ${pass.kind}` })),
  }));
}

/** Mark and date order are always given, so that nothing is left to an engine's detection. */
function source(file: string, carrier: Carrier, exclude: Exclusion[]): Source {
  const options = { decimal: carrier.amount === "comma" ? "," : ".", dateOrder: "dmy" } as const;
  return { files: [file], options, ...(exclude.length === 0 ? {} : { exclude }) };
}

function fieldOf(name: FieldName, carriers: Layout["carriers"]): fc.Arbitrary<Field> {
  const type = types[name];
  const base = { type, ...refOf("left", name, carriers.left), ...refOf("right", name, carriers.right) };
  if (type === "text") return sometimes(3, normalise).map((steps) => ({ ...base, ...(steps && { normalise: steps }) }));
  const negate = type === "money" ? sometimes(9, fc.constantFrom("left", "right", "both")) : fc.constant(undefined);
  const onInvalid = sometimes(4, fc.constantFrom("keep", "reject"));
  return fc.record({ negate, onInvalid }).map((chosen) => ({
    ...base,
    ...(chosen.negate && { negate: chosen.negate }),
    ...(chosen.onInvalid && { onInvalid: chosen.onInvalid }),
  }));
}

function refOf(side: "left" | "right", name: FieldName, { amount, prefix }: Carrier): Record<string, ColumnRef> {
  if (name === "amount" && amount === "debitCredit")
    return { [side]: { debit: `${prefix}debit`, credit: `${prefix}credit` } };
  if (name === "amount" && amount === "minorUnits") return { [side]: { column: `${prefix}amount`, minorUnits: 2 } };
  return prefix === "" ? {} : { [side]: `${prefix}${name}` };
}

const normalise: fc.Arbitrary<NonNullable<Field["normalise"]>> = fc.constantFrom(
  ["trim", "upper"],
  ["fold", "squeeze"],
  ["trim", { replace: ["^INV-", ""] }],
  ["leadingZeros", "lower"],
  ["punctuation", "squeeze"],
  [{ extract: "([A-Za-z])[^A-Za-z]*$" }],
  [{ padLeft: [3, "0"] }],
);

/** The value in one of `oneIn` cases. */
function sometimes<T>(oneIn: number, arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight: oneIn - 1, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
}

function rolesOf(fields: readonly FieldName[]): fc.Arbitrary<NonNullable<Plan["roles"]>> {
  const has = (field: FieldName) =>
    fields.includes(field) ? fc.constantFrom(true, true, true, false) : fc.constant(false);
  return fc.record({ amount: has("amount"), ccy: has("ccy"), day: has("day") }).map(({ amount, ccy, day }) => ({
    ...(amount ? { amount: "amount" } : {}),
    ...(ccy ? { currency: "ccy" } : {}),
    ...(day ? { date: "day" } : {}),
  }));
}

function compareOf(fields: readonly FieldName[]): fc.Arbitrary<CompareEntry[]> {
  return fc.subarray([...fields]).chain((chosen) => fc.tuple(...chosen.map((field) => compareEntry(field))));
}

function compareEntry(field: FieldName): fc.Arbitrary<CompareEntry> {
  const exact = fc.constant({ field });
  // Term frequencies are no matter of two records: `compare` refuses tf-idf.
  const near = conditionOn(field, similarOf(["jaroWinkler", "levenshtein", "tokenSet"]));
  return near === null
    ? exact
    : fc.oneof(
        exact,
        near.map(({ weight: _, ...entry }) => entry as CompareEntry),
      );
}

function exclusionsOf(fields: readonly FieldName[]): fc.Arbitrary<Exclusion[]> {
  const where: Exclusion["where"][] = [
    { field: "note", in: ["y", "z"] },
    { field: "note", empty: true },
    { field: "ref", matches: "^B" },
    { field: "ccy", in: ["USD"] },
    { field: "day", in: ["2026-10-05", "soon"] },
    { field: "day", empty: true },
    { field: "amount", in: ["10", "10.0", "n/a"] },
    { field: "amount", matches: "^-?10" },
    { field: "qty", empty: true },
    { field: "party", matches: "(?:Acme|ACME)" },
  ];
  const possible: Exclusion["where"][] = where.filter(({ field }) => fields.includes(field as FieldName));
  if (possible.length === 0) return fc.constant<Exclusion[]>([]);
  const exclusion = fc.record({ where: fc.constantFrom(...possible), reason: fc.constantFrom("voided", "other") });
  return sometimes(8, fc.array(exclusion as fc.Arbitrary<Exclusion>, { maxLength: 2 })).map((drawn) => drawn ?? []);
}

function conditionOn(field: FieldName, similar = similarOf([...measures])): fc.Arbitrary<Condition> | null {
  const weight = sometimes(2, fc.constantFrom(1, 0, 0.1, "0.01", 10)).map((w) =>
    w === undefined ? {} : { weight: w },
  );
  const build = <T extends object>(test: fc.Arbitrary<T>) =>
    fc.tuple(test, weight).map(([t, w]) => ({ field, ...t, ...w }) as unknown as Condition);
  switch (types[field]) {
    case "money":
    case "number":
      return build(within.map((w) => ({ within: w })));
    case "date":
      return build(
        fc
          .record({ days: fc.nat({ max: 3 }), calendar: fc.constantFrom(undefined, "calendar", "business", "gulf") })
          .map(({ days, calendar }) => ({ dateWithin: { days, ...(calendar === undefined ? {} : { calendar }) } })),
      );
    case "text":
      return build(similar.map((s) => ({ similar: s })));
    case "currency":
      return null;
  }
}

const within = fc.constantFrom(
  { absolute: "0.05" },
  { absolute: "0" },
  { absolute: "0.051" },
  { absolute: "10" },
  { relative: "0.01" },
  { relative: "0.5" },
  { relative: "0.005" },
);
const measures = ["jaroWinkler", "levenshtein", "tokenSet", "tfidf"] as const;
type Alike = { measure: (typeof measures)[number]; atLeast: number };

function similarOf(of: readonly (typeof measures)[number][]): fc.Arbitrary<Alike> {
  return fc.record({ measure: fc.constantFrom(...of), atLeast: fc.constantFrom(0.5, 0.9, 0, 0.333333, 1) });
}

/** A pass of any kind the fields allow; `name` is put in later. */
function anyPass(fields: readonly FieldName[]): fc.Arbitrary<Pass> {
  const choices = [{ weight: 3, arbitrary: keyed(fields) as fc.Arbitrary<Pass> }];
  if (fields.length > 1) choices.push({ weight: 2, arbitrary: conditional("similar", fields) });
  if (fields.length > 1) choices.push({ weight: 5, arbitrary: conditional("tolerant", fields) });
  if (fields.length > 1 && fields.includes("amount")) {
    choices.push({ weight: 4, arbitrary: grouped(fields) }, { weight: 3, arbitrary: netted(fields) });
  }
  return fc.oneof(...choices);
}

const suggest = sometimes(7, fc.constant(true)).map((s) => (s === undefined ? {} : { suggest: s }));

function keyed(fields: readonly FieldName[]): fc.Arbitrary<Pass> {
  return fc.tuple(keyOf(fields), suggest).map(([on, s]) => ({ name: "", kind: "keyed", ...s, on }));
}

/** Mostly the first field alone, else any others. */
function keyOf(fields: readonly FieldName[]): fc.Arbitrary<string[]> {
  const any = fc.subarray<string>([...fields], { minLength: 1, maxLength: Math.min(2, fields.length) });
  return fc.oneof({ weight: 3, arbitrary: fc.constant<string[]>([fields[0]!]) }, { weight: 2, arbitrary: any });
}

/** One or two conditions of the pass's own kind, sometimes one of the other; what is left is the block. */
function conditional(kind: "tolerant" | "similar", fields: readonly FieldName[]): fc.Arbitrary<Pass> {
  const able = fields.filter((field) => conditionOn(field) !== null);
  const own = able.filter((field) => (types[field] === "text") === (kind === "similar"));
  if (own.length === 0) return keyed(fields);
  const chosen = fc.subarray(own, { minLength: 1, maxLength: Math.min(2, own.length, fields.length - 1) });
  const extra = sometimes(4, fc.constantFrom(...able));
  return fc.tuple(chosen, extra).chain(([first, more]) => {
    const on = [...new Set(more === undefined || first.length + 1 === fields.length ? first : [...first, more])];
    const block = keyOf(fields.filter((field) => !on.includes(field)));
    const conditions = fc.tuple(...on.map((field) => conditionOn(field)!));
    return fc
      .tuple(block, conditions, suggest)
      .map(([b, c, s]) => ({ name: "", kind, ...s, block: b, conditions: c }) as Pass);
  });
}

function grouped(fields: readonly FieldName[]): fc.Arbitrary<Pass> {
  const on = keyOf(fields.filter((field) => field !== "amount"));
  const residual = sometimes(2, fc.record({ upTo: within, reason: fc.constantFrom("fee", "rounding") }));
  const shape = fc.constantFrom("1:n", "n:1", "n:m");
  return fc.tuple(on, shape, within, residual, suggest).map(([keys, s, w, r, sug]) => {
    const sum = { field: "amount", within: w, ...(r === undefined ? {} : { residual: r }) };
    return { name: "", kind: "grouped", ...sug, shape: s, on: keys, sum } as Pass;
  });
}

function netted(fields: readonly FieldName[]): fc.Arbitrary<Pass> {
  const on = keyOf(fields.filter((field) => field !== "amount"));
  return fc.tuple(on, fc.constantFrom("left", "right"), within, suggest).map(([keys, side, w, s]) => {
    return { name: "", kind: "netted", ...s, side, on: keys, sum: { field: "amount", within: w } } as Pass;
  });
}
