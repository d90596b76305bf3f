import { z } from "zod";
import type { Finding } from "./finding.ts";
import { nearestName } from "./nearest-name.ts";
import type { PlanPath } from "./plan-path.ts";
import { expectedOneOf, memberFaults, quoteIt, schemaFaults, unknownKeys, wrongKind } from "./schema-faults.ts";
import type { WalkContext } from "./schema-faults.ts";
import { describeValue, isMapping, label, noun, quoted, shapeOf } from "./wording.ts";

/** The faults of the one branch of a union that the writer meant. */
export function unionFaults(union: z.ZodUnion, value: unknown, path: PlanPath, context: WalkContext): Finding[] {
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
