/** Tolerant and similar passes (matching.md §4): candidates inside blocks, then section 5. */
import type { Condition, SimilarPass, TolerantPass } from "@recon/core";
import { differenceWithin, type PassScope } from "./agreement.ts";
import { assign, type Cost } from "./assignment.ts";
import { byKey, classesOf, currencyIdentity, hasCurrencyRule } from "./classes.ts";
import type { OracleRecord } from "./oracle-types.ts";
import { fromAssignment, type PassOutcome } from "./proposals.ts";
import { exactUnits } from "./values.ts";

const WEIGHT_PLACES = 30;

export function runConditional(scope: PassScope, pass: TolerantPass | SimilarPass): PassOutcome {
  const [left, right] = [byKey(scope.left, pass.block), byKey(scope.right, pass.block)];
  const groups = [...left].flatMap(([key, records]) => {
    const counterparts = right.get(key) ?? [];
    const costOf = (l: OracleRecord, r: OracleRecord): Cost | null => candidateCost(scope, pass.conditions, [l, r]);
    return fromAssignment(assign(classesOf(records, scope), classesOf(counterparts, scope), costOf));
  });
  return { groups, flagged: [] };
}

/** Sum of weight × difference, or null where a condition fails or the currencies differ. */
function candidateCost(
  scope: PassScope,
  conditions: readonly Condition[],
  [l, r]: readonly [OracleRecord, OracleRecord],
): Cost | null {
  if (hasCurrencyRule(scope) && currencyIdentity(l, scope) !== currencyIdentity(r, scope)) return null;
  let cost = 0n;
  for (const condition of conditions) {
    const [a, b] = [l.values.get(condition.field) ?? null, r.values.get(condition.field) ?? null];
    const difference = differenceWithin(condition, a, b, scope);
    if (difference === null) return null;
    cost += difference * exactUnits(condition.weight ?? 1, WEIGHT_PLACES);
  }
  return [cost];
}
