import type { z } from "zod";
import type { PlanPath } from "./plan-path.ts";

const LONGEST_QUOTE = 40;

/** A value in words: `the text "x"`, `the number 5`, `a list`. */
export function describeValue(value: unknown): string {
  if (value === null || value === undefined) return "empty";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a mapping";
  if (typeof value !== "string") return String(value as number | boolean | bigint);
  return JSON.stringify(value.length > LONGEST_QUOTE ? `${value.slice(0, LONGEST_QUOTE)}…` : value);
}

/** What a path names: `"kind"`, `item 2 of "on"`, `the plan`. */
export function label(path: PlanPath): string {
  const last = path.at(-1);
  if (last === undefined) return "the plan";
  return typeof last === "number" ? `item ${last + 1} of ${label(path.slice(0, -1))}` : JSON.stringify(last);
}

/** What an object is called, from its schema's title: `a condition`, `a keyed pass`; else after its key. */
export function noun(schema: z.ZodType, path: PlanPath): string {
  const title = schema.meta()?.title;
  if (title === undefined) return label(path);
  return `${/^[aeiou]/.test(title) ? "an" : "a"} ${title}`;
}

/** `"a", "b"`. */
export function quoted(names: readonly string[]): string {
  return names.map((name) => JSON.stringify(name)).join(", ");
}

export function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The members of an object schema; Zod types them more loosely. */
export function shapeOf(schema: z.ZodObject): Record<string, z.ZodType> {
  return schema.shape as Record<string, z.ZodType>;
}
