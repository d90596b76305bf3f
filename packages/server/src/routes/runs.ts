import {
  cancelRun,
  cancelVerification,
  deleteRun,
  downloadRun,
  getRun,
  getRunProgress,
  getRunSummary,
  getRunVerification,
  listReconciliationRuns,
  listRuns,
  previewRun,
  startRun,
  verifyRun,
} from "@recon/api";
import { cancelRun as cancel, deleteRun as remove } from "../services/runs/change-run.ts";
import { findRun } from "../services/runs/find-run.ts";
import { listRuns as list } from "../services/runs/list-runs.ts";
import { packResult } from "../services/runs/pack-result.ts";
import { readProgress, readSummary, readVerification } from "../services/runs/read-run.ts";
import { insertRun, prepareRun } from "../services/runs/start-run.ts";
import { requestVerification, stopVerification } from "../services/runs/verify-run.ts";
import { handle, type Handler } from "./handler.ts";

export const runHandlers: readonly Handler[] = [
  handle(listRuns, ({ context, actor, query }) => list(context.store, actor, query)),
  handle(listReconciliationRuns, ({ context, actor, params, query }) =>
    list(context.store, actor, { ...query, ...params }),
  ),
  handle(startRun, async ({ context, actor, params, body, write }) => {
    const prepared = await prepareRun(context, { ...body, ...params, mode: "full" });
    return write((store) => insertRun({ ...context, store }, actor, prepared));
  }),
  handle(previewRun, async ({ context, actor, params, body, write }) => {
    const prepared = await prepareRun(context, { ...body, ...params, mode: "preview" });
    return write((store) => insertRun({ ...context, store }, actor, prepared));
  }),
  handle(getRun, ({ context, params }) => findRun(context.store, params.runId)),
  handle(cancelRun, ({ context, params, write }) => write((store) => cancel({ ...context, store }, params.runId))),
  handle(getRunProgress, ({ context, params }) => readProgress(context.store, params.runId)),
  handle(getRunSummary, ({ context, params }) => readSummary(context.store, params.runId)),
  handle(getRunVerification, ({ context, params }) => readVerification(context.store, params.runId)),
  handle(verifyRun, ({ context, params, write }) =>
    write(async (store) => {
      await requestVerification({ ...context, store }, params.runId);
      return readVerification(store, params.runId);
    }),
  ),
  handle(cancelVerification, ({ context, params, write }) =>
    write(async (store) => {
      await stopVerification({ ...context, store }, params.runId);
      return readVerification(store, params.runId);
    }),
  ),
  handle(downloadRun, ({ context, params }) => packResult(context, params.runId)),
  handle(deleteRun, ({ context, params, write }) => write((store) => remove({ ...context, store }, params.runId))),
];
