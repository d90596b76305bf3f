import type { PlanPath } from "./plan-path.ts";
import type { PlanParts } from "./plan-parts.ts";
import type { DateWithin, Pass, Similar, Within } from "./schema.ts";
import type { FieldType } from "./vocabulary.ts";

/** A place that names a field, and the types it takes there (`undefined`: all). */
export interface FieldUse {
  readonly path: PlanPath;
  readonly field: string;
  readonly types?: readonly FieldType[];
  /** What wants those types: `"within"`, `role "date"`. */
  readonly wantedBy?: string;
}

/** What judges a field in a condition, compare entry, comparison or window, and where. */
export interface Judgement {
  readonly path: PlanPath;
  readonly field: string;
  readonly within?: Within | undefined;
  readonly dateWithin?: DateWithin | undefined;
  readonly similar?: Similar | undefined;
}

export const numeric = ["number", "money"] as const satisfies readonly FieldType[];

/** Conditions, comparisons and the window of a pass. */
export function passJudgements(path: PlanPath, pass: Pass): Judgement[] {
  const listed = (key: string, entries: readonly Omit<Judgement, "path">[]) =>
    entries.map((entry, index) => ({ ...entry, path: [...path, key, index] }));
  if (pass.kind === "tolerant" || pass.kind === "similar") return listed("conditions", pass.conditions);
  if (pass.kind === "linked") return listed("comparisons", pass.comparisons);
  if (pass.kind === "summed" && pass.window !== undefined) return [{ ...pass.window, path: [...path, "window"] }];
  return [];
}

/** All judgements of a plan: those of its passes and the entries of `compare`. */
export function judgements(parts: PlanParts): Judgement[] {
  return [
    ...parts.compare.map(({ path, value }) => ({ ...value, path })),
    ...parts.passes.flatMap(({ path, value }) => passJudgements(path, value)),
  ];
}

/** The lists of fields that must be equal in a pass: `on`, `block`, `anchor`. */
export function equalLists(path: PlanPath, pass: Pass): { path: PlanPath; fields: readonly string[] }[] {
  switch (pass.kind) {
    case "keyed":
    case "grouped":
    case "netted":
      return [{ path: [...path, "on"], fields: pass.on }];
    case "tolerant":
    case "similar":
      return [{ path: [...path, "block"], fields: pass.block }];
    case "linked":
      return pass.block.map((fields, index) => ({ path: [...path, "block", index], fields }));
    case "summed":
      return [{ path: [...path, "anchor"], fields: pass.anchor }];
  }
}

/** Every place of a plan that names a field. */
export function fieldUses(parts: PlanParts): FieldUse[] {
  return [...roleUses(parts), ...excludeUses(parts), ...judgements(parts).flatMap(judgementUses), ...passUses(parts)];
}

function roleUses({ roles }: PlanParts): FieldUse[] {
  const types = { amount: numeric, currency: ["currency", "text"], date: ["date"] } as const;
  return (["amount", "currency", "date"] as const).flatMap((role) => {
    const field = roles[role];
    if (field === undefined) return [];
    return [{ path: ["roles", role], field, types: types[role], wantedBy: `role "${role}"` }];
  });
}

function excludeUses({ source }: PlanParts): FieldUse[] {
  return (["left", "right"] as const).flatMap((side) => {
    return (source[side]?.exclude ?? []).map(({ where }, index) => {
      return { path: [side, "exclude", index, "where", "field"], field: where.field };
    });
  });
}

function judgementUses({ path, field, within, dateWithin, similar }: Judgement): FieldUse[] {
  const wanted = [
    ...(within === undefined ? [] : [{ types: numeric, wantedBy: '"within"' }]),
    ...(dateWithin === undefined ? [] : [{ types: ["date"] as const, wantedBy: '"dateWithin"' }]),
    ...(similar === undefined ? [] : [{ types: ["text"] as const, wantedBy: '"similar"' }]),
  ];
  return (wanted.length === 0 ? [{}] : wanted).map((want) => ({ path: [...path, "field"], field, ...want }));
}

function passUses({ passes }: PlanParts): FieldUse[] {
  return passes.flatMap(({ path, value: pass }) => [
    ...equalLists(path, pass).flatMap((list) => {
      return list.fields.map((field, index) => ({ path: [...list.path, index], field }));
    }),
    ...("sum" in pass
      ? [{ path: [...path, "sum", "field"], field: pass.sum.field, types: numeric, wantedBy: '"sum"' }]
      : []),
  ]);
}
