/** Conditions and comparisons as expressions over a left (`l`) and a right (`r`) record; meaning in docs/matching.md, section 3. */
import type { CompareEntry, Condition, DateWithin, Within } from "../plan/schema.ts";
import type { SimilarityMeasure } from "../plan/vocabulary.ts";
import type { Expr } from "../dialect/nodes.ts";
import {
  and,
  call,
  cast,
  decimal,
  decimalType,
  eq,
  integer,
  isNotNull,
  isNull,
  not,
  or,
  when,
} from "../dialect/build.ts";
import { column } from "../dialect/build.ts";
import { kept, value, type FieldLayout } from "./layout.ts";

export const L = "l";
export const R = "r";

/** Column of a pass's open table that holds the business-day ordinal of a date field. */
export const ordinalName = (field: FieldLayout, calendar: string): string => `d${field.index}_${calendar}`;
/** Column of a pass's open table that holds the folded text of a field. */
export const foldedName = (field: FieldLayout): string => `t${field.index}`;

export function plainDecimal(weight: number | string | undefined): string {
  if (weight === undefined) return "1";
  if (typeof weight === "string") return weight;
  const text = String(weight);
  return text.includes("e") ? weight.toFixed(12).replace(/0+$/, "").replace(/\.$/, "") : text;
}

export function amountWithin(field: FieldLayout, within: Within): Expr {
  const left = value(field, L);
  const right = value(field, R);
  const difference = call("abs", call("subtract", left, right));
  if ("absolute" in within) return call("lessOrEqual", difference, decimal(within.absolute));
  const larger = call("greatest", call("abs", left), call("abs", right));
  return call("lessOrEqual", difference, call("multiply", decimal(within.relative), larger));
}

export function daysApart(field: FieldLayout, calendar: string | undefined): Expr {
  if (calendar === undefined || calendar === "calendar") return call("daysBetween", value(field, L), value(field, R));
  const name = ordinalName(field, calendar);
  return call("abs", call("subtract", column(name, L), column(name, R)));
}

export const datesWithin = (field: FieldLayout, within: DateWithin): Expr =>
  call("lessOrEqual", daysApart(field, within.calendar), integer(within.days));

const pairwise = { jaroWinkler: "jaroWinkler", levenshtein: "levenshtein", tokenSet: "tokenSet" } as const;

/** Similarity of a pair, six decimals. TF-IDF needs the whole corpus and comes from a table of its own. */
export function similarity(field: FieldLayout, measure: SimilarityMeasure): Expr {
  if (measure === "tfidf") {
    const texts = and(isNotNull(column(foldedName(field), L)), isNotNull(column(foldedName(field), R)));
    return when([[texts, call("coalesce", column("cosine", tfidfAlias(field)), decimal("0.0"))]]);
  }
  return call(pairwise[measure], column(foldedName(field), L), column(foldedName(field), R));
}
export const tfidfAlias = (field: FieldLayout): string => `w${field.index}`;

export function holds(condition: Condition | CompareEntry, field: FieldLayout): Expr {
  if ("within" in condition) return amountWithin(field, condition.within);
  if ("dateWithin" in condition) return datesWithin(field, condition.dateWithin);
  if ("similar" in condition) {
    return call(
      "greaterOrEqual",
      similarity(field, condition.similar.measure),
      decimal(plainDecimal(condition.similar.atLeast ?? 1)),
    );
  }
  return eq(value(field, L), value(field, R));
}

/** Exact decimal cost of a condition's difference, times its weight. */
export function conditionCost(condition: Condition, field: FieldLayout): Expr {
  const weight = decimal(plainDecimal(condition.weight));
  if ("within" in condition)
    return call("multiply", weight, call("abs", call("subtract", value(field, L), value(field, R))));
  if ("dateWithin" in condition) return call("multiply", weight, daysApart(field, condition.dateWithin.calendar));
  const distance = call("subtract", decimal("1"), similarity(field, condition.similar.measure));
  return call("multiply", weight, cast(distance, decimalType(9, 6)));
}

/** Whether a compared field differs: NULL equals NULL and differs from everything else. Never NULL. */
export function differs(entry: CompareEntry, field: FieldLayout): Expr {
  const left = value(field, L);
  const right = value(field, R);
  const tolerant = "within" in entry || "dateWithin" in entry || "similar" in entry;
  const byValue = tolerant
    ? when(
        [[or(isNull(left), isNull(right)), call("distinct", isNull(left), isNull(right))]],
        not(call("coalesce", holds(entry, field), { kind: "boolean", value: false })),
      )
    : call("distinct", left, right);
  if (!field.kept) return byValue;
  const unconverted = or(isNotNull(kept(field, L)), isNotNull(kept(field, R)));
  return when([[unconverted, call("distinct", kept(field, L), kept(field, R))]], byValue);
}

/** Equal key fields; NULL never equals anything, and a kept text equals only the same kept text. */
export function keysEqual(fields: readonly FieldLayout[]): Expr {
  return and(...fields.map((field) => eq(keyExpr(field, L), keyExpr(field, R))));
}

export function keyExpr(field: FieldLayout, alias?: string): Expr {
  if (!field.kept) return value(field, alias);
  const asText = (expr: Expr): Expr => cast(expr, { kind: "text" });
  return when([
    [isNotNull(value(field, alias)), call("concat", { kind: "text", value: "=" }, asText(value(field, alias)))],
    [isNotNull(kept(field, alias)), call("concat", { kind: "text", value: "~" }, kept(field, alias))],
  ]);
}

export const keyPresent = (fields: readonly FieldLayout[], alias?: string): Expr =>
  and(...fields.map((field) => isNotNull(keyExpr(field, alias))));

/** A record's key equal to the key columns `k0 …` of a table `d`. */
export const onKeys = (keys: readonly FieldLayout[], alias: string) =>
  and(...keys.map((field, i) => eq(keyExpr(field, alias), column(`k${i}`, "d"))));
