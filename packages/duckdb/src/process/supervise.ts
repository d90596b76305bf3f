import { rm } from "node:fs/promises";
import type { RunReport } from "../run/run-request.ts";
import type { WorkRequest } from "./messages.ts";
import { type SuperviseOptions, type WorkerOptions, WorkerProcess } from "./worker-process.ts";

/** A started engine process, waiting for a run: starting it early hides its start-up behind the reading of the plan. */
export class EngineProcess extends WorkerProcess<WorkRequest, RunReport> {
  constructor(options: Omit<WorkerOptions, "name"> = {}) {
    const self = import.meta.url;
    super(new URL(self.endsWith(".ts") ? "./worker.ts" : "./worker.js", self), { ...options, name: "the engine" });
  }

  /** Runs one piece of work to its end; whatever happens, the process is gone and its work folder removed afterwards. */
  override async run(request: WorkRequest, options: SuperviseOptions): Promise<RunReport> {
    try {
      return await super.run(request, options);
    } finally {
      await rm(request.run.workDir, { recursive: true, force: true });
      if (request.run.draftDir !== undefined) await rm(request.run.draftDir, { recursive: true, force: true });
    }
  }
}
