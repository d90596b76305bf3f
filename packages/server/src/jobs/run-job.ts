/** A run, from its claim to its last write. */
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { RunId } from "@recon/api";
import type { Plan, Summary } from "@recon/core";
import { EngineProcess, type RunReport } from "@recon/duckdb/process";
import type { AppContext } from "../app-context.ts";
import { forgetProgress } from "../events/event-log.ts";
import { emit } from "../events/transact.ts";
import { claimName, resultFolder, resultsFolder, syncFolder, worksFolder } from "./data-folders.ts";
import { requireSpace } from "./disk-space.ts";
import { withoutPaths } from "./inspector/inspector.ts";
import type { JobHandler, JobHold } from "./job.ts";
import type { JobSettings } from "./job-settings.ts";
import { ProgressTeller } from "./progress-teller.ts";
import { endRun, loadRun, type LoadedRun, runRooms, runSubject, writeProgress } from "./run-writes.ts";
import { stageInputs } from "./stage-inputs.ts";
import { notifyRunEnd } from "./notify-run-end.ts";

/** What the engine holds as data; the rest of the cap is for reading, writing and the program itself. */
const ENGINE_SHARE = 0.65;
/** A result set holds every record in its own form, and the engine spills; most runs need less. */
const SPACE_PER_INPUT_BYTE = 2;

export function runHandler(context: AppContext, settings: JobSettings): JobHandler {
  return {
    work: (hold) => work(context, settings, hold),
    async requeued(store, job, cause) {
      const run = await loadRun(store, job.subjectId as RunId);
      await store
        .updateTable("runs")
        .set({ status: "queued", progress: null, problem: cause })
        .where("id", "=", run.id)
        .execute();
      for (const room of runRooms(run)) emit(store, { room, type: "run.queued", data: runSubject(run) });
    },
    async failed(store, job, problem) {
      const run = await loadRun(store, job.subjectId as RunId);
      await endRun(store, run, {
        status: "failed",
        at: context.clock.now().toISOString(),
        set: { problem: JSON.stringify(problem) },
      });
      await forgetProgress(store, run.id);
      for (const room of runRooms(run))
        emit(store, { room, type: "run.failed", data: { ...runSubject(run), problem } });
      await notifyRunEnd(context, store, run, `${run.reconciliationName}: failed`);
    },
    async cancelled(store, job) {
      const run = await loadRun(store, job.subjectId as RunId);
      await endRun(store, run, { status: "cancelled", at: context.clock.now().toISOString(), set: {} });
      await forgetProgress(store, run.id);
      for (const room of runRooms(run)) emit(store, { room, type: "run.cancelled", data: runSubject(run) });
    },
  };
}

async function work(context: AppContext, settings: JobSettings, hold: JobHold): Promise<void> {
  const { job } = hold;
  const run = await hold.write(async (store) => {
    const loaded = await loadRun(store, job.subjectId as RunId);
    const at = context.clock.now().toISOString();
    await store
      .updateTable("runs")
      .set({ status: "running", attempt: job.attempt, started_at: at, progress: null })
      .where("id", "=", loaded.id)
      .execute();
    for (const room of runRooms(loaded))
      emit(store, { room, type: "run.started", data: { ...runSubject(loaded), attempt: job.attempt } });
    return loaded;
  });
  const folder = join(worksFolder(context.config.dataDir), claimName(run.id, job.fence));
  try {
    const report = await reconcile({ context, settings, hold, run, folder });
    await complete(context, hold, run, report);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Running {
  readonly context: AppContext;
  readonly settings: JobSettings;
  readonly hold: JobHold;
  readonly run: LoadedRun;
  readonly folder: string;
}

/** Runs the engine in its process. */
async function reconcile({ context, settings, hold, run, folder }: Running): Promise<RunReport> {
  const { dataDir } = context.config;
  const inputBytes = run.files.reduce((sum, file) => sum + file.sizeBytes, 0);
  await mkdir(resultsFolder(dataDir), { recursive: true });
  await requireSpace(resultsFolder(dataDir), inputBytes * SPACE_PER_INPUT_BYTE, settings.diskReserveBytes);
  const inputs = join(folder, "inputs");
  const plan = await stageInputs(
    inputs,
    run.plan,
    run.files.map((file) => ({ ...file, path: join(dataDir, file.path) })),
  );
  await mkdir(join(folder, "spill"));
  const name = claimName(run.id, hold.job.fence);
  const teller = new ProgressTeller({
    intervalMs: settings.progressIntervalMs,
    now: () => performance.now(),
    // Progress that cannot be written is not worth a failure; a lost lease shows at the next heartbeat.
    tell: (progress) => hold.write((store) => writeProgress(store, run, progress)).catch(() => undefined),
  });
  const engine = new EngineProcess({ yields: true });
  try {
    return await engine.run(request({ plan, run, settings, folder, inputs, outDir: resultFolder(dataDir, name) }), {
      memoryBytes: settings.runMemoryBytes,
      memoryRemedy: "ask the server's administrator to raise RUN_MEMORY_BYTES, or split the files",
      signal: hold.signal,
      onStage: (stage) => teller.stage(stage),
      onOpen: (open) => teller.open(open),
      onProgress: (progress) => teller.progress(progress),
    });
  } catch (error) {
    throw withoutPaths(error, { [`${inputs}/`]: "", [`${dataDir}/`]: "" });
  } finally {
    engine.dispose();
    await teller.end();
  }
}

interface EngineRun {
  readonly plan: Plan;
  readonly run: LoadedRun;
  readonly settings: JobSettings;
  readonly folder: string;
  readonly inputs: string;
  readonly outDir: string;
}

function request({ plan, run, settings, folder, inputs, outDir }: EngineRun): Parameters<EngineProcess["run"]>[0] {
  const isWritten = run.mode === "full";
  return {
    kind: "run",
    run: {
      plan,
      runId: run.id,
      baseDir: inputs,
      outDir: isWritten ? outDir : undefined,
      draftDir: isWritten ? `${outDir}.draft` : undefined,
      memoryBytes: Math.floor(settings.runMemoryBytes * ENGINE_SHARE),
      threads: settings.runThreads,
      workDir: join(folder, "spill"),
    },
  };
}

async function complete(context: AppContext, hold: JobHold, run: LoadedRun, report: RunReport): Promise<void> {
  const { summary, certificateHash } = report;
  const name = claimName(run.id, hold.job.fence);
  const sizeBytes = run.mode === "full" ? await syncFolder(resultFolder(context.config.dataDir, name)) : null;
  const isClean = isCleanSummary(summary);
  count(context, summary);
  await hold.end({ state: "completed" }, async (store) => {
    await endRun(store, run, {
      status: "completed",
      at: context.clock.now().toISOString(),
      set: {
        summary: JSON.stringify(summary),
        result_folder: run.mode === "full" ? name : null,
        result_hash: summary.resultHash,
        certificate_hash: certificateHash ?? null,
        size_bytes: sizeBytes,
        balanced: summary.balanced ? 1 : 0,
        is_clean: isClean ? 1 : 0,
        problem: null,
      },
    });
    await forgetProgress(store, run.id);
    const data = { ...runSubject(run), balanced: summary.balanced, isClean, elapsedMs: Math.round(summary.elapsedMs) };
    for (const room of runRooms(run)) emit(store, { room, type: "run.completed", data });
    await notifyRunEnd(
      context,
      store,
      run,
      `${run.reconciliationName}: ${isClean ? "everything agrees" : "completed with breaks"}`,
    );
  });
}

function count({ metrics }: AppContext, { left, right, elapsedMs }: Summary): void {
  metrics.engineRows.inc(left.rows + right.rows);
  metrics.engineRowsPerSecond.set(((left.rows + right.rows) / Math.max(1, elapsedMs)) * 1000);
  for (const kind of ["unmatched", "duplicate", "differs", "suggested"] as const)
    metrics.breaks.inc({ kind }, left[kind] + right[kind]);
}

/** Every record matched or excluded. */
function isCleanSummary({ left, right }: Summary): boolean {
  return [left, right].every((side) => side.matched + side.excluded === side.rows);
}
