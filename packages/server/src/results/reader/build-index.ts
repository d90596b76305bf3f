/** Builds the index of a large result set (index-files.ts) in a folder beside its place, and renames it when it is whole. */
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { checkResultFolder } from "@recon/duckdb";
import { sides } from "@recon/core";
import { quoteText } from "@recon/core/dialect";
import { fieldAlias } from "../lists/relations.ts";
import { sql } from "../query/sql.ts";
import { Query, ReaderEngine } from "./engine.ts";
import { indexSelects } from "./index-selects.ts";
import { INDEX_VERSION, indexFiles, type IndexFacets } from "./index-files.ts";
import { openSet, type OpenSet } from "./open-set.ts";

export interface IndexRequest {
  readonly setId: string;
  readonly dir: string;
  /** Where the index shall stand. */
  readonly target: string;
  readonly workDir: string;
  readonly memoryBytes: number;
  readonly threads: number;
}

/** Values of a field that the index counts beforehand. */
const FACET_VALUES = 200;

export async function buildIndex(request: IndexRequest): Promise<{ readonly rows: number }> {
  const draft = join(dirname(request.target), `.${basename(request.target)}.${process.pid}.draft`);
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true });
  try {
    const { certificateHash } = await checkResultFolder(request.dir);
    const engine = await ReaderEngine.open({ ...request, readable: [request.dir, draft] });
    const set = await openSet(
      engine,
      { id: request.setId, dir: request.dir, reviewSeq: 0 },
      { schema: "indexed", index: null },
    );
    const facets = await engine.use(async (connection) => {
      const query = new Query(connection);
      await writeTables(query, set, indexFiles(draft));
      return countValues(query, set, indexFiles(draft));
    });
    await writeFile(join(draft, "index.json"), JSON.stringify({ version: INDEX_VERSION, certificateHash, facets }));
    await rm(request.target, { recursive: true, force: true });
    await rename(draft, request.target);
    return { rows: set.summary.left.rows + set.summary.right.rows };
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
}

type Files = ReturnType<typeof indexFiles>;

async function writeTables(query: Query, set: OpenSet, files: Files): Promise<void> {
  const selects = indexSelects(set);
  for (const side of sides) {
    await copy(query, selects[side], files[side]);
    // The join keeps the order of the records as a rule, not by contract.
    const misplaced = await query.single(
      ["count(*)"],
      sql(`FROM read_parquet(${quoteText(files[side])}, file_row_number = true) WHERE row_id <> file_row_number + 1`),
    );
    if (misplaced[0] !== "0") await copy(query, `${selects[side]} ORDER BY row_id`, files[side]);
  }
  await copy(query, selects.break, files.break);
}

/** Few distinct values are worth a dictionary; nearly distinct ones are not. */
const copy = (query: Query, select: string, path: string): Promise<void> =>
  query.run(
    `COPY (${select}) TO ${quoteText(path)} (FORMAT parquet, PARQUET_VERSION v2, COMPRESSION lz4_raw, DICTIONARY_SIZE_LIMIT 1000)`,
  );

async function countValues(query: Query, set: OpenSet, files: Files): Promise<IndexFacets> {
  const facets: IndexFacets = {};
  for (const [i, { name, type }] of set.fields.entries()) {
    if (type !== "text" && type !== "currency") continue;
    for (const part of ["left", "right", "both"] as const) {
      const paths = part === "both" ? [files.left, files.right] : [files[part]];
      const counted = `SELECT ${fieldAlias(i)} AS value, count(*) AS n FROM read_parquet([${paths.map((path) => quoteText(path)).join(", ")}]) GROUP BY value`;
      const rows = await query.rows(
        ["value", "n", "(count(value) OVER ())", "(count(*) OVER ())"],
        sql(`FROM (${counted}) AS f ORDER BY n DESC, value ASC NULLS LAST LIMIT ${FACET_VALUES}`),
      );
      facets[`${part}:${name}`] = {
        distinct: Number(rows[0]?.[2] ?? 0),
        cut: Number(rows[0]?.[3] ?? 0) > rows.length,
        items: rows.map(([value, count]) => ({ value: value!, count: Number(count) })),
      };
    }
  }
  return facets;
}
