import { z } from "zod";

/** Bounds on one filter: enough for what people and programs ask, small enough to compile at once. */
const MAX_DEPTH = 8;
const MAX_CONDITIONS = 100;
const MAX_TEXT = 1000;

const Text = z.string().max(MAX_TEXT);
const Bound = z.union([Text, z.number().int().min(Number.MIN_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER)]);

/** One column held against something. Exactly one of the forms; NULL satisfies only `in` with null and `isNull: true`. */
export const FilterCondition = z.union([
  z.strictObject({ column: Text, in: z.array(Bound.nullable()).min(1).max(1000) }),
  z.strictObject({ column: Text, contains: Text.min(1) }),
  z.strictObject({ column: Text, startsWith: Text.min(1) }),
  z.strictObject({ column: Text, isNull: z.boolean() }),
  z
    .strictObject({ column: Text, from: Bound.optional(), to: Bound.optional() })
    .refine(({ from, to }) => from !== undefined || to !== undefined, "give from, to or both"),
]);
export type FilterCondition = z.infer<typeof FilterCondition>;

export type Filter =
  | FilterCondition
  | { readonly all: readonly Filter[] }
  | { readonly any: readonly Filter[] }
  | { readonly not: Filter };

/** Conditions over the columns of a list, combined by `all`, `any` and `not`. */
export const Filter: z.ZodType<Filter> = z.lazy(() =>
  z.union([
    z.strictObject({ all: z.array(Filter).max(MAX_CONDITIONS) }),
    z.strictObject({ any: z.array(Filter).min(1).max(MAX_CONDITIONS) }),
    z.strictObject({ not: Filter }),
    FilterCondition,
  ]),
);

/** What is wrong with the size of a filter; undefined when nothing is. */
export function filterExcess(value: unknown, depth = 0): string | undefined {
  let conditions = 0;
  const walk = (node: unknown, level: number): boolean => {
    if (typeof node !== "object" || node === null) return true;
    if (level > MAX_DEPTH * 2 || ++conditions > MAX_CONDITIONS * 4) return false;
    return Object.values(node).every((inner) => walk(inner, level + 1));
  };
  return walk(value, depth) ? undefined : `a filter nests at most ${MAX_DEPTH} deep and holds at most ${MAX_CONDITIONS} conditions`;
}
