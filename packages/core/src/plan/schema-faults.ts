import { z } from "zod";
import type { Finding } from "./finding.ts";
import { didYouMean } from "./nearest-name.ts";
import type { PlanPath } from "./plan-path.ts";
import { unionFaults } from "./union-faults.ts";
import { describeValue, isMapping, label, noun, quoted, shapeOf } from "./wording.ts";

/** What the walk needs beside schema and value. */
export interface WalkContext {
  /** A scalar as its writer wrote it. */
  written(path: PlanPath): string | undefined;
}

/**
 * Everything in which a value does not satisfy a schema, in plain words. It walks the schema itself instead of
 * translating Zod's issues: for a union Zod lists the issues of every branch, and a person means only one of them.
 */
export function schemaFaults(schema: z.ZodType, value: unknown, path: PlanPath, context: WalkContext): Finding[] {
  if (schema instanceof z.ZodOptional) return schemaFaults(inner(schema), value, path, context);
  if (schema instanceof z.ZodObject) return objectFaults(schema, value, path, context);
  if (schema instanceof z.ZodRecord) return recordFaults(schema, value, path, context);
  if (schema instanceof z.ZodArray) return arrayFaults(schema, value, path, context);
  if (schema instanceof z.ZodTuple) return tupleFaults(schema, value, path, context);
  if (schema instanceof z.ZodUnion) return unionFaults(schema, value, path, context);
  return leafFaults(schema, value, path, context);
}

function inner(schema: z.ZodOptional): z.ZodType {
  return schema.unwrap() as z.ZodType;
}

function objectFaults(schema: z.ZodObject, value: unknown, path: PlanPath, context: WalkContext): Finding[] {
  if (!isMapping(value)) return [wrongKind(value, path, `a mapping with ${quoted(Object.keys(schema.shape))}`)];
  return [
    ...unknownKeys(Object.keys(schema.shape), value, path, noun(schema, path)),
    ...memberFaults(schema, value, path, context),
  ];
}

/** Faults of the members an object schema knows; unknown keys are the caller's. */
export function memberFaults(
  schema: z.ZodObject,
  value: Record<string, unknown>,
  path: PlanPath,
  context: WalkContext,
): Finding[] {
  return Object.entries(shapeOf(schema)).flatMap(([key, member]) => {
    if (Object.hasOwn(value, key)) return schemaFaults(member, value[key], [...path, key], context);
    if (member instanceof z.ZodOptional) return [];
    return [{ path: [...path, key], message: `${JSON.stringify(key)} is missing in ${noun(schema, path)}` }];
  });
}

/** A finding for every key that is not among the known ones. */
export function unknownKeys(
  known: readonly string[],
  value: Record<string, unknown>,
  path: PlanPath,
  where: string,
): Finding[] {
  return Object.keys(value)
    .filter((key) => !known.includes(key))
    .map((key) => {
      // A key that stands there already is hardly what the writer meant to write again.
      const free = known.filter((name) => !Object.hasOwn(value, name));
      const message = `unknown key ${describeValue(key)} in ${where}${didYouMean(key, free)}`;
      return { path: [...path, key], message, atKey: true };
    });
}

function recordFaults(schema: z.ZodRecord, value: unknown, path: PlanPath, context: WalkContext): Finding[] {
  if (!isMapping(value)) return [wrongKind(value, path, "a mapping of names")];
  const keyType = schema.keyType as z.ZodType;
  return Object.entries(value).flatMap(([key, member]) => {
    const keyIssue = keyType.safeParse(key).error?.issues[0];
    const entryPath = [...path, key];
    return [
      ...(keyIssue === undefined
        ? []
        : [{ path: entryPath, message: `${JSON.stringify(key)}: ${keyIssue.message}`, atKey: true }]),
      ...schemaFaults(schema.valueType as z.ZodType, member, entryPath, context),
    ];
  });
}

function arrayFaults(schema: z.ZodArray, value: unknown, path: PlanPath, context: WalkContext): Finding[] {
  if (!Array.isArray(value)) {
    const hint = isMapping(value) || value === null ? "a list" : `a list, such as [${describeValue(value)}]`;
    return [wrongKind(value, path, hint)];
  }
  const atLeastOne = schema.safeParse([]).success === false;
  if (value.length === 0 && atLeastOne) return [{ path, message: `${label(path)} is an empty list` }];
  return value.flatMap((item, index) => {
    return schemaFaults(schema.element as z.ZodType, item, [...path, index], context);
  });
}

function tupleFaults(schema: z.ZodTuple, value: unknown, path: PlanPath, context: WalkContext): Finding[] {
  const items = schema.def.items as readonly z.ZodType[];
  if (!Array.isArray(value) || value.length !== items.length) {
    const found = Array.isArray(value) ? `a list of ${value.length}` : describeValue(value);
    return [{ path, message: `${label(path)} is ${found}; expected a list of ${items.length}` }];
  }
  return items.flatMap((item, index) => schemaFaults(item, value[index], [...path, index], context));
}

function leafFaults(schema: z.ZodType, value: unknown, path: PlanPath, context: WalkContext): Finding[] {
  const issue = schema.safeParse(value).error?.issues[0];
  if (issue === undefined) return [];
  return [{ path, message: `${label(path)} is ${describeValue(value)}; ${remedy(issue, value, path, context)}` }];
}

function remedy(issue: z.core.$ZodIssue, value: unknown, path: PlanPath, context: WalkContext): string {
  if (issue.code === "invalid_value") return expectedOneOf(issue.values.map(String), value);
  if (issue.code === "too_small" && issue.origin === "string") return "it must not be empty";
  if (issue.code === "too_small") return `the least is ${issue.minimum}`;
  if (issue.code === "too_big" && issue.origin === "string") return `it has at most ${issue.maximum} character`;
  if (issue.code === "too_big") return `the most is ${issue.maximum}`;
  if (issue.code !== "invalid_type") return issue.message;
  if (issue.expected === "string") return quoteIt(value, path, context) ?? "expected a text";
  return `expected ${typeNames[issue.expected] ?? issue.expected}`;
}

const typeNames: Readonly<Record<string, string>> = {
  boolean: "true or false",
  int: "a whole number",
  number: "a number",
};

/** What to write where a text is wanted and a number or truth value was read; undefined for other values. */
export function quoteIt(value: unknown, path: PlanPath, context: WalkContext): string | undefined {
  if (typeof value !== "number" && typeof value !== "boolean") return undefined;
  return `quote it: ${JSON.stringify(context.written(path) ?? String(value))}`;
}

/** `expected one of a, b, c`, with the one that was probably meant. */
export function expectedOneOf(names: readonly string[], value: unknown): string {
  const hint = typeof value === "string" ? didYouMean(value, names) : "";
  // Marks such as `,` would be lost among the commas of the list.
  const listed = names.map((name) => (/^[\w:-]+$/.test(name) ? name : JSON.stringify(name)));
  return listed.length === 1 ? `expected ${listed[0]}${hint}` : `expected one of ${listed.join(", ")}${hint}`;
}

/** A finding for a value of the wrong kind. */
export function wrongKind(value: unknown, path: PlanPath, expected: string): Finding {
  return { path, message: `${label(path)} is ${describeValue(value)}; expected ${expected}` };
}
