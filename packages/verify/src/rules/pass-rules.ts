/** A pass of the plan, made ready to be checked: its fields, tests and what is open when it starts. */
import { ReconError, sides, type CompareEntry, type Pass, type Side, type SimilarityMeasure } from "@recon/core";
import type { FieldValues } from "../records/field-values.ts";
import { NO_GROUP } from "../result/group-table.ts";
import { fieldOf, roleField, type GroupedModel } from "../result/result-model.ts";
import type { Micros } from "../similarity/micros.ts";
import { comparableText, similarityOf } from "../similarity/similarity-of.ts";
import { TrigramWeights } from "../similarity/tf-idf.ts";
import { compileComparison, compileCondition, type FieldTest } from "./field-test.ts";

type RunnablePass = Exclude<Pass, { kind: "linked" | "summed" }>;

export interface TestedField {
  readonly entry: CompareEntry;
  readonly values: FieldValues;
  readonly test: FieldTest;
  /** Trigram weights of the pass; collected when first asked for. */
  readonly weights: () => TrigramWeights;
}

export interface PassRules {
  readonly index: number;
  readonly pass: RunnablePass;
  /** `on` or `block`. */
  readonly keys: readonly FieldValues[];
  readonly conditions: readonly TestedField[];
  readonly compared: readonly TestedField[];
  /** Set where amounts are compared, so that currencies must be equal; NULL is one of its own. */
  readonly currency: FieldValues | undefined;
}

export function compilePasses(model: GroupedModel): PassRules[] {
  return model.plan.passes.map((pass, index) => {
    if (pass.kind === "linked" || pass.kind === "summed") {
      throw new ReconError("PLAN_UNSUPPORTED", `pass ${pass.name}: ${pass.kind} passes cannot be verified`);
    }
    return compilePass(model, pass, index);
  });
}

function compilePass(model: GroupedModel, pass: RunnablePass, index: number): PassRules {
  const keyNames = "block" in pass ? pass.block : pass.on;
  const conditionEntries = "conditions" in pass ? pass.conditions : [];
  const judged = new Set([...keyNames, ...conditionEntries.map((entry) => entry.field)]);
  if ("sum" in pass) judged.add(pass.sum.field);
  const entries: readonly CompareEntry[] = model.plan.compare ?? [...model.fields.keys()].map((field) => ({ field }));
  const tested = (entry: CompareEntry, compile: typeof compileCondition): TestedField => {
    const values = fieldOf(model, entry.field);
    const weights = lazily(() => collectWeights(model, index, values));
    return { entry, values, weights, test: compile(entry, { values, calendars: model.plan.calendars, weights }) };
  };
  const comparesAmounts = "sum" in pass || conditionEntries.some((entry) => "within" in entry);
  return {
    index,
    pass,
    keys: keyNames.map((name) => fieldOf(model, name)),
    conditions: conditionEntries.map((entry) => tested(entry, compileCondition)),
    compared: entries.filter((entry) => !judged.has(entry.field)).map((entry) => tested(entry, compileComparison)),
    currency: comparesAmounts ? roleField(model, "currency") : undefined,
  };
}

/** A record is open at a pass when it takes part at all and no earlier pass took it. */
export function isOpenAt(model: GroupedModel, side: Side, place: { row: number; pass: number }): boolean {
  if (!model.records[side].takesPart(place.row)) return false;
  const group = model.groups.ofRecord[side][place.row]!;
  return group === NO_GROUP || model.groups.passes[group]! >= place.pass;
}

/** Whether two records satisfy all conditions of a tolerant or similar pass, and the currency rule. */
export function isCandidate(rules: PassRules, left: number, right: number): boolean {
  const { currency } = rules;
  if (currency && currency.ids.left[left] !== currency.ids.right[right]) return false;
  return rules.conditions.every(({ values, test }) => test(values.ids.left[left]!, values.ids.right[right]!));
}

/** Compared fields that differ beyond their tolerance, in plan order. */
export function differingFields(rules: PassRules, left: number, right: number): TestedField[] {
  return rules.compared.filter(({ values, test }) => !test(values.ids.left[left]!, values.ids.right[right]!));
}

export function similarityOfPair(
  measure: SimilarityMeasure,
  { values, weights }: TestedField,
  rows: { left: number; right: number },
): Micros {
  const texts = {
    left: values.textOf(values.ids.left[rows.left]!)!,
    right: values.textOf(values.ids.right[rows.right]!)!,
  };
  return similarityOf(measure, texts, measure === "tfidf" ? weights() : undefined);
}

function collectWeights(model: GroupedModel, pass: number, values: FieldValues): TrigramWeights {
  const weights = new TrigramWeights();
  for (const side of sides) {
    for (let row = 0; row < model.records[side].rowCount; row++) {
      const id = values.ids[side][row]!;
      if (id > 0 && isOpenAt(model, side, { row, pass })) weights.add(comparableText(values.textOf(id)!));
    }
  }
  return weights;
}

function lazily<Value>(make: () => Value): () => Value {
  let made: { value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}
