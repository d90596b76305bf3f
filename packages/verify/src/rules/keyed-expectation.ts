/** What a keyed pass must make of the open records of one key (docs/matching.md section 4). */
import type { Side } from "@recon/core";
import type { GroupedModel } from "../result/result-model.ts";
import type { PassRules } from "./pass-rules.ts";
import { TupleNumbers } from "./key-index.ts";
import type { Rows } from "./sum-rule.ts";

const LARGEST_ASSIGNMENT = 300;

export interface KeyedExpectation {
  /** Pairs that must be groups of the pass. */
  readonly pairs: readonly (readonly [left: number, right: number])[];
  /** Records that stay open and are flagged duplicate. */
  readonly duplicates: Readonly<Record<Side, readonly number[]>>;
  /** A rest: one suggestion of all, or an assignment in which none may stay open. */
  readonly rest: "none" | "assigned" | "suggested";
  readonly restRows: Readonly<Record<Side, readonly number[]>>;
}

export class KeyedOracle {
  readonly #model: GroupedModel;
  readonly #classes: TupleNumbers;

  constructor(model: GroupedModel, rules: PassRules) {
    this.#model = model;
    this.#classes = new TupleNumbers(rules.compared.map(({ values }) => values));
  }

  /** Both sides must have records. */
  expect(rows: Rows): KeyedExpectation {
    const none = { left: [], right: [] };
    if (rows.left.length === 1 && rows.right.length === 1) {
      return { pairs: [[rows.left[0]!, rows.right[0]!]], duplicates: none, rest: "none", restRows: none };
    }
    const left = this.#byClass("left", rows.left);
    const right = this.#byClass("right", rows.right);
    const pairs: [number, number][] = [];
    for (const [number, members] of left) {
      const others = right.get(number) ?? [];
      const count = Math.min(members.length, others.length);
      for (let at = 0; at < count; at++) pairs.push([members[at]!, others[at]!]);
      members.splice(0, count);
      others.splice(0, count);
    }
    return this.#expectRest(pairs, restOf(left), restOf(right));
  }

  #expectRest(pairs: [number, number][], left: readonly number[][], right: readonly number[][]): KeyedExpectation {
    const rows = { left: left.flat(), right: right.flat() };
    const none = { left: [], right: [] };
    if (left.length === 0 || right.length === 0) return { pairs, duplicates: rows, rest: "none", restRows: none };
    if (left.length === 1 && right.length === 1) {
      const count = Math.min(rows.left.length, rows.right.length);
      for (let at = 0; at < count; at++) pairs.push([rows.left[at]!, rows.right[at]!]);
      const duplicates = { left: rows.left.slice(count), right: rows.right.slice(count) };
      return { pairs, duplicates, rest: "none", restRows: none };
    }
    const assigned = rows.left.length === rows.right.length && rows.left.length <= LARGEST_ASSIGNMENT;
    return { pairs, duplicates: none, rest: assigned ? "assigned" : "suggested", restRows: rows };
  }

  /** Rows by equal compared values, each class in the order in which its records are taken. */
  #byClass(side: Side, rows: Int32Array): Map<number, number[]> {
    const classes = new Map<number, number[]>();
    for (const row of rows) {
      const number = this.#classes.numberOf(side, row, "included");
      const members = classes.get(number);
      if (members) members.push(row);
      else classes.set(number, [row]);
    }
    for (const members of classes.values()) members.sort((a, b) => this.#model.records[side].compareRows(a, b));
    return classes;
  }
}

function restOf(classes: ReadonlyMap<number, number[]>): number[][] {
  return [...classes.values()].filter((members) => members.length > 0);
}
