import type { Selectable } from "kysely";
import { Problem, type ProjectId, type Source, type SourceId } from "@recon/api";
import type { SourceTable } from "../../store/tables/work.ts";
import type { Store } from "../../store/tables.ts";

export type SourceRow = Selectable<SourceTable>;

export async function findSourceRow(store: Store, id: SourceId): Promise<SourceRow> {
  const row = await store
    .selectFrom("sources")
    .selectAll()
    .where("id", "=", id)
    .where("state", "<>", "deleted")
    .executeTakeFirst();
  if (row === undefined) throw new Problem("NOT_FOUND");
  return row;
}

export const findSource = async (store: Store, id: SourceId): Promise<Source> =>
  toSource(await findSourceRow(store, id));

/** A source whose content is known. */
export async function findReadySource(store: Store, id: SourceId): Promise<SourceRow> {
  const row = await findSourceRow(store, id);
  if (row.state === "ready") return row;
  const problem = row.problem === null ? undefined : (JSON.parse(row.problem) as { detail: string });
  throw new Problem(
    "SOURCE_NOT_READY",
    row.state === "failed"
      ? `${row.file_name} could not be read: ${problem?.detail ?? "for an unknown reason"}`
      : `${row.file_name} is still being looked at; try again in a moment.`,
  );
}

/** Ready sources of one project, in the order asked for; others are unknown. */
export async function findReadySources(
  store: Store,
  projectId: ProjectId,
  ids: readonly SourceId[],
): Promise<SourceRow[]> {
  const rows: SourceRow[] = [];
  for (const [i, id] of ids.entries()) {
    if (ids.indexOf(id) !== i)
      throw new Problem("INPUT_INVALID", `The source ${id} stands there twice; name each once.`);
    const row = await findReadySource(store, id).catch((error: unknown) => {
      throw error instanceof Problem && error.code === "NOT_FOUND" ? unknownSource(id) : error;
    });
    if (row.project_id !== projectId) throw unknownSource(id);
    rows.push(row);
  }
  return rows;
}

const unknownSource = (id: SourceId): Problem =>
  new Problem("INPUT_INVALID", `There is no source ${id} in this project.`);

const parsed = <T>(text: string | null): T | null => (text === null ? null : (JSON.parse(text) as T));

export function toSource(row: SourceRow): Source {
  return {
    id: row.id,
    projectId: row.project_id,
    name: row.name,
    fileName: row.file_name,
    sizeBytes: row.size_bytes,
    sha256: row.sha256,
    status: row.state === "deleted" ? "failed" : row.state,
    problem: parsed(row.problem),
    format: row.format as Source["format"],
    compression: row.compression as Source["compression"],
    readAs: JSON.parse(row.read_as) as Source["readAs"],
    options: parsed(row.options),
    columns: parsed(row.columns),
    rows: row.row_count,
    rejects: row.reject_count,
    createdBy: row.created_by,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    version: row.version,
  };
}
