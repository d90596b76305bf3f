/** One condition or compare entry as a test on two equality numbers. */
import { ReconError, type CompareEntry, type Plan, type Similar } from "@recon/core";
import type { FieldValues } from "../records/field-values.ts";
import { similarityOf } from "../similarity/similarity-of.ts";
import { microsOf } from "../similarity/micros.ts";
import type { TrigramWeights } from "../similarity/tf-idf.ts";
import { compileDayDistance } from "./business-days.ts";
import { compileTolerance, largerMagnitude } from "./tolerance.ts";

export type FieldTest = (left: number, right: number) => boolean;

export interface TestInput {
  readonly values: FieldValues;
  readonly calendars: Plan["calendars"];
  /** Weights of the pass, asked for only by tf-idf. */
  readonly weights: () => TrigramWeights;
}

/** A pass's condition: NULL, and a text kept without converting, satisfies none. */
export function compileCondition(entry: CompareEntry, input: TestInput): FieldTest {
  const test = compileTest(entry, input);
  return (left, right) => left > 0 && right > 0 && test(left, right);
}

/** A compare entry: NULL equals NULL and differs from everything else, tolerance or not. */
export function compileComparison(entry: CompareEntry, input: TestInput): FieldTest {
  const test = compileTest(entry, input);
  return (left, right) => left === right || (left > 0 && right > 0 && test(left, right));
}

function compileTest(entry: CompareEntry, input: TestInput): FieldTest {
  const { values } = input;
  if ("within" in entry) {
    if (!values.isDecimal) throw unfit(entry.field, "within");
    const tolerance = compileTolerance(entry.within, values.scale);
    return (left, right) => {
      const [a, b] = [values.unitsOf(left)!, values.unitsOf(right)!];
      return tolerance(a - b, largerMagnitude(a, b));
    };
  }
  if ("dateWithin" in entry) {
    if (values.field.type !== "date") throw unfit(entry.field, "dateWithin");
    const { days, calendar = "calendar" } = entry.dateWithin;
    const distance = compileDayDistance(findCalendar(input.calendars, calendar));
    return (left, right) => distance(values.dayOf(left)!, values.dayOf(right)!) <= days;
  }
  return "similar" in entry ? compileSimilar(entry.similar, input) : (left, right) => left === right;
}

function compileSimilar(similar: Similar, { values, weights }: TestInput): FieldTest {
  const { atLeast, measure } = similar;
  if (atLeast === undefined) throw unfit(values.name, "similar without atLeast");
  const threshold = microsOf(atLeast);
  return (left, right) => {
    const texts = { left: values.textOf(left)!, right: values.textOf(right)! };
    return similarityOf(measure, texts, measure === "tfidf" ? weights() : undefined) >= threshold;
  };
}

/** The named calendar; `undefined` for plain calendar days. */
export function findCalendar(calendars: Plan["calendars"], name: string) {
  if (name === "calendar") return undefined;
  const found = Object.entries(calendars ?? {}).find(([key]) => key === name);
  if (!found) throw new ReconError("PLAN_INVALID", `the plan has no calendar ${JSON.stringify(name)}`);
  return found[1];
}

function unfit(field: string, test: string): ReconError {
  return new ReconError("PLAN_INVALID", `${test} does not fit field ${JSON.stringify(field)}`);
}
