/** What jobs read and write of runs. */
import type { Room, RunId } from "@recon/api";
import type { Plan } from "@recon/core";
import type { Updateable } from "kysely";
import { emit } from "../events/transact.ts";
import type { Store } from "../store/tables.ts";
import type { RunTable } from "../store/tables/work.ts";
import type { ToldProgress } from "./progress-teller.ts";
import type { InputFile } from "./stage-inputs.ts";

export interface LoadedRun extends Pick<
  RunTable,
  "id" | "project_id" | "reconciliation_id" | "mode" | "created_by" | "result_folder" | "certificate_hash"
> {
  readonly reconciliationName: string;
  readonly plan: Plan;
  readonly files: readonly (InputFile & { readonly sizeBytes: number })[];
}

/** A run with the files that it reads, in their order; their paths are below `DATA_DIR`. */
export async function loadRun(store: Store, id: RunId): Promise<LoadedRun> {
  const row = await store
    .selectFrom("runs")
    .innerJoin("reconciliations", "reconciliations.id", "runs.reconciliation_id")
    .selectAll("runs")
    .select("reconciliations.name as reconciliation_name")
    .where("runs.id", "=", id)
    .executeTakeFirstOrThrow();
  const files = await store
    .selectFrom("run_files")
    .innerJoin("sources", "sources.id", "run_files.source_id")
    .select(["run_files.side", "run_files.file_name", "run_files.size_bytes", "sources.path"])
    .where("run_files.run_id", "=", id)
    .orderBy("run_files.side")
    .orderBy("run_files.ordinal")
    .execute();
  return {
    ...row,
    reconciliationName: row.reconciliation_name,
    plan: JSON.parse(row.plan) as Plan,
    files: files.map((file) => ({
      side: file.side,
      fileName: file.file_name,
      path: file.path,
      sizeBytes: file.size_bytes,
    })),
  };
}

export const runSubject = (run: Pick<LoadedRun, "id" | "project_id" | "reconciliation_id" | "mode">) => ({
  runId: run.id,
  projectId: run.project_id,
  reconciliationId: run.reconciliation_id,
  mode: run.mode,
});

/** Who is told of a run's ways: those who look at it, and those who look at its project. */
export const runRooms = (run: Pick<LoadedRun, "id" | "project_id">): readonly Room[] => [
  `run:${run.id}`,
  `project:${run.project_id}`,
];

export async function writeProgress(store: Store, run: LoadedRun, told: ToldProgress): Promise<void> {
  await store
    .updateTable("runs")
    .set({ progress: JSON.stringify(told) })
    .where("id", "=", run.id)
    .execute();
  const { open: _, ...progress } = told;
  emit(store, { room: `run:${run.id}`, type: "run.progress", data: progress });
}

export interface RunEnd {
  readonly status: "completed" | "failed" | "cancelled";
  readonly at: string;
  readonly set: Updateable<RunTable>;
}

export async function endRun(store: Store, run: LoadedRun, { status, at, set }: RunEnd): Promise<void> {
  await store
    .updateTable("runs")
    .set((eb) => ({ ...set, status, finished_at: at, progress: null, version: eb("version", "+", 1) }))
    .where("id", "=", run.id)
    .execute();
}

/** Whoever looks at the run reads its verification again. */
export function tellVerified(store: Store, run: LoadedRun): void {
  for (const room of runRooms(run))
    emit(store, { room, type: "run.changed", data: { ...runSubject(run), what: "verified" } });
}
