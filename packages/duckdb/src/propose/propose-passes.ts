import { ReconError, type Pass, type Plan } from "@recon/core";
import type { ProposedField } from "./propose-plan.ts";
import { cellsOf, type ReadSource } from "./read-source.ts";
import { plainValue } from "./pair-columns.ts";

export interface ProposedPass {
  readonly pass: Pass;
  readonly why: string;
}

type Roles = NonNullable<Plan["roles"]>;

/** A key must meet in at least this share of its values, and mostly be a record's own. */
const MIN_KEY_OVERLAP = 0.3;
const MIN_KEY_UNIQUE = 0.5;

/** From the surest to the weakest evidence: keys, groups, amounts and dates within tolerances, similar names. */
export function proposePasses(
  left: ReadSource,
  right: ReadSource,
  fields: readonly ProposedField[],
  roles: Roles,
): ProposedPass[] {
  const currency = roles.currency === undefined ? [] : [roles.currency];
  const keys = keyFields(fields);
  const passes = [
    ...keys.map((key) => keyedPass(key, currency)),
    ...groupPasses(left, right, fields, roles),
    ...amountPasses(fields, roles),
  ];
  if (passes.length > 0) return passes;
  const names = fields.filter(({ field }) => field.type === "text").map(({ name }) => name);
  if (names.length === 0)
    throw new ReconError(
      "USAGE",
      "the two files share no column by name or values, so no plan can be proposed; write the fields by hand (docs/plan-reference.md)",
    );
  return [
    { pass: { name: "key", kind: "keyed", on: names.slice(0, 1) }, why: "no column stands out as a key; choose one" },
  ];
}

interface Key {
  readonly field: ProposedField;
  readonly unique: number;
  readonly overlap: number;
}

const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

function keyFields(fields: readonly ProposedField[]): Key[] {
  const candidates = fields.flatMap((field): Key[] => {
    const { pair } = field;
    if (pair === undefined || field.field.type !== "text" || field.meaning === "party" || field.meaning === "status")
      return [];
    const unique = Math.min(
      share(pair.left.distinct.count, pair.left.count),
      share(pair.right.distinct.count, pair.right.count),
    );
    return unique >= MIN_KEY_UNIQUE && pair.overlap >= MIN_KEY_OVERLAP
      ? [{ field, unique, overlap: pair.overlap }]
      : [];
  });
  return candidates.sort((a, b) => b.unique * b.overlap - a.unique * a.overlap).slice(0, 2);
}

function keyedPass({ field, unique, overlap }: Key, currency: readonly string[]): ProposedPass {
  return {
    pass: { name: `same ${field.name}`, kind: "keyed", on: [field.name, ...currency] },
    why: `${Math.round(overlap * 100)} % of the sampled values of ${field.name} meet, ${Math.round(unique * 100)} % are a record's own`,
  };
}

/** A text that is one record's own on one side and shared by several on the other: payouts and their orders. */
function groupPasses(
  left: ReadSource,
  right: ReadSource,
  fields: readonly ProposedField[],
  roles: Roles,
): ProposedPass[] {
  const { amount } = roles;
  if (amount === undefined) return [];
  return fields.flatMap(({ name, field, pair }): ProposedPass[] => {
    if (pair === undefined || field.type !== "text" || pair.overlap < MIN_KEY_OVERLAP) return [];
    const perLeft = repeats(cellsOf(left, pair.left));
    const perRight = repeats(cellsOf(right, pair.right));
    const shape = perLeft < 1.05 && perRight > 1.5 ? "1:n" : perRight < 1.05 && perLeft > 1.5 ? "n:1" : undefined;
    if (shape === undefined) return [];
    const on = [name, ...(roles.currency === undefined ? [] : [roles.currency])];
    const pass: Pass = {
      name: `by ${name}`,
      kind: "grouped",
      shape,
      on,
      sum: { field: amount, within: { absolute: "0.00" } },
    };
    return [
      {
        pass,
        why: `a value of ${name} stands on ${perLeft.toFixed(1)} left and ${perRight.toFixed(1)} right records; add sum.residual if a fee is kept back`,
      },
    ];
  });
}

function repeats(cells: readonly string[]): number {
  return share(cells.length, new Set(cells.map(plainValue)).size);
}

function amountPasses(fields: readonly ProposedField[], roles: Roles): ProposedPass[] {
  const { amount, currency, date } = roles;
  if (amount === undefined) return [];
  const block = currency === undefined ? [] : [currency];
  const party = fields.find(({ meaning, field }) => meaning === "party" && field.type === "text");
  const passes: ProposedPass[] = [];
  if (date !== undefined) {
    passes.push({
      pass: {
        name: "amount and date",
        kind: "tolerant",
        block: [amount, ...block],
        conditions: [{ field: date, dateWithin: { days: 3 } }],
      },
      why: "what no key joins: equal amounts at most three days apart; ambiguous ones become suggestions",
    });
  }
  if (party !== undefined) {
    passes.push({
      pass: {
        name: "amount and name",
        kind: "similar",
        block: [amount, ...block],
        conditions: [{ field: party.name, similar: { measure: "jaroWinkler", atLeast: 0.9 } }],
      },
      why: "equal amounts and names alike",
    });
  }
  return passes;
}
