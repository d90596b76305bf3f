import { rm } from "node:fs/promises";
import type { RunReport } from "../run/run-request.ts";
import { putInPlace, targetFolder } from "../write/put-in-place.ts";
import type { WorkRequest } from "./messages.ts";
import { type SuperviseOptions, type WorkerOptions, WorkerProcess } from "./worker-process.ts";

/** A started engine process, waiting for a run: starting it early hides its start-up behind the reading of the plan. */
export class EngineProcess extends WorkerProcess<WorkRequest, RunReport> {
  constructor(options: Omit<WorkerOptions, "name"> = {}) {
    const self = import.meta.url;
    super(new URL(self.endsWith(".ts") ? "./worker.ts" : "./worker.js", self), { ...options, name: "the engine" });
  }

  /**
   * Runs one piece of work to its end; whatever happens, the process is gone and its folders removed afterwards. A result set takes its place
   * here and not in the engine: a run that was cancelled or killed, however late, never does.
   */
  override async run(request: WorkRequest, options: SuperviseOptions): Promise<RunReport> {
    const { workDir, draftDir, outDir } = request.run;
    try {
      const report = await super.run(request, options);
      if (draftDir !== undefined && outDir !== undefined) putInPlace(draftDir, targetFolder(outDir));
      return report;
    } finally {
      // What ended the run must be told, not that something could not be removed.
      for (const folder of [workDir, draftDir])
        if (folder !== undefined) await rm(folder, { recursive: true, force: true }).catch(() => undefined);
    }
  }
}
