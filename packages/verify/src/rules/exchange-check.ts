/**
 * Whether confirmed pairs could be exchanged for something better or equally good. No exchange of two pairs, or of a
 * pair's member for a free record, may cost less; one of equal cost, between records that are not interchangeable,
 * would have made the pairs a suggestion. Longer cycles of exchanges are not searched.
 */
import type { Plan, Side } from "@recon/core";
import type { FieldValues } from "../records/field-values.ts";
import { isCandidate, type PassRules } from "./pass-rules.ts";
import { addCosts, compareCosts, compilePairCost, type CostOf, type PairCost } from "./pair-cost.ts";

export interface ConfirmedPairs {
  readonly pairs: readonly (readonly [left: number, right: number])[];
  /** Records still open after the pass. */
  readonly free: Readonly<Record<Side, readonly number[]>>;
}

export class ExchangeCheck {
  readonly #rules: PassRules;
  readonly #costOf: CostOf;
  readonly #identity: readonly FieldValues[];

  constructor(plan: Plan, rules: PassRules) {
    this.#rules = rules;
    this.#costOf = compilePairCost(plan, rules);
    this.#identity = [...rules.conditions, ...rules.compared].map(({ values }) => values);
  }

  /** Pairs for which an exchange is better, or as good. */
  faults({ pairs, free }: ConfirmedPairs): { pair: readonly [number, number]; message: string }[] {
    const costs = pairs.map(([left, right]) => this.#costOf(left, right));
    return pairs.flatMap((pair, index) => {
      const message = this.#againstFree(pair, costs[index]!, free) ?? this.#againstPairs(pairs, costs, index);
      return message === undefined ? [] : [{ pair, message }];
    });
  }

  #againstFree(
    [left, right]: readonly [number, number],
    cost: PairCost,
    free: ConfirmedPairs["free"],
  ): string | undefined {
    for (const other of free.left) {
      const message =
        this.#allowed(other, right) && this.#judge(this.#costOf(other, right), cost, !this.#same("left", left, other));
      if (message) return message;
    }
    for (const other of free.right) {
      const message =
        this.#allowed(left, other) && this.#judge(this.#costOf(left, other), cost, !this.#same("right", right, other));
      if (message) return message;
    }
    return undefined;
  }

  #againstPairs(pairs: ConfirmedPairs["pairs"], costs: readonly PairCost[], index: number): string | undefined {
    const [left, right] = pairs[index]!;
    for (let at = index + 1; at < pairs.length; at++) {
      const [otherLeft, otherRight] = pairs[at]!;
      if (!this.#allowed(left, otherRight) || !this.#allowed(otherLeft, right)) continue;
      const exchanged = addCosts(this.#costOf(left, otherRight), this.#costOf(otherLeft, right));
      const distinct = !this.#same("left", left, otherLeft) && !this.#same("right", right, otherRight);
      const message = this.#judge(exchanged, addCosts(costs[index]!, costs[at]!), distinct);
      if (message) return message;
    }
    return undefined;
  }

  #allowed(left: number, right: number): boolean {
    return this.#rules.pass.kind === "keyed" || isCandidate(this.#rules, left, right);
  }

  #judge(exchanged: PairCost, cost: PairCost, distinct: boolean): string | undefined {
    const order = compareCosts(exchanged, cost);
    if (order < 0) return "another assignment costs less";
    return order === 0 && distinct ? "another assignment costs as much: it should be a suggestion" : undefined;
  }

  #same(side: Side, row: number, other: number): boolean {
    return this.#identity.every(({ ids }) => ids[side][row] === ids[side][other]);
  }
}
