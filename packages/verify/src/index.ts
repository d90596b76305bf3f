export { verifyResultSet, type VerifyOptions } from "./verify-result-set.ts";
export type { CheckName, CheckResult, Finding, FindingPlace, VerificationReport } from "./report.ts";
export { checkNames } from "./report.ts";
