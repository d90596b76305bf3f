export * from "./process/index.ts";
export { reconcile } from "./run/reconcile.ts";
export { ENGINE, VERSION, type RunHooks, type RunRequest } from "./run/run-request.ts";
export { compare } from "./propose/compare.ts";
export { proposePlan, type Proposal } from "./propose/propose-plan.ts";
export {
  openResultSet,
  readResultFields,
  readResultHeader,
  resultViews,
  type OpenResultOptions,
  type ResultQuery,
} from "./read/open-result-set.ts";
export { checkResultFolder, type ResultDocuments } from "./read/check-result-folder.ts";
export type { ResultSet } from "./read/result-set.ts";
export * from "./read/result-rows.ts";
export type { BreakOptions } from "./read/read-breaks.ts";
export type { MemberOptions, RowLimit } from "./read/read-groups.ts";
export { ageBuckets, amountBuckets, type BreakCount, type OutcomeValue } from "./read/count-breaks.ts";
export { keepOnExit, removeOnExit } from "./read/remove-on-exit.ts";
