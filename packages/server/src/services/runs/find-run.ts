import type { Selectable } from "kysely";
import { type Fault, Problem, type Run, type RunId } from "@recon/api";
import type { RunFileTable, RunTable } from "../../store/tables/work.ts";
import type { Store } from "../../store/tables.ts";

/** A run with the names of what it belongs to. */
export type RunRow = Selectable<RunTable> & {
  readonly reconciliation_name: string;
  readonly plan_number: number | null;
};

export const selectRuns = (store: Store) =>
  store
    .selectFrom("runs")
    .innerJoin("reconciliations", "reconciliations.id", "runs.reconciliation_id")
    .leftJoin("plan_versions", "plan_versions.id", "runs.plan_version_id")
    .selectAll("runs")
    .select(["reconciliations.name as reconciliation_name", "plan_versions.number as plan_number"])
    .where("runs.deleted_at", "is", null);

export async function findRunRow(store: Store, id: RunId): Promise<RunRow> {
  const row = await selectRuns(store).where("runs.id", "=", id).executeTakeFirst();
  if (row === undefined) throw new Problem("NOT_FOUND");
  return row;
}

export async function findRun(store: Store, id: RunId): Promise<Run> {
  const [run] = await toRuns(store, [await findRunRow(store, id)]);
  return run!;
}

/** A run that has its result set, and the name of its folder. */
export async function findResult(store: Store, id: RunId): Promise<RunRow & { readonly result_folder: string }> {
  const row = await findRunRow(store, id);
  if (row.result_folder !== null) return { ...row, result_folder: row.result_folder };
  if (row.result_removed_at !== null)
    throw new Problem("RESULT_GONE", "The result set of this run was removed; its summary is kept.");
  throw new Problem(
    "RUN_NOT_COMPLETED",
    row.mode === "preview" ? "A preview has no result set." : `The run is ${row.status}.`,
  );
}

/** Runs as they are told, with their files; one statement for the files of all. */
export async function toRuns(store: Store, rows: readonly RunRow[]): Promise<Run[]> {
  if (rows.length === 0) return [];
  const files = await store
    .selectFrom("run_files")
    .selectAll()
    .where(
      "run_id",
      "in",
      rows.map(({ id }) => id),
    )
    .orderBy("ordinal")
    .execute();
  const byRun = Map.groupBy(files, ({ run_id }) => run_id);
  return rows.map((row) => toRun(row, byRun.get(row.id) ?? []));
}

function toRun(row: RunRow, files: readonly Selectable<RunFileTable>[]): Run {
  const of = (side: "left" | "right"): Run["left"] =>
    files
      .filter((file) => file.side === side)
      .map((file) => ({
        sourceId: file.source_id,
        fileName: file.file_name,
        sizeBytes: file.size_bytes,
        sha256: file.sha256,
      }));
  return {
    id: row.id,
    projectId: row.project_id,
    reconciliationId: row.reconciliation_id,
    reconciliationName: row.reconciliation_name,
    planVersion: row.plan_number,
    mode: row.mode,
    status: row.status,
    problem: row.problem === null ? null : (JSON.parse(row.problem) as Fault),
    attempt: row.attempt,
    left: of("left"),
    right: of("right"),
    isClean: row.is_clean === null ? null : row.is_clean === 1,
    balanced: row.balanced === null ? null : row.balanced === 1,
    certificateHash: row.certificate_hash,
    resultState: row.result_folder !== null ? "present" : row.result_removed_at !== null ? "deleted" : "none",
    resultBytes: row.result_folder === null ? null : row.size_bytes,
    createdBy: row.created_by,
    createdAt: row.created_at,
    startedAt: row.started_at,
    endedAt: row.finished_at,
  };
}
