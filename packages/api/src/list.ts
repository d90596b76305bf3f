import { z } from "zod";

/** RFC 3339, UTC, milliseconds. */
export const Instant = z.iso.datetime({ precision: 3 }).describe("RFC 3339, UTC.");
export type Instant = z.infer<typeof Instant>;

/** Number of the edit; also the `ETag`. */
export const Version = z.int().min(1).describe("Counts edits; sent as `ETag`, wanted back as `If-Match`.");

/** The query that every list takes; `sort` is one of the names given, `-` in front turns it round. */
export function listQuery<const Sort extends string>(
  sorts: readonly [Sort, ...Sort[]],
  first: NoInfer<Sort> | `-${NoInfer<Sort>}` = sorts[0],
) {
  const both = sorts.flatMap((name) => [name, `-${name}` as const]) as [Sort | `-${Sort}`, ...(Sort | `-${Sort}`)[]];
  return z.object({
    limit: z.coerce.number().int().min(1).max(500).default(50).describe("Items a page."),
    cursor: z.string().max(2000).optional().describe("`nextCursor` of the page before."),
    sort: z
      .enum(both)
      .default(first as never)
      .describe("`-` in front: descending."),
    search: z.string().trim().min(1).max(200).optional().describe("Part of a name."),
  });
}

/** A page of a list. `total` counts all pages. */
export function listOf<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item),
    nextCursor: z.string().nullable().describe("null on the last page."),
    total: z.int().min(0),
  });
}
