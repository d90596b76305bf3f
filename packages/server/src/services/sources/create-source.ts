import { mkdir, rename, stat } from "node:fs/promises";
import { join } from "node:path";
import type { ProjectId, Source, SourceId, UserId } from "@recon/api";
import type { AppContext } from "../../app-context.ts";
import { afterCommit, emit } from "../../events/transact.ts";
import { safeFileName, sourceFolder, sourcesFolder, syncPath } from "../../jobs/data-folders.ts";
import { insertJob } from "../../jobs/job-queue.ts";
import { toSource } from "./find-source.ts";

/** Gives received bytes their lasting place, by rename. Returns the path below `DATA_DIR`; may be repeated after an interruption. */
export async function placeFile(
  dataDir: string,
  { part, id, fileName }: { part: string; id: string; fileName: string },
): Promise<string> {
  const folder = sourceFolder(dataDir, id);
  const path = join(folder, safeFileName(fileName));
  await mkdir(folder, { recursive: true });
  await rename(part, path).catch(async (error: NodeJS.ErrnoException) => {
    // An earlier try came as far as this.
    if (error.code !== "ENOENT" || (await stat(path).catch(() => undefined)) === undefined) throw error;
  });
  await syncPath(folder);
  await syncPath(sourcesFolder(dataDir));
  return join("sources", id, safeFileName(fileName));
}

export interface NewSource {
  readonly id: SourceId;
  readonly projectId: ProjectId;
  readonly fileName: string;
  /** Below `DATA_DIR`. */
  readonly path: string;
  readonly sizeBytes: number;
  readonly sha256: string;
  readonly createdBy: UserId;
}

/** Makes a source of a file that is in its place, and has it looked at. */
export async function createSource(
  context: Pick<AppContext, "store" | "openStore" | "clock" | "jobs">,
  source: NewSource,
): Promise<Source> {
  const { store, clock, jobs } = context;
  const at = clock.now().toISOString();
  const fileName = safeFileName(source.fileName);
  const row = await store
    .insertInto("sources")
    .values({
      id: source.id,
      project_id: source.projectId,
      name: source.fileName,
      file_name: fileName,
      path: source.path,
      size_bytes: source.sizeBytes,
      sha256: source.sha256,
      state: "processing",
      format: null,
      compression: null,
      read_as: "{}",
      options: null,
      columns: null,
      profile: null,
      row_count: null,
      reject_count: null,
      problem: null,
      created_at: at,
      created_by: source.createdBy,
      updated_at: at,
      version: 1,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  await insertJob(context, { kind: "inspect", projectId: source.projectId, subjectId: source.id });
  emit(store, {
    room: `project:${source.projectId}`,
    type: "source.changed",
    data: { sourceId: source.id, projectId: source.projectId, status: "processing" },
  });
  afterCommit(store, () => jobs.wake());
  return toSource(row);
}
