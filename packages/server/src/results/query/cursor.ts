import { createHash } from "node:crypto";
import { z } from "zod";
import { QueryFault } from "./query-fault.ts";

const CursorData = z.tuple([z.literal(1), z.string(), z.array(z.string().max(2000).nullable()).max(16)]);

/** What a cursor belongs to: the same list in the same order under the same conditions. */
export const queryMark = (query: unknown): string =>
  createHash("sha256").update(JSON.stringify(query)).digest("base64url").slice(0, 16);

/** An opaque text that names the place after an item. */
export const printCursor = (mark: string, values: readonly (string | null)[]): string =>
  Buffer.from(JSON.stringify([1, mark, values])).toString("base64url");

/** The values of a cursor that belongs to this query; anything else is the caller's fault. */
export function parseCursor(cursor: string, mark: string, length: number): (string | null)[] {
  const data = CursorData.safeParse(decode(cursor));
  if (!data.success || data.data[2].length !== length) throw new QueryFault("cursor", "is not a cursor of this list");
  if (data.data[1] !== mark)
    throw new QueryFault("cursor", "belongs to another filter, search or sort; start again without a cursor");
  return data.data[2];
}

function decode(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
}
