import type { Finding } from "./finding.ts";
import { soundParts } from "./plan-parts.ts";
import type { PlanParts } from "./plan-parts.ts";
import { calendarsFit } from "./rules/calendar-rules.ts";
import { expressionsCompile } from "./rules/expression-rules.ts";
import { fieldNamesFree, fieldSettingsFit } from "./rules/field-rules.ts";
import {
  comparisonsFit,
  fieldsOnce,
  kindsFit,
  passNamesUnique,
  relativesFit,
  similaritiesFit,
  weightsFit,
} from "./rules/pass-rules.ts";
import { calendarsExist, fieldsExist, fieldTypesFit } from "./rules/reference-rules.ts";
import { optionsFit, sidesFit } from "./rules/source-rules.ts";
import type { Plan } from "./schema.ts";

const rules: readonly ((parts: PlanParts) => Finding[])[] = [
  sidesFit,
  optionsFit,
  fieldNamesFree,
  fieldSettingsFit,
  expressionsCompile,
  fieldsExist,
  fieldTypesFit,
  calendarsFit,
  calendarsExist,
  passNamesUnique,
  fieldsOnce,
  kindsFit,
  similaritiesFit,
  comparisonsFit,
  relativesFit,
  weightsFit,
];

/** What contradicts itself in a plan that satisfies the schema; an empty list for a sound plan. */
export function checkPlan(plan: Plan): Finding[] {
  return checkParts(soundParts(plan));
}

/** The same for the sound parts of a plan of which others are at fault. */
export function checkParts(parts: PlanParts): Finding[] {
  return rules.flatMap((rule) => rule(parts));
}
