import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { reservedNames, resultFiles, sides, type Plan, type Side } from "@recon/core";
import { quoteName, quoteText } from "@recon/core/dialect";
import { EngineError, Session } from "../engine/session.ts";
import { checkResultFolder, invalid } from "./check-result-folder.ts";
import { restoreInterrupted } from "../write/put-in-place.ts";
import { removeNow, removeOnExit } from "./remove-on-exit.ts";
import { ResultReader } from "./result-reader.ts";
import type { ResultField } from "./result-rows.ts";
import { ResultSet } from "./result-set.ts";

export interface OpenResultOptions {
  /** Memory the engine may use before it spills to the temporary folder; default 512 MiB. */
  readonly memoryBytes?: number;
  readonly threads?: number;
}

/**
 * Opens a result set for reading (docs/result-set.md): an engine over its files, which reaches nothing else. Throws `RESULT_INVALID` with what is
 * missing, damaged or of an unknown format version. It does not prove the result: that is `recon verify`. Close it after use.
 */
export async function openResultSet(dir: string, options: OpenResultOptions = {}): Promise<ResultSet> {
  await restoreInterrupted(dir);
  const documents = await checkResultFolder(dir);
  const workDir = await mkdtemp(join(tmpdir(), "recon-read-"));
  removeOnExit(workDir);
  const session = await Session.open({
    memoryBytes: options.memoryBytes ?? 512 * 2 ** 20,
    threads: options.threads ?? 2,
    workDir,
  });
  try {
    await session.execute(resultViews(dir).join("; "));
    const headers = {
      left: await readResultHeader(session, dir, "left"),
      right: await readResultHeader(session, dir, "right"),
    };
    const fields = await readResultFields(session, dir, documents.plan);
    await session.seal([resolve(dir)]);
    return new ResultSet(documents, new ResultReader(session, dir, fields), headers);
  } catch (error) {
    session.close();
    await removeNow(workDir);
    throw error instanceof EngineError
      ? invalid(dir, `a file is damaged: ${error.message.split("\n")[0]}`, error)
      : error;
  }
}

/** What runs a small statement on an engine that may read the folder. */
export interface ResultQuery {
  rows(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
}

/** Statements that make a view of each table of a result set, named as its file, in the given schema or the current one. */
export function resultViews(dir: string, schema?: string): string[] {
  return resultFiles
    .filter((name) => name.endsWith(".parquet"))
    .map((file) => {
      const name = file.slice(0, -".parquet".length);
      // Differences keep the order of their fields only by their place in the file.
      const place = name === "differences" ? ", file_row_number = true" : "";
      const view = schema === undefined ? quoteName(name) : `${quoteName(schema)}.${quoteName(name)}`;
      // A folder named `key=value` above the result set must not become a column.
      return `CREATE VIEW ${view} AS FROM read_parquet(${quoteText(join(resolve(dir), file))}, hive_partitioning = false${place})`;
    });
}

/** Original column names of a side, as the run wrote them into the file's metadata: the columns themselves are called c1 … cn. */
export async function readResultHeader(session: ResultQuery, dir: string, side: Side): Promise<string[]> {
  const path = quoteText(join(resolve(dir), `${side}.parquet`));
  const [row] = await session.rows(
    `SELECT decode(value) AS names FROM parquet_kv_metadata(${path}) WHERE decode(key) = 'recon.columns'`,
  );
  const names: unknown = row === undefined ? undefined : JSON.parse(String(row["names"]));
  if (Array.isArray(names) && names.every((name) => typeof name === "string")) return names;
  throw invalid(
    dir,
    `${side}.parquet does not tell its original column names (recon.columns): it was not written by a run`,
  );
}

/** Canonical fields of a result set, in the order of the plan. */
export async function readResultFields(session: ResultQuery, dir: string, plan: Plan): Promise<ResultField[]> {
  const reserved = new Set<string>(reservedNames);
  const typed = await Promise.all(
    sides.map((side) =>
      session.rows(
        `SELECT column_name AS name, column_type AS type FROM (DESCRIBE FROM read_parquet(${quoteText(join(resolve(dir), `${side}.parquet`))}, hive_partitioning = false))`,
      ),
    ),
  );
  const [left, right] = typed.map((columns) =>
    columns
      .map(({ name, type }) => ({ name: String(name), type: String(type) }))
      .filter(({ name }) => !reserved.has(name)),
  );
  if (left!.length !== right!.length || left!.some(({ name }, i) => name !== right![i]!.name))
    throw invalid(dir, "left.parquet and right.parquet do not have the same fields");
  return left!.map(({ name, type }) => {
    const field = plan.fields[name];
    if (field === undefined)
      throw invalid(dir, `left.parquet has a field ${JSON.stringify(name)} that plan.json does not know`);
    const decimal = /^DECIMAL\((\d+),(\d+)\)$/.exec(type);
    return {
      name,
      type: field.type,
      precision: decimal === null ? null : Number(decimal[1]),
      scale: decimal === null ? null : Number(decimal[2]),
    };
  });
}
