/** What a candidate pair costs (docs/matching.md section 4), as exact integers. */
import type { Condition, Plan } from "@recon/core";
import { absolute, type Decimal } from "../canonical/decimal.ts";
import { ONE_MICROS } from "../similarity/micros.ts";
import { compileDayDistance } from "./business-days.ts";
import { findCalendar } from "./field-test.ts";
import { differingFields, similarityOfPair, type PassRules, type TestedField } from "./pass-rules.ts";

/** Lexicographic: fields that differ (keyed passes only), then the sum of differences in a pass-wide unit. */
export interface PairCost {
  readonly differing: number;
  readonly sum: bigint;
}

export type CostOf = (left: number, right: number) => PairCost;

export function compilePairCost(plan: Plan, rules: PassRules): CostOf {
  return rules.pass.kind === "keyed" ? compileKeyedCost(rules) : compileConditionCost(plan, rules);
}

function compileKeyedCost(rules: PassRules): CostOf {
  const scale = Math.max(0, ...rules.compared.map(({ values }) => values.scale));
  const terms = rules.compared.map(({ values }) => {
    const unit = 10n ** BigInt(scale - (values.isDecimal ? values.scale : 0));
    return (left: number, right: number) => {
      const [l, r] = [values.ids.left[left]!, values.ids.right[right]!];
      if (l <= 0 || r <= 0) return 0n;
      if (values.isDecimal) return absolute(values.unitsOf(l)! - values.unitsOf(r)!) * unit;
      return values.field.type === "date" ? BigInt(Math.abs(values.dayOf(l)! - values.dayOf(r)!)) * unit : 0n;
    };
  });
  return (left, right) => ({
    differing: differingFields(rules, left, right).length,
    sum: terms.reduce((sum, term) => sum + term(left, right), 0n),
  });
}

function compileConditionCost(plan: Plan, rules: PassRules): CostOf {
  const conditions = "conditions" in rules.pass ? rules.pass.conditions : [];
  const terms = conditions.map((condition, index) => compileTerm(plan, condition, rules.conditions[index]!));
  const scale = Math.max(0, ...terms.map((term) => term.scale));
  return (left, right) => ({
    differing: 0,
    sum: terms.reduce((sum, term) => sum + term.units(left, right) * 10n ** BigInt(scale - term.scale), 0n),
  });
}

interface Term {
  readonly scale: number;
  readonly units: (left: number, right: number) => bigint;
}

function compileTerm(plan: Plan, condition: Condition, tested: TestedField): Term {
  const { values } = tested;
  const weight = readWeight(condition.weight);
  const pair = (left: number, right: number) => [values.ids.left[left]!, values.ids.right[right]!] as const;
  if ("within" in condition) {
    const units = (left: number, right: number) => {
      const [l, r] = pair(left, right);
      return absolute(values.unitsOf(l)! - values.unitsOf(r)!) * weight.units;
    };
    return { scale: values.scale + weight.scale, units };
  }
  if ("dateWithin" in condition) {
    const distance = compileDayDistance(findCalendar(plan.calendars, condition.dateWithin.calendar ?? "calendar"));
    const units = (left: number, right: number) => {
      const [l, r] = pair(left, right);
      return BigInt(distance(values.dayOf(l)!, values.dayOf(r)!)) * weight.units;
    };
    return { scale: weight.scale, units };
  }
  const units = (left: number, right: number) => {
    const micros = similarityOfPair(condition.similar.measure, tested, { left, right });
    return BigInt(ONE_MICROS - micros) * weight.units;
  };
  return { scale: 6 + weight.scale, units };
}

function readWeight(weight: string | number | undefined): Decimal {
  const [digits = "1", exponent = "0"] = String(weight ?? 1)
    .toLowerCase()
    .split("e");
  const [whole = "0", fraction = ""] = digits.split(".");
  const scale = fraction.length - Number(exponent);
  const units = BigInt(whole + fraction);
  return scale >= 0 ? { units, scale } : { units: units * 10n ** BigInt(-scale), scale: 0 };
}
