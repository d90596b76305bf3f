/** The exclusions of a side: the first that holds gives the record's reason. */
import type { Exclusion } from "@recon/core";
import { compileExpression } from "../canonical/expression.ts";
import type { FieldValues } from "./field-values.ts";

const HOLDS = 1;
const FAILS = 2;

export interface ExclusionRule {
  readonly values: FieldValues;
  readonly reason: string;
  readonly holds: (id: number) => boolean;
}

/** Judged on the canonical text; NULL is only ever `empty`. */
export function compileExclusion(exclusion: Exclusion, values: FieldValues): ExclusionRule {
  const { where, reason } = exclusion;
  if ("empty" in where) return { values, reason, holds: (id) => id <= 0 };
  const test = "in" in where ? compileIn(where.in) : compileMatches(where.matches);
  // Equal values share a number, so each distinct value is judged once.
  let known = new Uint8Array(1 << 10);
  const holds = (id: number): boolean => {
    if (id <= 0) return false;
    if (id >= known.length) {
      const larger = new Uint8Array(Math.max(id + 1, known.length * 2));
      larger.set(known);
      known = larger;
    }
    known[id] ||= test(minimal(values, values.textOf(id)!)) ? HOLDS : FAILS;
    return known[id] === HOLDS;
  };
  return { values, reason, holds };
}

/** Numbers without trailing fraction zeros: how many a column holds depends on its other records. */
function minimal({ scale }: FieldValues, text: string): string {
  return scale === 0 ? text : text.replace(/\.?0+$/, "");
}

function compileIn(texts: readonly string[]): (text: string) => boolean {
  const set = new Set(texts);
  return (text) => set.has(text);
}

function compileMatches(source: string): (text: string) => boolean {
  const expression = compileExpression(source);
  return (text) => expression.test(text);
}
