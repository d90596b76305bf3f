/** The certificate's verifier: reads a result set without trusting the engine that wrote it. */
import { ReconError } from "@recon/core";
import { checkCompleteness } from "./checks/check-completeness.ts";
import { checkConservation } from "./checks/check-conservation.ts";
import { checkExclusivity } from "./checks/check-exclusivity.ts";
import { checkFiles, type FolderFacts } from "./checks/check-files.ts";
import { checkMatches } from "./checks/check-matches.ts";
import { checkPlan } from "./checks/check-plan.ts";
import { checkRecords, type CheckedRecords } from "./checks/check-records.ts";
import { checkResultHash } from "./checks/check-result-hash.ts";
import { checkSources } from "./checks/check-sources.ts";
import { Pace } from "./pace.ts";
import { CheckLog, type CheckName, type VerificationReport } from "./report.ts";
import type { GroupedModel } from "./result/result-model.ts";
import { describeFault } from "./result/result-folder.ts";
import { compilePasses } from "./rules/pass-rules.ts";

export interface VerifyOptions {
  /** The left source's files in the run's order; compared record by record. */
  readonly left?: readonly string[];
  readonly right?: readonly string[];
  /** The sha256 of certificate.json that the run printed: the only check that finds every edit. */
  readonly expect?: string;
  readonly onProgress?: (stage: string, done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Verifies a result set. Whatever is wrong with the folder is a finding, never an error; only an aborted `signal`
 * throws (its reason). A check that could not run is reported as failed.
 */
export async function verifyResultSet(dir: string, options: VerifyOptions = {}): Promise<VerificationReport> {
  const log = new CheckLog();
  const pace = new Pace(options.onProgress, options.signal);
  const facts = await checkFiles(dir, log, pace);
  checkExpectation(options.expect, facts.certificateHash, log);
  const plan = checkPlan(facts.planBytes, log);
  const run = { dir, log, pace, certificate: facts.certificate };
  const checked = plan && (await guard(log, pace, "records", () => checkRecords({ ...run, plan })));
  if (checked) await checkContents({ dir, facts, checked, log, pace }, options);
  else for (const name of laterChecks(options)) log.find(name, "not checked: the records cannot be read");
  return log.report(facts.certificateHash);
}

function checkExpectation(expected: string | undefined, actual: string, log: CheckLog): void {
  if (expected === undefined) return;
  log.note("expect", `certificate.json is ${actual === "" ? "missing" : actual}`);
  if (expected.trim().toLowerCase() !== actual) {
    log.find("expect", `${expected} is expected`, { file: "certificate.json" });
  }
}

function laterChecks({ left, right }: VerifyOptions): CheckName[] {
  const always: CheckName[] = ["records", "exclusivity", "conservation", "matches", "completeness", "resultHash"];
  return left || right ? [...always, "sources"] : always;
}

interface Contents {
  readonly dir: string;
  readonly facts: FolderFacts;
  readonly checked: CheckedRecords;
  readonly log: CheckLog;
  readonly pace: Pace;
}

async function checkContents({ dir, facts, checked, log, pace }: Contents, options: VerifyOptions): Promise<void> {
  const { certificate, summary } = facts;
  const { model } = checked;
  const grouped = await guard(log, pace, "exclusivity", () => checkExclusivity({ dir, model, log, pace }));
  await guard(log, pace, "conservation", () =>
    checkConservation({ model, groups: grouped?.groups, certificate, summary }, log),
  );
  if (grouped) await checkGroups({ dir, model: grouped, log, pace });
  else for (const name of ["matches", "completeness"] as const) log.find(name, "not checked: groups cannot be read");
  await guard(log, pace, "resultHash", () => {
    if (grouped && certificate) checkResultHash(grouped, certificate, log);
    else log.find("resultHash", "not checked: certificate or groups cannot be read");
  });
  if (!options.left && !options.right) return;
  await guard(log, pace, "sources", async () => {
    if (certificate) await checkSources({ checked, certificate, summary, log, pace }, pathsOf(options));
    else log.find("sources", "not checked: the certificate cannot be read");
  });
}

function pathsOf({ left, right }: VerifyOptions): { left?: readonly string[]; right?: readonly string[] } {
  return { ...(left ? { left } : {}), ...(right ? { right } : {}) };
}

async function checkGroups(input: { dir: string; model: GroupedModel; log: CheckLog; pace: Pace }): Promise<void> {
  const { log, pace, model } = input;
  const rules = await guard(log, pace, "matches", () => compilePasses(model));
  if (!rules) return log.find("completeness", "not checked: the plan's passes cannot be followed");
  await guard(log, pace, "matches", () => checkMatches({ ...input, rules }));
  await guard(log, pace, "completeness", () => checkCompleteness({ ...input, rules }));
}

/** A check that stops at a fault of the folder or the plan has found one. */
async function guard<Value>(
  log: CheckLog,
  pace: Pace,
  name: CheckName,
  check: () => Value | Promise<Value>,
): Promise<Value | undefined> {
  try {
    return await check();
  } catch (cause) {
    if (pace.cancelled) throw cause;
    const prefix = cause instanceof ReconError ? "" : "stopped early: ";
    return void log.find(name, prefix + describeFault(cause));
  }
}
