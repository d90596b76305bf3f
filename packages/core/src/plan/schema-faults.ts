import { z } from "zod";
import type { Finding } from "./finding.ts";
import { didYouMean, nearestName } from "./nearest-name.ts";
import type { PlanPath } from "./plan-path.ts";
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

/** The faults of the one branch of a union that the writer meant. */
function unionFaults(union: z.ZodUnion, value: unknown, path: PlanPath, context: WalkContext): Finding[] {
  const options = union.options as readonly z.ZodType[];
  const objects = options.filter((option) => option instanceof z.ZodObject);
  if (!isMapping(value) && union instanceof z.ZodDiscriminatedUnion) {
    return [wrongKind(value, path, `a mapping with ${quoted([union.def.discriminator])}`)];
  }
  if (!isMapping(value) || objects.length === 0) return scalarFaults({ options, objects }, value, path, context);
  const where = noun(union, path);
  if (union instanceof z.ZodDiscriminatedUnion) {
    return discriminatedFaults({ key: union.def.discriminator, objects, where }, value, path, context);
  }
  return objectUnionFaults({ objects, where }, value, path, context);
}

function discriminatedFaults(
  { key, objects, where }: { key: string; objects: readonly z.ZodObject[]; where: string },
  value: Record<string, unknown>,
  path: PlanPath,
  context: WalkContext,
): Finding[] {
  const kinds = objects.map((object) => [literalOf(shapeOf(object)[key]), object] as const);
  const branch = kinds.find(([kind]) => kind === value[key])?.[1];
  if (branch !== undefined) return schemaFaults(branch, value, path, context);
  const expected = expectedOneOf(
    kinds.map(([kind]) => kind),
    value[key],
  );
  if (Object.hasOwn(value, key)) {
    const message = `${JSON.stringify(key)} is ${describeValue(value[key])}; ${expected}`;
    return [{ path: [...path, key], message }];
  }
  // `knid: keyed` is one slip, not an unknown key and a missing one.
  const meant = Object.keys(value).find((name) => nearestName(name, [key]) !== undefined);
  if (meant !== undefined) return unknownKeys([key], { [meant]: null }, path, where);
  return [{ path: [...path, key], message: `${JSON.stringify(key)} is missing in ${where}; ${expected}` }];
}

function literalOf(schema: z.ZodType | undefined): string {
  if (!(schema instanceof z.ZodLiteral)) throw new Error("the discriminator of a union is no literal");
  return String(schema.value);
}

function objectUnionFaults(
  { objects, where }: { objects: readonly z.ZodObject[]; where: string },
  value: Record<string, unknown>,
  path: PlanPath,
  context: WalkContext,
): Finding[] {
  const known = [...new Set(objects.flatMap((object) => Object.keys(object.shape)))];
  const unknown = unknownKeys(known, value, path, where);
  const free = known.filter((name) => !Object.hasOwn(value, name));
  const meant = Object.keys(value).map((key) => (known.includes(key) ? key : (nearestName(key, free) ?? key)));
  const branch = likeliest(objects, new Set(meant));
  if (branch === undefined) {
    if (unknown.length > 0) return unknown;
    return [{ path, message: `${where} needs one of ${quoted(distinguishing(objects))}` }];
  }
  const misspelt = new Set(
    meant.filter((key) => !Object.hasOwn(value, key)).map((key) => JSON.stringify([...path, key])),
  );
  const foreign = Object.keys(value).filter((key) => known.includes(key) && !Object.hasOwn(branch.shape, key));
  return [
    ...unknown,
    ...foreign.map((key) => excludes(branch, objects, key, path)),
    ...memberFaults(branch, value, path, context).filter((found) => !misspelt.has(JSON.stringify(found.path))),
  ];
}

/** The branch that shares most keys of its own with the value; without any, the branch that has none of its own. */
function likeliest(objects: readonly z.ZodObject[], keys: ReadonlySet<string>): z.ZodObject | undefined {
  const own = distinguishing(objects);
  const shared = (object: z.ZodObject) => Object.keys(object.shape).filter((key) => own.includes(key) && keys.has(key));
  const best = objects.toSorted((a, b) => shared(b).length - shared(a).length)[0];
  if (best !== undefined && shared(best).length > 0) return best;
  return objects.find((object) => !Object.keys(object.shape).some((key) => own.includes(key)));
}

/** The keys that not every branch has. */
function distinguishing(objects: readonly z.ZodObject[]): string[] {
  const keys = [...new Set(objects.flatMap((object) => Object.keys(object.shape)))];
  return keys.filter((key) => !objects.every((object) => Object.hasOwn(object.shape, key)));
}

function excludes(branch: z.ZodObject, objects: readonly z.ZodObject[], key: string, path: PlanPath): Finding {
  const own = distinguishing(objects).filter((name) => Object.hasOwn(branch.shape, name));
  const message = `${JSON.stringify(key)} does not go with ${quoted(own.slice(0, 1))}; keep one of them`;
  return { path: [...path, key], message, atKey: true };
}

function scalarFaults(
  { options, objects }: { options: readonly z.ZodType[]; objects: readonly z.ZodObject[] },
  value: unknown,
  path: PlanPath,
  context: WalkContext,
): Finding[] {
  if (options.some((option) => option.safeParse(value).success)) return [];
  const scalars = options.filter((option) => !(option instanceof z.ZodObject));
  const literals = scalars.flatMap((option) => (option instanceof z.ZodLiteral ? [String(option.value)] : []));
  if (literals.length > 0) {
    return [{ path, message: `${label(path)} is ${describeValue(value)}; ${expectedOneOf(literals, value)}` }];
  }
  const fitting = scalars.find((option) => acceptsType(option, value));
  if (fitting !== undefined) return schemaFaults(fitting, value, path, context);
  const wantsNumber = scalars.some((option) => acceptsType(option, 0));
  const wantsText = !wantsNumber && scalars.some((option) => acceptsType(option, ""));
  const hint = wantsText ? quoteIt(value, path, context) : undefined;
  if (hint !== undefined) return [{ path, message: `${label(path)} is ${describeValue(value)}; ${hint}` }];
  const keys = distinguishing(objects);
  const mapping = objects.length === 0 ? [] : [`a mapping with one of ${quoted(keys)}`];
  return [wrongKind(value, path, [...(scalars.length > 0 ? [expectedScalar(scalars)] : []), ...mapping].join(" or "))];
}

function acceptsType(option: z.ZodType, value: unknown): boolean {
  if (option instanceof z.ZodString || option instanceof z.ZodEnum) return typeof value === "string";
  return option instanceof z.ZodNumber && typeof value === "number";
}

function expectedScalar(options: readonly z.ZodType[]): string {
  const names = options.flatMap((option) => {
    if (option instanceof z.ZodNumber) return ["a number"];
    return option instanceof z.ZodString || option instanceof z.ZodEnum ? ["a text"] : [];
  });
  return names.join(" or ");
}
