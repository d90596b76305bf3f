/** The records open at a pass, by key. */
import type { Side } from "@recon/core";
import type { FieldValues } from "../records/field-values.ts";
import { PairDictionary } from "../records/pair-dictionary.ts";
import { gatherRows } from "../result/group-table.ts";
import type { GroupedModel } from "../result/result-model.ts";
import { isOpenAt, type PassRules } from "./pass-rules.ts";

/** Numbers tuples of equality numbers, a dictionary for each further field. */
export class TupleNumbers {
  readonly #fields: readonly FieldValues[];
  readonly #dictionaries: PairDictionary[];

  constructor(fields: readonly FieldValues[]) {
    this.#fields = fields;
    this.#dictionaries = fields.map(() => new PairDictionary());
  }

  /** 0 when a field is NULL and NULLs are no keys, else a number from 1. */
  numberOf(side: Side, row: number, nulls: "excluded" | "included"): number {
    let number = 1;
    for (let at = 0; at < this.#fields.length; at++) {
      const id = this.#fields[at]!.ids[side][row]!;
      if (id === 0 && nulls === "excluded") return 0;
      number = this.#dictionaries[at]!.intern(number, id);
    }
    return number;
  }

  /** The number that the same values were given, or 0 when there are none such. */
  knownNumberOf(side: Side, row: number): number {
    let number = 1;
    for (let at = 0; at < this.#fields.length && number > 0; at++)
      number = this.#dictionaries[at]!.find(number, this.#fields[at]!.ids[side][row]!);
    return number;
  }

  get size(): number {
    return this.#dictionaries.at(-1)?.size ?? 2;
  }
}

export interface KeyIndex {
  /** Keys are 0 to keyCount - 1. */
  readonly keyCount: number;
  rowsOf(side: Side, key: number): Int32Array;
}

export function indexKeys(model: GroupedModel, rules: PassRules, wanted: readonly Side[]): KeyIndex {
  const tuples = new TupleNumbers(rules.keys);
  const keysOf = new Map(wanted.map((side) => [side, keysOfSide(model, rules, { side, tuples })]));
  const keyCount = tuples.size;
  const gathered = new Map([...keysOf].map(([side, keys]) => [side, gatherRows(keys, keyCount)]));
  const none = new Int32Array(0);
  return {
    keyCount,
    rowsOf(side, key) {
      const [starts, rows] = gathered.get(side) ?? [undefined, none];
      return starts ? rows.subarray(starts[key], starts[key + 1]) : none;
    },
  };
}

function keysOfSide(model: GroupedModel, rules: PassRules, from: { side: Side; tuples: TupleNumbers }): Int32Array {
  const keys = new Int32Array(model.records[from.side].rowCount).fill(-1);
  for (let row = 0; row < keys.length; row++) {
    if (!isOpenAt(model, from.side, { row, pass: rules.index })) continue;
    const number = from.tuples.numberOf(from.side, row, "excluded");
    if (number > 0) keys[row] = number;
  }
  return keys;
}
