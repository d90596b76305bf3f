import { type Plan, type Side, type Summary } from "@recon/core";
import { quoteName, quoteText } from "@recon/core/dialect";
import { checkResultFolder, readResultFields, readResultHeader, resultViews, type ResultField } from "@recon/duckdb";
import type { ColumnType } from "../query/list-column.ts";
import type { IndexFacets, SetIndex } from "./index-files.ts";
import type { SetRef } from "./messages.ts";
import { Query, type ReaderEngine } from "./engine.ts";
import { keepSmall } from "./small-sets.ts";

/** A result set that the engine has views of, with what review added to it. */
export interface OpenSet {
  readonly id: string;
  readonly dir: string;
  readonly schema: string;
  readonly plan: Plan;
  readonly summary: Summary;
  readonly fields: readonly ResultField[];
  readonly headers: Readonly<Record<Side, readonly string[]>>;
  readonly types: { readonly total: ColumnType; readonly totalSql: string; readonly amount: ColumnType };
  /** Whether `left_rows`, `right_rows` and `break_rows` stand ready: in an index's files, or in memory. */
  readonly isIndexed: boolean;
  readonly facets: IndexFacets | null;
  /** Last decision of the review tables; 0 while review changed nothing. */
  reviewSeq: number;
  /** Counts and facets of this review state, by what was asked. */
  readonly remembered: Map<string, unknown>;
}

/** `reason` is given to the caller where a folder is no result set. */
export async function openSet(
  engine: ReaderEngine,
  ref: SetRef,
  how: { schema: string; index: SetIndex | null; keepsSmall?: boolean },
): Promise<OpenSet> {
  const documents = await checkResultFolder(ref.dir);
  const { schema, index } = how;
  return engine.use(async (connection) => {
    const query = new Query(connection);
    const rows = async (text: string) =>
      (await connection.runAndReadAll(text)).getRowObjectsJS() as Record<string, unknown>[];
    await query.run(`CREATE SCHEMA ${schema}`);
    try {
      for (const statement of [...resultViews(ref.dir, schema), ...reviewTables(schema)]) await query.run(statement);
      if (index !== null)
        for (const [name, path] of Object.entries(index.files)) await query.run(indexView(schema, name, path));
      const fields = await readResultFields({ rows }, ref.dir, documents.plan);
      const headers = {
        left: await readResultHeader({ rows }, ref.dir, "left"),
        right: await readResultHeader({ rows }, ref.dir, "right"),
      };
      const types = await readTypes(rows, schema);
      const { plan, summary } = documents;
      const set: OpenSet = {
        id: ref.id,
        dir: ref.dir,
        schema,
        plan,
        summary,
        fields,
        headers,
        types,
        isIndexed: index !== null,
        facets: index?.facets ?? null,
        reviewSeq: 0,
        remembered: new Map(),
      };
      return how.keepsSmall === true && index === null ? await keepSmall(query, set) : set;
    } catch (error) {
      await query.run(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
      throw error;
    }
  });
}

const indexView = (schema: string, name: string, path: string): string =>
  `CREATE VIEW ${schema}.${quoteName(`${name}_rows`)} AS FROM read_parquet(${quoteText(path)}, hive_partitioning = false)`;

const reviewTables = (schema: string): string[] => [
  `CREATE TABLE ${schema}.review_records (side VARCHAR, row_id BIGINT, version BIGINT, found VARCHAR, outcome VARCHAR, group_id BIGINT, assignee_id VARCHAR, reason_code VARCHAR, comments BIGINT)`,
  `CREATE TABLE ${schema}.review_groups (group_id BIGINT, version BIGINT, status VARCHAR, assignee_id VARCHAR, reason_code VARCHAR, comments BIGINT, made BOOLEAN, kind VARCHAR, left_count BIGINT, right_count BIGINT, left_total VARCHAR, right_total VARCHAR, residual VARCHAR, explanation VARCHAR)`,
];

async function readTypes(
  rows: (text: string) => Promise<Record<string, unknown>[]>,
  schema: string,
): Promise<OpenSet["types"]> {
  const typeOf = async (table: string, column: string): Promise<string> => {
    const described = await rows(
      `SELECT column_type AS type FROM (DESCRIBE ${schema}.${table}) WHERE column_name = '${column}'`,
    );
    return String(described[0]!["type"]);
  };
  const [totalSql, amountSql] = [await typeOf("groups", "residual"), await typeOf("breaks", "amount")];
  return { total: columnType(totalSql), totalSql, amount: columnType(amountSql) };
}

/** Columns without any amount are written as integers or texts: NULL throughout. */
function columnType(sqlType: string): ColumnType {
  const decimal = /^DECIMAL\((\d+),(\d+)\)$/.exec(sqlType);
  if (decimal !== null) return { kind: "decimal", precision: Number(decimal[1]), scale: Number(decimal[2]) };
  return sqlType === "VARCHAR" ? { kind: "text" } : { kind: "integer" };
}

export async function closeSet(engine: ReaderEngine, { schema }: OpenSet): Promise<void> {
  await engine.use(async (connection) => new Query(connection).run(`DROP SCHEMA IF EXISTS ${schema} CASCADE`));
}
