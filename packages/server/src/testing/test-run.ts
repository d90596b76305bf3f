import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ProjectId, ReconciliationId, RunId } from "@recon/api";
import type { Plan } from "@recon/core";
import { reconcile } from "@recon/duckdb";
import { newId } from "../store/new-id.ts";
import type { TestServer, TestUser } from "./test-server.ts";

/** A completed run with a real result set, made by the engine without a job around it. */
export interface TestRun {
  readonly projectId: ProjectId;
  readonly reconciliationId: ReconciliationId;
  readonly runId: RunId;
  readonly folder: string;
  readonly dir: string;
}

export interface TestRunOptions {
  readonly by: TestUser;
  readonly projectId: ProjectId;
  readonly plan: Omit<Plan, "version" | "left" | "right">;
  /** CSV texts. */
  readonly left: string;
  readonly right: string;
  /** Makes it the next run of this reconciliation. */
  readonly reconciliationId?: ReconciliationId;
}

export async function insertRun(server: TestServer, options: TestRunOptions): Promise<TestRun> {
  const { context } = server;
  const runId = newId<RunId>();
  const folder = `${runId}.1`;
  const base = join(context.config.dataDir, "test-sources", runId);
  mkdirSync(base, { recursive: true });
  writeFileSync(join(base, "left.csv"), options.left);
  writeFileSync(join(base, "right.csv"), options.right);
  const dir = join(context.config.dataDir, "results", folder);
  mkdirSync(join(context.config.dataDir, "results"), { recursive: true });
  const plan: Plan = { version: 1, ...options.plan, left: { files: ["left.csv"] }, right: { files: ["right.csv"] } };
  await reconcile(
    { plan, baseDir: base, outDir: dir, memoryBytes: 2 ** 28, workDir: join(base, "work") },
    { onStage: () => undefined },
  );
  const reconciliationId = options.reconciliationId ?? (await insertReconciliation(server, options));
  await insertRow(server, { ...options, runId, reconciliationId, folder, plan });
  return { projectId: options.projectId, reconciliationId, runId, folder, dir };
}

async function insertReconciliation(server: TestServer, { by, projectId }: TestRunOptions): Promise<ReconciliationId> {
  const id = newId<ReconciliationId>();
  const at = server.context.clock.now().toISOString();
  await server.context.store
    .insertInto("reconciliations")
    .values({
      id,
      project_id: projectId,
      name: `Reconciliation ${id}`,
      name_key: id,
      description: "",
      status: "active",
      plan_number: 1,
      left_sources: "[]",
      right_sources: "[]",
      last_run_id: null,
      created_at: at,
      created_by: by.id,
      updated_at: at,
      version: 1,
    })
    .execute();
  return id;
}

interface RunRow extends TestRunOptions {
  readonly runId: RunId;
  readonly reconciliationId: ReconciliationId;
  readonly folder: string;
  readonly plan: TestRunOptions["plan"] & { readonly version: 1 };
}

async function insertRow(
  server: TestServer,
  { by, projectId, runId, reconciliationId, folder, plan }: RunRow,
): Promise<void> {
  const at = server.context.clock.now().toISOString();
  await server.context.store
    .insertInto("runs")
    .values({
      id: runId,
      project_id: projectId,
      reconciliation_id: reconciliationId,
      plan_version_id: null,
      mode: "full",
      plan: JSON.stringify(plan),
      status: "completed",
      attempt: 1,
      progress: null,
      summary: null,
      result_folder: folder,
      result_hash: null,
      certificate_hash: null,
      size_bytes: null,
      balanced: 1,
      is_clean: 0,
      problem: null,
      verification: null,
      result_removed_at: null,
      deleted_at: null,
      created_at: at,
      created_by: by.id,
      started_at: at,
      finished_at: at,
      version: 1,
    })
    .execute();
}

/** Another run with the same results, on which nobody decided anything. */
export async function copyRun(server: TestServer, run: TestRun): Promise<TestRun> {
  const { store, config } = server.context;
  const runId = newId<RunId>();
  const folder = `${runId}.1`;
  const dir = join(config.dataDir, "results", folder);
  cpSync(run.dir, dir, { recursive: true });
  const row = await store.selectFrom("runs").selectAll().where("id", "=", run.runId).executeTakeFirstOrThrow();
  await store
    .insertInto("runs")
    .values({ ...row, id: runId, result_folder: folder })
    .execute();
  return { ...run, runId, folder, dir };
}
