/** What an uploaded file is and holds, found out by a process of its own. */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import type { Room, SourceId, SourceStatus } from "@recon/api";
import type { AppContext } from "../app-context.ts";
import { emit } from "../events/transact.ts";
import type { Store } from "../store/tables.ts";
import { claimName, sourceFolder } from "./data-folders.ts";
import type { Profiled, ReadSpec } from "./inspector/inspect-request.ts";
import { inspect, withoutPaths } from "./inspector/inspector.ts";
import type { JobSettings } from "./job-settings.ts";
import type { ClaimedJob, JobHandler, JobHold } from "./job.ts";

export function inspectHandler(context: AppContext, settings: Pick<JobSettings, "inspectTimeoutMs">): JobHandler {
  /** Says whether it counted: what a look found is dropped once another one was asked for. */
  const settle = async (store: Store, job: ClaimedJob, status: SourceStatus, set: object): Promise<boolean> => {
    if (await isSuperseded(store, job)) return false;
    const at = context.clock.now().toISOString();
    const source = await store
      .updateTable("sources")
      .set((eb) => ({ ...set, state: status, updated_at: at, version: eb("version", "+", 1) }))
      .where("id", "=", job.subjectId as SourceId)
      .where("state", "<>", "deleted")
      .returning(["id", "project_id"])
      .executeTakeFirst();
    if (source === undefined) return false;
    const room: Room = `project:${source.project_id}`;
    emit(store, { room, type: "source.changed", data: { sourceId: source.id, projectId: source.project_id, status } });
    return true;
  };
  return {
    async work(hold) {
      const { spec, profiled, rejectsFile, replacedFile } = await profile(context, settings, hold);
      // A guess is kept as if it had been said: previews, proposals and runs read the file as it was profiled.
      const options = { ...spec.options, headerRow: profiled.guessed?.row };
      const said = profiled.guessed === null ? {} : { read_as: JSON.stringify({ ...spec, options }) };
      const counted = await hold.end({ state: "completed" }, (store) =>
        settle(store, hold.job, "ready", { ...columnsOf(profiled, rejectsFile), ...said }),
      );
      const needless = counted ? replacedFile : rejectsFile;
      const folder = sourceFolder(context.config.dataDir, hold.job.subjectId);
      // What stays behind goes with the source.
      if (needless !== undefined) await rm(join(folder, needless), { force: true }).catch(() => undefined);
    },
    failed: async (store, job, problem) =>
      void (await settle(store, job, "failed", { problem: JSON.stringify(problem) })),
    cancelled: async () => undefined,
    requeued: async () => undefined,
  };
}

/** The row of the job is this transaction's by now: whoever wants another look has asked before, or finds the job over. */
async function isSuperseded(store: Store, job: ClaimedJob): Promise<boolean> {
  const row = await store
    .selectFrom("jobs")
    .select("cancel_requested_at")
    .where("id", "=", job.id)
    .executeTakeFirstOrThrow();
  return row.cancel_requested_at !== null;
}

async function profile(
  context: AppContext,
  { inspectTimeoutMs }: Pick<JobSettings, "inspectTimeoutMs">,
  { job, signal }: JobHold,
): Promise<{ spec: ReadSpec; profiled: Profiled; rejectsFile: string; replacedFile: string | undefined }> {
  const source = await context.store
    .selectFrom("sources")
    .select(["path", "file_name", "read_as", "profile"])
    .where("id", "=", job.subjectId as SourceId)
    .executeTakeFirstOrThrow();
  const path = join(context.config.dataDir, source.path);
  // Of this claim alone: the job before may still be at work on the same source.
  const rejectsFile = `rejects.${claimName(job.id, job.fence)}.ndjson`;
  const replacedFile = source.profile === null ? undefined : (JSON.parse(source.profile) as StoredProfile).rejectsFile;
  const rejectsPath = join(sourceFolder(context.config.dataDir, job.subjectId), rejectsFile);
  try {
    const spec = JSON.parse(source.read_as) as ReadSpec;
    const profiled = await inspect(
      { kind: "profile", path, spec, rejectsPath },
      { signal, timeoutMs: inspectTimeoutMs },
    );
    return { spec, profiled, rejectsFile, replacedFile };
  } catch (error) {
    await rm(rejectsPath, { force: true });
    throw withoutPaths(error, { [path]: source.file_name });
  }
}

/** What the row keeps of a profile. */
export interface StoredProfile extends Pick<Profiled, "profile"> {
  /** Absent in profiles of earlier versions. */
  readonly found?: Pick<Profiled, "guessed" | "sheets" | "repeated">;
  /** In the source's folder. */
  readonly rejectsFile: string;
}

function columnsOf({ resolved, header, profile, guessed, sheets, repeated }: Profiled, rejectsFile: string) {
  const found = { guessed, sheets, repeated };
  return {
    format: resolved.format,
    compression: resolved.compression,
    options: JSON.stringify(resolved.options),
    columns: JSON.stringify(header),
    profile: JSON.stringify({ profile, rejectsFile, found } satisfies StoredProfile),
    row_count: profile.rows,
    reject_count: profile.rejects,
    problem: null,
  };
}
