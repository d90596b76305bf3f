/**
 * A derived index of a large result set: the same rows with pass, kind and one searched text beside them, and the most frequent values of each
 * field. It holds nothing that the result set does not; it is built when it is missing and thrown away when it does not fit.
 */
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";

/** Raised when the files' meaning changes. */
export const INDEX_VERSION = 1;
/** Below this many records (of both sides) and breaks the result set itself answers in time. */
export const INDEX_MIN_ROWS = 200_000;

/** Where indexes lie, each under the name of its result set. */
export const indexesFolder = (dataDir: string): string => join(dataDir, "indexes");

const Facet = z.object({
  distinct: z.number().int(),
  /** Whether there are more values than these. */
  cut: z.boolean(),
  items: z.array(z.object({ value: z.string().nullable(), count: z.number().int() })),
});

const IndexFacets = z.record(z.string(), Facet);
/** By `left`, `right` or `both` and field: `left:party`. */
export type IndexFacets = z.infer<typeof IndexFacets>;

const IndexDocument = z.object({ version: z.literal(INDEX_VERSION), certificateHash: z.string(), facets: IndexFacets });

export interface SetIndex {
  readonly files: { readonly left: string; readonly right: string; readonly break: string };
  readonly facets: IndexFacets;
}

export const indexFiles = (dir: string): SetIndex["files"] => ({
  left: join(dir, "left.parquet"),
  right: join(dir, "right.parquet"),
  break: join(dir, "breaks.parquet"),
});

/** The index in a folder, when it is whole and belongs to the result set of this certificate. */
export async function findIndex(dir: string, certificateHash: string): Promise<SetIndex | null> {
  try {
    const document = IndexDocument.parse(JSON.parse(await readFile(join(dir, "index.json"), "utf8")));
    if (document.certificateHash !== certificateHash) return null;
    const files = indexFiles(dir);
    await Promise.all(Object.values(files).map((path) => stat(path)));
    return { files, facets: document.facets };
  } catch {
    return null;
  }
}
