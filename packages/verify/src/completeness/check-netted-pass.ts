/** A netted pass: all records of a key when they cancel, else equal magnitudes of opposite sign, else nothing. */
import type { NettedPass } from "@recon/core";
import { absolute } from "../canonical/decimal.ts";
import { fieldOf } from "../result/result-model.ts";
import { indexKeys, TupleNumbers } from "../rules/key-index.ts";
import { cancels, oneCurrency, type Rows } from "../rules/sum-rule.ts";
import { compileTolerance } from "../rules/tolerance.ts";
import { checkExpected, type ExpectedGroup, type PassInput } from "./pass-check.ts";

const STEP = 100_000;

export async function checkNettedPass(input: PassInput, pass: NettedPass): Promise<void> {
  const { model, rules, pace } = input;
  const index = indexKeys(model, rules, [pass.side]);
  const oracle = new NettedOracle(input, pass);
  for (let key = 0; key < index.keyCount; key++) {
    if (key % STEP === 0) await pace.step(`completeness ${pass.name}`, key, index.keyCount);
    const rows = { left: index.rowsOf("left", key), right: index.rowsOf("right", key) };
    if (rows[pass.side].length > 0) checkExpected(input, rows, oracle.expect(rows));
  }
}

class NettedOracle {
  readonly #input: PassInput;
  readonly #pass: NettedPass;
  readonly #classes: TupleNumbers;

  constructor(input: PassInput, pass: NettedPass) {
    this.#input = input;
    this.#pass = pass;
    this.#classes = new TupleNumbers(input.rules.compared.map(({ values }) => values));
  }

  expect(rows: Rows): ExpectedGroup[] {
    const { model, rules } = this.#input;
    const { side, sum } = this.#pass;
    const values = fieldOf(model, sum.field);
    const own = rows[side];
    const amounts = Array.from(own, (row) => values.unitsOf(values.ids[side][row]!));
    if (own.length < 2 || amounts.includes(null) || !oneCurrency(rules, rows)) return [];
    const known = amounts as bigint[];
    if (cancels(known, compileTolerance(sum.within, values.scale))) return [this.#groupOf(Array.from(own), false)];
    return [...this.#byMagnitude(own, known).values()].flatMap(({ plus, minus }) => this.#expectPairs(plus, minus));
  }

  #byMagnitude(rows: Int32Array, amounts: readonly bigint[]): Map<bigint, { plus: number[]; minus: number[] }> {
    const magnitudes = new Map<bigint, { plus: number[]; minus: number[] }>();
    for (const [at, amount] of amounts.entries()) {
      if (amount === 0n) continue;
      const magnitude = absolute(amount);
      let found = magnitudes.get(magnitude);
      if (!found) magnitudes.set(magnitude, (found = { plus: [], minus: [] }));
      found[amount > 0n ? "plus" : "minus"].push(rows[at]!);
    }
    return magnitudes;
  }

  #expectPairs(plus: number[], minus: number[]): ExpectedGroup[] {
    if (plus.length === 0 || minus.length === 0) return [];
    const sure =
      (plus.length <= minus.length || this.#interchangeable(plus)) &&
      (minus.length <= plus.length || this.#interchangeable(minus));
    if (!sure) return [this.#groupOf([...plus, ...minus], true)];
    const set = this.#input.model.records[this.#pass.side];
    for (const rows of [plus, minus]) rows.sort((a, b) => set.compareRows(a, b));
    const count = Math.min(plus.length, minus.length);
    return plus.slice(0, count).map((row, at) => this.#groupOf([row, minus[at]!], false));
  }

  #interchangeable(rows: readonly number[]): boolean {
    const numbers = new Set(rows.map((row) => this.#classes.numberOf(this.#pass.side, row, "included")));
    return numbers.size === 1;
  }

  #groupOf(rows: number[], suggested: boolean): ExpectedGroup {
    return this.#pass.side === "left" ? { left: rows, right: [], suggested } : { left: [], right: rows, suggested };
  }
}
