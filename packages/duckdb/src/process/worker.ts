/** The engine's own process. */
import { rmSync } from "node:fs";
import { compare } from "../propose/compare.ts";
import { reconcile } from "../run/reconcile.ts";
import type { RunHooks, RunReport } from "../run/run-request.ts";
import type { WorkRequest } from "./messages.ts";
import { serveWork, type WorkTold } from "./serve-work.ts";

const PROGRESS_INTERVAL_MS = 200;

function work(request: WorkRequest, told: WorkTold): Promise<RunReport> {
  let stage = "start";
  const hooks: RunHooks = {
    endsWithRun: true,
    onStage(name) {
      stage = name;
      told.stage(name);
    },
    onOpen: told.open,
    onNote: told.note,
    onSession(session) {
      const timer = setInterval(() => {
        const { rows_processed: rows, total_rows_to_process: totalRows } = session.connection.progress;
        told.progress({ stage, rows: Number(rows), totalRows: Number(totalRows) });
      }, PROGRESS_INTERVAL_MS);
      timer.unref();
      told.onCancel(() => session.interrupt());
    },
  };
  return request.kind === "run" ? reconcile(request.run, hooks) : compare(request.run, request.compare, hooks);
}

serveWork({
  work,
  abandoned({ run }) {
    rmSync(run.workDir, { recursive: true, force: true });
    if (run.draftDir !== undefined) rmSync(run.draftDir, { recursive: true, force: true });
  },
});
