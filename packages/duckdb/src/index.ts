export { EngineProcess, type SuperviseOptions } from "./process/supervise.ts";
export type { Progress, WorkRequest } from "./process/messages.ts";
export type { CompareRequest } from "./propose/compare-request.ts";
export { reconcile, ENGINE, VERSION, type RunHooks, type RunReport, type RunRequest } from "./run/reconcile.ts";
export { compare } from "./propose/compare.ts";
export { draftFolder } from "./write/result-folder.ts";
export { proposePlan, type Proposal } from "./propose/propose-plan.ts";
