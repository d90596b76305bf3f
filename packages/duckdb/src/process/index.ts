/** Starting and supervising the engine's process, without loading the engine itself: what a command line needs before anything else. */
export { EngineProcess, type SuperviseOptions } from "./supervise.ts";
export type { Progress, WorkRequest } from "./messages.ts";
export { draftFolder } from "../write/draft-folder.ts";
export type { CompareRequest } from "../propose/compare-request.ts";
export type { RunReport } from "../run/run-request.ts";
