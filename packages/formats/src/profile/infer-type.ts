import type { FieldType } from "@recon/core";
import type { NumberProfile } from "./column-profile.ts";
import { nameSuggests } from "./column-words.ts";

/** What is known about a column's values when its type is to be told. */
export interface TypeEvidence {
  readonly name: string;
  readonly values: number;
  readonly distinct: number;
  readonly numbers: NumberProfile | undefined;
  readonly plainIntegers: number;
  readonly longestInteger: number;
  readonly dates: number;
  readonly compactDates: number;
  readonly usualYears: number;
  readonly currencyCodes: number;
}

/** Share of the values that must convert; less where the column's name says the same. */
const SHARE = 0.9;
const SHARE_WITH_NAME = 0.5;
/** Integers of more digits are identifiers: no amount has them. */
const LONGEST_AMOUNT = 15;

/** The type that a plan should give a column; `text` wherever another might lose something. */
export function inferType(evidence: TypeEvidence): FieldType {
  if (evidence.values === 0) return "text";
  if (isCurrency(evidence)) return "currency";
  if (isDate(evidence)) return "date";
  if (!isNumber(evidence)) return "text";
  const { moneyHints } = evidence.numbers!;
  return moneyHints.name || moneyHints.currency || moneyHints.twoDecimals ? "money" : "number";
}

function isCurrency({ name, values, distinct, currencyCodes }: TypeEvidence): boolean {
  if (nameSuggests(name, "currency")) return currencyCodes >= values * SHARE;
  return currencyCodes === values && distinct <= 20;
}

function isDate({ name, values, dates, compactDates, usualYears }: TypeEvidence): boolean {
  const isNamed = nameSuggests(name, "date");
  if (dates < values * (isNamed ? SHARE_WITH_NAME : SHARE)) return false;
  if (compactDates === 0) return true;
  // Eight digits may be a number as well: without a telling name all of many must be dates of our time.
  return isNamed ? usualYears >= dates * SHARE : usualYears === values && values >= 20;
}

function isNumber({ name, values, numbers, plainIntegers, longestInteger }: TypeEvidence): boolean {
  if (numbers === undefined || numbers.withLeadingZero > 0) return false;
  if (numbers.converting < values * (numbers.moneyHints.name ? SHARE_WITH_NAME : SHARE)) return false;
  const isWhole = plainIntegers >= numbers.converting;
  if (isWhole && longestInteger > LONGEST_AMOUNT) return false;
  return !(isWhole && nameSuggests(name, "identifier") && !numbers.moneyHints.name);
}
