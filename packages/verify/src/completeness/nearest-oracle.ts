/** Which record of the other side comes nearest to a left-over one, looked for anew (docs/matching.md, section 7). */
import type { Side } from "@recon/core";
import { DUPLICATE, UNMATCHED } from "../records/record-set.ts";
import type { FieldValues } from "../records/field-values.ts";
import { otherSide, roleField, type GroupedModel } from "../result/result-model.ts";
import { TupleNumbers } from "../rules/key-index.ts";
import type { PassRules } from "../rules/pass-rules.ts";
import { compileTolerance, largerMagnitude, type Tolerance } from "../rules/tolerance.ts";

const MAX_PER_VALUE = 32;
const MAX_PAIRS = 4_000_000;
const NEAR_DAYS = 7;

interface Candidate {
  readonly row: number;
  readonly distance: number;
  /** Difference of the amounts; undefined where one is missing. */
  readonly gap: bigint | undefined;
}

/** Records of one side by the values of a probe's fields, as far as a left-over record has them and few share them. */
interface Probe {
  candidatesOf(row: number): readonly number[];
}

export class NearestOracle {
  readonly #model: GroupedModel;
  readonly #fields: readonly FieldValues[];
  readonly #amount: FieldValues | undefined;
  readonly #near: ReadonlyMap<FieldValues, Tolerance>;
  readonly #probes: Readonly<Record<Side, readonly Probe[]>>;

  constructor(model: GroupedModel, rules: readonly PassRules[]) {
    this.#model = model;
    this.#fields = [...model.fields.values()];
    this.#amount = roleField(model, "amount");
    const amounts = this.#fields.filter(({ isDecimal }) => isDecimal);
    this.#near = new Map(amounts.map((values) => [values, compileTolerance({ relative: "0.01" }, values.scale)]));
    const wanted = probedFields(model, rules);
    this.#probes = {
      left: compileProbes(model, "left", wanted),
      right: compileProbes(model, "right", wanted),
    };
  }

  /** Row of the other side, or undefined where none comes near. */
  nearestOf(side: Side, row: number): number | undefined {
    const rows = new Set(this.#probes[side].flatMap((probe) => probe.candidatesOf(row)));
    let best: Candidate | undefined;
    for (const other of rows) {
      const candidate = this.#measure(side, row, other);
      if (best === undefined || this.#comesBefore(side, candidate, best)) best = candidate;
    }
    return best?.row;
  }

  #measure(side: Side, row: number, other: number): Candidate {
    const [left, right] = side === "left" ? [row, other] : [other, row];
    const distance = this.#fields.reduce((sum, values) => sum + this.#distance(values, left, right), 0);
    return { row: other, distance, gap: this.#gap(left, right) };
  }

  #gap(left: number, right: number): bigint | undefined {
    const amount = this.#amount;
    if (amount === undefined) return 0n;
    const [a, b] = [amount.unitsOf(amount.ids.left[left]!), amount.unitsOf(amount.ids.right[right]!)];
    return a === null || b === null ? undefined : a < b ? b - a : a - b;
  }

  #distance(values: FieldValues, left: number, right: number): number {
    const [l, r] = [values.ids.left[left]!, values.ids.right[right]!];
    if (l === r) return 0;
    if (l <= 0 || r <= 0) return 1;
    const near = this.#near.get(values);
    if (near !== undefined) {
      const [a, b] = [values.unitsOf(l)!, values.unitsOf(r)!];
      return near(a - b, largerMagnitude(a, b)) ? 1 : 3;
    }
    const isDay = values.field.type === "date";
    return isDay && Math.abs(values.dayOf(l)! - values.dayOf(r)!) <= NEAR_DAYS ? 1 : 2;
  }

  #comesBefore(side: Side, a: Candidate, b: Candidate): boolean {
    if (a.distance !== b.distance) return a.distance < b.distance;
    if (a.gap !== b.gap) return a.gap !== undefined && (b.gap === undefined || a.gap < b.gap);
    return this.#model.records[otherSide(side)].compareRows(a.row, b.row) < 0;
  }
}

/** Sets of fields that a near miss shares: a key or block without one of its fields, all compared fields, amount and currency. */
function probedFields(model: GroupedModel, rules: readonly PassRules[]): FieldValues[][] {
  const [amount, currency] = [roleField(model, "amount"), roleField(model, "currency")];
  const sets = [
    ...rules.flatMap(({ pass, keys, compared }) => [
      ...(pass.kind === "keyed" ? [] : [[...keys]]),
      ...keys.map((left) => keys.filter((values) => values !== left)),
      pass.kind === "grouped" ? [] : compared.map(({ values }) => values),
    ]),
    ...(amount === undefined ? [] : [currency === undefined ? [amount] : [amount, currency]]),
  ];
  const nameOf = (set: readonly FieldValues[]): string => JSON.stringify(set.map(({ name }) => name).sort());
  return [...new Map(sets.filter((set) => set.length > 0).map((set) => [nameOf(set), set])).values()];
}

function compileProbes(model: GroupedModel, side: Side, wanted: readonly (readonly FieldValues[])[]): Probe[] {
  const leftOver = leftOverRows(model, side);
  const mostPerValue = Math.min(MAX_PER_VALUE, Math.floor(MAX_PAIRS / Math.max(1, leftOver.length)));
  if (leftOver.length === 0 || mostPerValue === 0) return [];
  return wanted.map((fields) => compileProbe(model, fields, { side, leftOver, mostPerValue }));
}

function compileProbe(
  model: GroupedModel,
  fields: readonly FieldValues[],
  from: { side: Side; leftOver: readonly number[]; mostPerValue: number },
): Probe {
  const tuples = new TupleNumbers(fields);
  const offered = new Map<number, number[]>();
  for (const row of from.leftOver) {
    const number = tuples.numberOf(from.side, row, "excluded");
    if (number > 0) offered.set(number, []);
  }
  const other = otherSide(from.side);
  const set = model.records[other];
  for (let row = 0; row < set.rowCount; row++) {
    const rows = set.takesPart(row) ? offered.get(tuples.knownNumberOf(other, row)) : undefined;
    // One more than may be looked at is enough to know that there are too many.
    if (rows !== undefined && rows.length <= from.mostPerValue) rows.push(row);
  }
  return {
    candidatesOf(row) {
      const rows = offered.get(tuples.knownNumberOf(from.side, row)) ?? [];
      return rows.length > from.mostPerValue ? [] : rows;
    },
  };
}

function leftOverRows({ records }: GroupedModel, side: Side): number[] {
  const { outcomes, rowCount } = records[side];
  const rows: number[] = [];
  for (let row = 0; row < rowCount; row++)
    if (outcomes[row] === UNMATCHED || outcomes[row] === DUPLICATE) rows.push(row);
  return rows;
}
