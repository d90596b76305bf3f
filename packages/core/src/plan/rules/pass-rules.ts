import type { Finding } from "../finding.ts";
import type { PlanParts } from "../plan-parts.ts";
import { equalLists, judgements, passJudgements } from "../plan-uses.ts";
import type { Judgement } from "../plan-uses.ts";
import type { PlanPath } from "../plan-path.ts";
import { DecimalText } from "../schema.ts";
import type { Pass, Within } from "../schema.ts";
import { decimalText } from "../decimal-text.ts";
import { repeatedIndexes } from "./repeated.ts";

const MOST_RELATIVE = 1_000;

/** Pass names differ by more than case. */
export function passNamesUnique({ passes }: PlanParts): Finding[] {
  const folded = passes.map(({ value }) => value.name.toLowerCase());
  return repeatedIndexes(folded).map((index) => {
    const { path, value } = passes[index]!;
    return {
      path: [...path, "name"],
      message: `two passes are named ${JSON.stringify(value.name)}; a name is unique, case aside`,
    };
  });
}

/** No field stands twice in one key, block, anchor, list of conditions or in `compare`. */
export function fieldsOnce(parts: PlanParts): Finding[] {
  const inPasses = parts.passes.flatMap(({ path, value }) => [
    ...equalLists(path, value).flatMap((list) => {
      return repeatedIndexes(list.fields).map((index) => twice([...list.path, index], list.fields[index]!));
    }),
    ...repeatedJudgements(passJudgements(path, value)),
  ]);
  return [...inPasses, ...repeatedJudgements(parts.compare.map(({ path, value }) => ({ ...value, path })))];
}

function repeatedJudgements(list: readonly Judgement[]): Finding[] {
  const fields = list.map(({ field }) => field);
  return repeatedIndexes(fields).map((index) => twice([...list[index]!.path, "field"], fields[index]!));
}

function twice(path: PlanPath, field: string): Finding {
  return { path, message: `the field ${JSON.stringify(field)} stands twice here` };
}

/** A tolerant pass tolerates something, and a similar pass looks for something alike. */
export function kindsFit({ passes }: PlanParts): Finding[] {
  return passes.flatMap(({ path, value: pass }) => {
    if (pass.kind !== "tolerant" && pass.kind !== "similar") return [];
    const alike = pass.conditions.some((condition) => "similar" in condition);
    const tolerated = pass.conditions.some((condition) => !("similar" in condition));
    if (pass.kind === "similar" && !alike)
      return [missing(path, 'a similar pass needs a condition with "similar"; without one it is tolerant')];
    if (pass.kind === "tolerant" && !tolerated)
      return [
        missing(path, 'a tolerant pass needs a condition with "within" or "dateWithin"; without one it is similar'),
      ];
    return [];
  });
}

function missing(path: PlanPath, message: string): Finding {
  return { path: [...path, "conditions"], message, atKey: true };
}

/** `similar` has a threshold, and levels only where they are weighed. */
export function similaritiesFit(parts: PlanParts): Finding[] {
  return [
    ...parts.compare.flatMap(({ path, value }) => thresholdFaults({ ...value, path })),
    ...parts.passes.flatMap(({ path, value }) => {
      return passJudgements(path, value).flatMap(value.kind === "linked" ? levelFaults : thresholdFaults);
    }),
  ];
}

function thresholdFaults({ path, similar }: Judgement): Finding[] {
  if (similar === undefined) return [];
  const at = [...path, "similar"];
  return [
    ...(similar.atLeast === undefined
      ? [{ path: [...at, "atLeast"], message: '"similar" needs "atLeast", such as 0.9' }]
      : []),
    ...(similar.levels === undefined
      ? []
      : [{ path: [...at, "levels"], message: '"levels" are for linked passes', atKey: true }]),
  ];
}

function levelFaults({ path, similar }: Judgement): Finding[] {
  if (similar === undefined || similar.atLeast !== undefined || similar.levels !== undefined) return [];
  return [{ path: [...path, "similar"], message: '"similar" needs "atLeast" or "levels"' }];
}

/** A comparison of a linked pass has one tolerance at most. */
export function comparisonsFit({ passes }: PlanParts): Finding[] {
  return passes.flatMap(({ path, value }) => {
    return passJudgements(path, value).flatMap((judgement) => {
      const given = (["within", "dateWithin", "similar"] as const).filter((key) => judgement[key] !== undefined);
      const second = given[1];
      if (second === undefined) return [];
      return [
        {
          path: [...judgement.path, second],
          message: `"${second}" does not go with "${given[0]}"; keep one of them`,
          atKey: true,
        },
      ];
    });
  });
}

/** Relative tolerances are shares, not percentages gone wrong by orders of magnitude. */
export function relativesFit(parts: PlanParts): Finding[] {
  const all = [
    ...judgements(parts).map(({ path, within }) => ({ path: [...path, "within"], within })),
    ...parts.passes.flatMap(({ path, value }) => sumTolerances(path, value)),
  ];
  return all.flatMap(({ path, within }) => {
    if (within === undefined || !("relative" in within) || Number(within.relative) <= MOST_RELATIVE) return [];
    return [
      {
        path: [...path, "relative"],
        message: `a relative tolerance is a share ("0.01" is one in a hundred); the most is ${MOST_RELATIVE}`,
      },
    ];
  });
}

function sumTolerances(path: PlanPath, pass: Pass): { path: PlanPath; within: Within | undefined }[] {
  if (!("sum" in pass)) return [];
  const residual = "residual" in pass.sum ? pass.sum.residual : undefined;
  return [
    { path: [...path, "sum", "within"], within: pass.sum.within },
    { path: [...path, "sum", "residual", "upTo"], within: residual?.upTo },
  ];
}

/** Weights can be written as decimals, in which costs are counted exactly. */
export function weightsFit({ passes }: PlanParts): Finding[] {
  return passes.flatMap(({ path, value }) => {
    if (value.kind !== "tolerant" && value.kind !== "similar") return [];
    return value.conditions.flatMap(({ weight }, index) => {
      if (typeof weight !== "number" || DecimalText.safeParse(decimalText(weight)).success) return [];
      const message = `the weight ${weight} has more than 18 decimal places`;
      return [{ path: [...path, "conditions", index, "weight"], message }];
    });
  });
}
