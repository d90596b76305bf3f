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
    await createViews(session, dir);
    const headers = { left: await readHeader(session, dir, "left"), right: await readHeader(session, dir, "right") };
    const fields = await readFields(session, dir, documents.plan);
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

async function createViews(session: Session, dir: string): Promise<void> {
  for (const file of resultFiles.filter((name) => name.endsWith(".parquet"))) {
    const name = file.slice(0, -".parquet".length);
    // Differences keep the order of their fields only by their place in the file.
    const place = name === "differences" ? ", file_row_number = true" : "";
    // A folder named `key=value` above the result set must not become a column.
    await session.execute(
      `CREATE VIEW ${quoteName(name)} AS FROM read_parquet(${quoteText(join(resolve(dir), file))}, hive_partitioning = false${place})`,
    );
  }
}

/** Original names as the run wrote them into the file's metadata: the columns themselves are called c1 … cn. */
async function readHeader(session: Session, dir: string, side: Side): Promise<string[]> {
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

async function readFields(session: Session, dir: string, plan: Plan): Promise<ResultField[]> {
  const reserved = new Set<string>(reservedNames);
  const typed = await Promise.all(
    sides.map((side) => session.rows(`SELECT column_name AS name, column_type AS type FROM (DESCRIBE "${side}")`)),
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
    const scale = /^DECIMAL\(\d+,(\d+)\)$/.exec(type)?.[1];
    return { name, type: field.type, scale: scale === undefined ? null : Number(scale) };
  });
}
