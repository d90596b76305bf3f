import { mkdir } from "node:fs/promises";
import {
  type PlanInput,
  Problem,
  type ReconciliationId,
  type RunId,
  type SourceCheck,
  type SourceIds,
  type StartedRun,
} from "@recon/api";
import { checkRunnable, type Plan, type Side, sides } from "@recon/core";
import type { AppContext } from "../../app-context.ts";
import { afterCommit, emit } from "../../events/transact.ts";
import { resultsFolder } from "../../jobs/data-folders.ts";
import { requireSpace } from "../../jobs/disk-space.ts";
import { insertJob } from "../../jobs/job-queue.ts";
import { runRooms, runSubject } from "../../jobs/run-writes.ts";
import type { Actor } from "../../security/actor.ts";
import { newId } from "../../store/new-id.ts";
import type { Store } from "../../store/tables.ts";
import { checkSources, type RunSources, withReadAs } from "../reconciliations/check-sources.ts";
import {
  findPlanRow,
  findReconciliationRow,
  type PlanVersionRow,
  type ReconciliationRow,
  sourceIdsOf,
} from "../reconciliations/find-reconciliation.ts";
import { requirePlan } from "../reconciliations/read-plan-input.ts";
import { findReadySources } from "../sources/find-source.ts";
import { requireQuota } from "../sources/require-quota.ts";
import { findRun } from "./find-run.ts";

export interface RunRequest {
  readonly reconciliationId: ReconciliationId;
  readonly mode: "full" | "preview";
  /** Of a preview: a plan that is not saved. */
  readonly plan?: PlanInput | undefined;
  readonly planVersion?: number | undefined;
  readonly left?: SourceIds | undefined;
  readonly right?: SourceIds | undefined;
}

/** Everything that a run needs, checked before anything is written. */
export interface PreparedRun {
  readonly reconciliation: ReconciliationRow;
  readonly version: PlanVersionRow | undefined;
  readonly mode: "full" | "preview";
  readonly plan: Plan;
  readonly sources: RunSources;
  readonly check: SourceCheck;
}

/** Whether a run could be started, and what is new about its sources. */
export async function checkSourcesOf(context: AppContext, asked: Omit<RunRequest, "mode">): Promise<SourceCheck> {
  return (await planRun(context, { ...asked, mode: "full" })).check;
}

async function planRun(context: AppContext, asked: RunRequest): Promise<PreparedRun> {
  const { store } = context;
  const reconciliation = await findReconciliationRow(store, asked.reconciliationId);
  if (reconciliation.status === "archived")
    throw new Problem("CONFLICT", "The reconciliation is archived; reopen it first.");
  const version = asked.plan === undefined ? await findPlanRow(store, reconciliation, asked.planVersion) : undefined;
  const written = version === undefined ? requirePlan(asked.plan!).plan : (JSON.parse(version.plan) as Plan);
  checkRunnable(written);
  const sources = await sourcesOf(store, reconciliation, asked);
  const plan = withReadAs(written, sources);
  const check = await checkSources(context, { plan, sources, lastRunId: reconciliation.last_run_id });
  return { reconciliation, version, mode: asked.mode, plan, sources, check };
}

export async function prepareRun(context: AppContext, asked: RunRequest): Promise<PreparedRun> {
  const { config } = context;
  const prepared = await planRun(context, asked);
  const { check, sources } = prepared;
  if (!check.isRunnable) {
    throw new Problem("SOURCES_UNFIT", check.faults.map(({ message }) => message).join("; "), { errors: check.faults });
  }
  const inputBytes = sides.flatMap((side) => sources[side]).reduce((sum, { size_bytes }) => sum + size_bytes, 0);
  await mkdir(resultsFolder(config.dataDir), { recursive: true });
  await requireSpace(resultsFolder(config.dataDir), inputBytes, config.diskReserveBytes);
  if (asked.mode === "full") await requireQuota(context, inputBytes);
  return prepared;
}

/** Named in the call, else those of the last run (previews), else those that the reconciliation names. */
async function sourcesOf(store: Store, of: ReconciliationRow, asked: RunRequest): Promise<RunSources> {
  const find = async (side: Side) =>
    findReadySources(
      store,
      of.project_id,
      asked[side] ?? sourceIdsOf(side === "left" ? of.left_sources : of.right_sources),
    );
  return { left: await find("left"), right: await find("right") };
}

/** Puts a run in the queue, in the transaction of the call. */
export async function insertRun(
  context: AppContext,
  actor: Pick<Actor, "userId">,
  prepared: PreparedRun,
): Promise<StartedRun> {
  const { store, clock, jobs } = context;
  const { reconciliation, version, mode, plan, sources, check } = prepared;
  await holdSources(store, sources);
  const at = clock.now().toISOString();
  const run = {
    id: newId<RunId>(),
    project_id: reconciliation.project_id,
    reconciliation_id: reconciliation.id,
    plan_version_id: version?.id ?? null,
    mode,
    plan: JSON.stringify(plan),
    status: "queued" as const,
    attempt: 0,
    progress: null,
    summary: null,
    result_folder: null,
    result_hash: null,
    certificate_hash: null,
    size_bytes: null,
    balanced: null,
    is_clean: null,
    problem: null,
    verification: null,
    result_removed_at: null,
    deleted_at: null,
    created_at: at,
    created_by: actor.userId,
    started_at: null,
    finished_at: null,
    version: 1,
  };
  await store.insertInto("runs").values(run).execute();
  await store.insertInto("run_files").values(fileRows(run.id, sources)).execute();
  if (mode === "full") await nameSources(store, reconciliation, { runId: run.id, sources, at });
  await insertJob(context, { kind: "run", projectId: run.project_id, subjectId: run.id });
  for (const room of runRooms(run)) emit(store, { room, type: "run.queued", data: runSubject(run) });
  afterCommit(store, () => jobs.wake());
  return { ...(await findRun(store, run.id)), changes: check.changes };
}

/** Takes the rows of the sources, so that none of them is deleted while this run comes into being. */
async function holdSources(store: Store, sources: RunSources): Promise<void> {
  const ids = [...new Set(sides.flatMap((side) => sources[side].map(({ id }) => id)))];
  const { numUpdatedRows } = await store
    .updateTable("sources")
    .set({ state: "ready" })
    .where("id", "in", ids)
    .where("state", "=", "ready")
    .executeTakeFirst();
  if (Number(numUpdatedRows) !== ids.length)
    throw new Problem("SOURCE_NOT_READY", "A source was deleted or is being looked at again.");
}

const fileRows = (runId: RunId, sources: RunSources) =>
  sides.flatMap((side) =>
    sources[side].map((source, ordinal) => ({
      run_id: runId,
      side,
      ordinal,
      source_id: source.id,
      file_name: source.file_name,
      size_bytes: source.size_bytes,
      sha256: source.sha256,
    })),
  );

/** What ran last is what runs next, unless somebody says otherwise. */
async function nameSources(
  store: Store,
  of: ReconciliationRow,
  { runId, sources, at }: { runId: RunId; sources: RunSources; at: string },
): Promise<void> {
  const list = (side: Side): string => JSON.stringify(sources[side].map(({ id }) => id));
  const isNew = list("left") !== of.left_sources || list("right") !== of.right_sources;
  await store
    .updateTable("reconciliations")
    .set((eb) => ({
      last_run_id: runId,
      ...(isNew
        ? { left_sources: list("left"), right_sources: list("right"), updated_at: at, version: eb("version", "+", 1) }
        : {}),
    }))
    .where("id", "=", of.id)
    .execute();
}
