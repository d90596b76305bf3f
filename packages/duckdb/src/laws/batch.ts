/** Many independent cases of one plan as one: a leading field `case` keeps them from meeting each other. */
import type { Pass, Plan } from "@recon/core";
import fc from "fast-check";
import { arbitraryLayout, sourcesOf, type LawCase } from "./generate.ts";
import { arbitraryMixedPlan, arbitrarySimplePlan } from "./generate-plan.ts";
import { OracleTooLarge, type OracleResult, type OracleSource } from "./oracle-types.ts";
import { reconcile } from "./oracle.ts";

export interface Batch {
  /** The plan with the field `case`. */
  readonly plan: Plan;
  readonly cases: readonly LawCase[];
}

const CASE = "case";

/** A plan and so many source pairs for it. Term frequencies span all records, so plans with tf-idf stay out. */
export function arbitraryBatch(size: number): fc.Arbitrary<Batch> {
  return arbitraryLayout.chain((layout) => {
    const plan = fc.oneof(
      { weight: 2, arbitrary: arbitrarySimplePlan(layout) },
      { weight: 3, arbitrary: arbitraryMixedPlan(layout).filter((drawn) => !usesTfidf(drawn)) },
    );
    const sources = fc.array(sourcesOf(layout), { minLength: size, maxLength: size });
    return fc.record({ plan, sources }).map((drawn) => {
      const whole = withCaseField(drawn.plan);
      const cases = drawn.sources.map(({ left, right }, i) => {
        return { plan: whole, left: labelled(left, `k${i + 1}`), right: labelled(right, `k${i + 1}`) };
      });
      return { plan: whole, cases };
    });
  });
}

export function usesTfidf(plan: Plan): boolean {
  return JSON.stringify(plan.passes).includes('"tfidf"');
}

function withCaseField(plan: Plan): Plan {
  return { ...plan, fields: { [CASE]: { type: "text" }, ...plan.fields }, passes: plan.passes.map(withinCase) };
}

function withinCase(pass: Pass): Pass {
  if (pass.kind === "tolerant" || pass.kind === "similar") return { ...pass, block: [CASE, ...pass.block] };
  if ("on" in pass) return { ...pass, on: [CASE, ...pass.on] };
  throw new Error(`no batch for ${pass.kind} passes`);
}

function labelled({ header, rows }: OracleSource, label: string): OracleSource {
  return { header: [CASE, ...header], rows: rows.map((row) => [label, ...row]) };
}

/** The cases one after the other, as one. */
export function joined({ plan, cases }: Batch): LawCase {
  return {
    plan,
    left: concatenated(cases.map(({ left }) => left)),
    right: concatenated(cases.map(({ right }) => right)),
  };
}

function concatenated(sources: readonly OracleSource[]): OracleSource {
  return { header: sources[0]!.header, rows: sources.flatMap(({ rows }) => rows) };
}

export interface JudgedCase {
  readonly lawCase: LawCase;
  readonly verdict: OracleResult;
}

/** The oracle's verdicts; cases that it cannot enumerate are left out. */
export function judge(cases: readonly LawCase[]): JudgedCase[] {
  return cases.flatMap((lawCase) => {
    try {
      return [{ lawCase, verdict: reconcile(lawCase.plan, lawCase.left, lawCase.right) }];
    } catch (error) {
      if (error instanceof OracleTooLarge) return [];
      throw error;
    }
  });
}
