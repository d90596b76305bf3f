/** Starting and supervising worker processes, the engine's above all, without loading the engine itself: what a command line needs before anything else. */
export { EngineProcess } from "./supervise.ts";
export { type SuperviseOptions, type WorkerOptions, WorkerProcess } from "./worker-process.ts";
export { serveWork, type WorkServer, type WorkTold } from "./serve-work.ts";
export type { Progress, WorkRequest } from "./messages.ts";
export { draftFolder, restoreInterrupted } from "../write/put-in-place.ts";
export type { CompareRequest } from "../propose/compare-request.ts";
export type { RunReport } from "../run/run-request.ts";
export { childEnvironment } from "./child-environment.ts";
export { residentBytes } from "./resident-memory.ts";
