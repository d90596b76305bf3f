import { z } from "zod";

/** Bounds on one filter: enough for what people and programs ask, small enough to compile at once. */
const MAX_DEPTH = 8;
const MAX_NODES = 300;
const MAX_TEXT = 1000;

const Text = z.string().max(MAX_TEXT);
const Bound = z.union([Text, z.int()]);

/** One column held against something, in exactly one of these forms. NULL satisfies only `in` with null and `isNull: true`. */
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

/** Conditions over the columns of a list, combined by `all`, `any` and `not` (docs/results-api.md). */
export const Filter: z.ZodType<Filter> = z
  .lazy(() =>
    z.union([
      z.strictObject({ all: z.array(Filter) }),
      z.strictObject({ any: z.array(Filter).min(1) }),
      z.strictObject({ not: Filter }),
      FilterCondition,
    ]),
  )
  .meta({ id: "Filter" });

/** A filter, or what is wrong with it and where. */
type FilterReading = { readonly filter: Filter } | { readonly path: string; readonly message: string };

/** A filter as it stands in a query string: JSON. */
export function parseFilter(text: string): FilterReading {
  const value = parseJson(text);
  return value === undefined ? { path: "filter", message: "is not JSON" } : readFilter(value);
}

/** A filter as it stands in a body. */
export function readFilter(value: unknown): FilterReading {
  if (isTooLarge(value))
    return { path: "filter", message: `nests more than ${MAX_DEPTH} deep or holds more than ${MAX_NODES} conditions` };
  const result = Filter.safeParse(value);
  if (result.success) return { filter: result.data };
  return {
    path: "filter",
    message: "is no filter: write { column, in | contains | startsWith | isNull | from, to }, or all, any, not of such",
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Before the schema, which goes as deep as its input does. */
function isTooLarge(value: unknown): boolean {
  let nodes = 0;
  const walk = (node: unknown, depth: number): boolean => {
    if (typeof node !== "object" || node === null) return false;
    if (depth > 2 * MAX_DEPTH + 2) return true;
    if (!Array.isArray(node) && ++nodes > MAX_NODES) return true;
    return Object.values(node).some((inner) => walk(inner, depth + 1));
  };
  return walk(value, 0);
}
