import type { z } from "zod";
import type { PlanPath } from "./plan-path.ts";
import { Calendar, CompareEntry, Field, Pass, Plan, Source } from "./schema.ts";
import type { Side } from "./vocabulary.ts";
import { isMapping } from "./wording.ts";

/** A part of a plan and where it stands. */
export interface Part<T> {
  readonly path: PlanPath;
  readonly value: T;
}

/**
 * A plan's parts that satisfy the schema, for the semantic rules: a fault in one pass hides none in another. Names are
 * those of all entries, sound or not, so that one slip is not reported wherever its name is used.
 */
export interface PlanParts {
  readonly sources: 1 | 2;
  /** Sides the plan mentions, sound or not. */
  readonly mentioned: readonly Side[];
  readonly source: Readonly<Partial<Record<Side, Source>>>;
  readonly fieldNames: readonly string[];
  readonly fields: ReadonlyMap<string, Field>;
  readonly roles: NonNullable<Plan["roles"]>;
  readonly calendarNames: readonly string[];
  readonly calendars: ReadonlyMap<string, Calendar>;
  readonly compare: readonly Part<CompareEntry>[];
  readonly passes: readonly Part<Pass>[];
}

/** The sound parts of what may be a plan. */
export function soundParts(raw: unknown): PlanParts {
  const plan = isMapping(raw) ? raw : {};
  const left = sound(Source, plan["left"]);
  const right = sound(Source, plan["right"]);
  return {
    sources: sound(Plan.shape.sources, plan["sources"]) ?? 2,
    mentioned: (["left", "right"] as const).filter((side) => Object.hasOwn(plan, side)),
    source: { ...(left === undefined ? {} : { left }), ...(right === undefined ? {} : { right }) },
    fieldNames: names(plan["fields"]),
    fields: soundEntries(Field, plan["fields"]),
    roles: sound(Plan.shape.roles, plan["roles"]) ?? {},
    calendarNames: names(plan["calendars"]),
    calendars: soundEntries(Calendar, plan["calendars"]),
    compare: soundItems(CompareEntry, plan["compare"], "compare"),
    passes: soundItems(Pass, plan["passes"], "passes"),
  };
}

function sound<T>(schema: z.ZodType<T>, value: unknown): T | undefined {
  const parsed = schema.safeParse(value);
  return parsed.success ? parsed.data : undefined;
}

function names(value: unknown): string[] {
  return isMapping(value) ? Object.keys(value) : [];
}

function soundEntries<T>(schema: z.ZodType<T>, value: unknown): Map<string, T> {
  const entries = isMapping(value) ? Object.entries(value) : [];
  return new Map(
    entries.flatMap(([key, entry]) => {
      const parsed = schema.safeParse(entry);
      return parsed.success ? [[key, parsed.data] as const] : [];
    }),
  );
}

function soundItems<T>(schema: z.ZodType<T>, value: unknown, key: string): Part<T>[] {
  const items: unknown[] = Array.isArray(value) ? value : [];
  return items.flatMap((item, index) => {
    const parsed = schema.safeParse(item);
    return parsed.success ? [{ path: [key, index], value: parsed.data }] : [];
  });
}
