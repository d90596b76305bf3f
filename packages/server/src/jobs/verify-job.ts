/** The proof of a run checked by the verifier, which shares no code with the engine, in a process of its own. */
import { join } from "node:path";
import { Problem, type RunId, type Verification } from "@recon/api";
import type { AppContext } from "../app-context.ts";
import type { Store } from "../store/tables.ts";
import { resultFolder } from "./data-folders.ts";
import type { JobSettings } from "./job-settings.ts";
import { inspect } from "./inspector/inspector.ts";
import type { ClaimedJob, JobHandler, JobHold } from "./job.ts";
import { loadRun, tellVerified } from "./run-writes.ts";

export type StoredVerification = Pick<
  Verification,
  "isVerified" | "checks" | "findings" | "findingCount" | "problem" | "at"
>;

const GONE = "The result set of this run is no longer there.";

export function verifyHandler(context: AppContext, settings: Pick<JobSettings, "inspectTimeoutMs">): JobHandler {
  const keep = async (store: Store, job: ClaimedJob, found: Partial<StoredVerification>): Promise<void> => {
    const run = await loadRun(store, job.subjectId as RunId);
    const none = { isVerified: null, checks: [], findings: [], findingCount: 0, problem: null };
    // Files that were removed while they were checked are no finding.
    const told = run.result_folder === null ? { problem: { code: "RESULT_GONE", detail: GONE } } : found;
    const verification: StoredVerification = { ...none, ...told, at: context.clock.now().toISOString() };
    await store
      .updateTable("runs")
      .set({ verification: JSON.stringify(verification) })
      .where("id", "=", run.id)
      .execute();
    tellVerified(store, run);
  };
  return {
    async work(hold) {
      const { ok, checks, findings, findingCount } = await verify(context, settings, hold);
      await hold.end({ state: "completed" }, (store) =>
        keep(store, hold.job, {
          isVerified: ok,
          checks: [...checks],
          findings: findings.map(({ check, message }) => ({ check, message })),
          findingCount,
        }),
      );
    },
    failed: (store, job, problem) => keep(store, job, { problem }),
    cancelled: async (store, job) => tellVerified(store, await loadRun(store, job.subjectId as RunId)),
    requeued: async () => undefined,
  };
}

async function verify(
  { config, store }: AppContext,
  { inspectTimeoutMs }: Pick<JobSettings, "inspectTimeoutMs">,
  { job, signal }: JobHold,
) {
  const run = await loadRun(store, job.subjectId as RunId);
  if (run.result_folder === null) throw new Problem("RESULT_GONE", GONE);
  const paths = (side: "left" | "right"): string[] =>
    run.files.filter((file) => file.side === side).map((file) => join(config.dataDir, file.path));
  const folder = resultFolder(config.dataDir, run.result_folder);
  const expect = run.certificate_hash ?? "";
  return inspect(
    { kind: "verify", folder, left: paths("left"), right: paths("right"), expect },
    { signal, timeoutMs: inspectTimeoutMs },
  );
}
