import type { Selectable } from "kysely";
import type { Job, SystemOverview } from "@recon/api";
import type { AppContext } from "../../app-context.ts";
import { listFingerprint, readPage, type Page, type PageRequest } from "../../store/page.ts";
import type { JobTable } from "../../store/tables/work.ts";
import type { Store } from "../../store/tables.ts";
import { readStarts } from "./read-starts.ts";

const mostStarts = 20;

export async function describeSystem(context: AppContext): Promise<SystemOverview> {
  const { health, instance, config, openStore } = context;
  const counts = await context.store
    .selectFrom("jobs")
    .select((builder) => ["state", builder.fn.countAll<number>().as("count")])
    .groupBy("state")
    .execute();
  const none = { queued: 0, running: 0, completed: 0, failed: 0, cancelled: 0 };
  return {
    health: health.body(),
    store: openStore.dialect,
    uptimeS: Math.floor(process.uptime()),
    memoryBytes: process.memoryUsage.rss(),
    dependencies: [...(await health.dependencies())],
    jobs: { ...none, ...Object.fromEntries(counts.map(({ state, count }) => [state, count])) },
    starts: await readStarts(config.dataDir, { instanceId: instance.id, most: mostStarts }),
  };
}

export async function listJobs(
  store: Store,
  request: PageRequest & { state?: JobTable["state"] | undefined },
): Promise<Page<Job>> {
  const { state } = request;
  const query = store
    .selectFrom("jobs")
    .selectAll()
    .select(["id as sort_id", "created_at as sort_value"])
    .$if(state !== undefined, (all) => all.where("state", "=", state as JobTable["state"]));
  const page = await readPage(
    query,
    { column: "created_at", id: "id", descending: request.sort.startsWith("-") },
    { ...request, fingerprint: listFingerprint("jobs", request.sort, state) },
  );
  return { ...page, items: page.items.map(toJob) };
}

function toJob(row: Selectable<JobTable>): Job {
  return {
    id: row.id,
    kind: row.kind,
    projectId: row.project_id,
    subjectId: row.subject_id,
    state: row.state,
    attempt: row.attempt,
    cause: row.cause === null ? null : (JSON.parse(row.cause) as unknown),
    worker: row.worker,
    leaseUntil: row.lease_until,
    createdAt: row.created_at,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
  };
}
