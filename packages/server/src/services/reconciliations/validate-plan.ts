import { join } from "node:path";
import type { PlanCheck, PlanInput, PlanProposal, ProjectId, SourceId, SourceIds } from "@recon/api";
import { checkRunnable, type Plan, PlanFaults } from "@recon/core";
import type { AppContext } from "../../app-context.ts";
import { inspectNow, withoutPaths } from "../../jobs/inspector/inspector.ts";
import type { ReadSpec } from "../../jobs/inspector/inspect-request.ts";
import { findReadySources, type SourceRow } from "../sources/find-source.ts";
import { asFaults, checkSources, withReadAs } from "./check-sources.ts";
import { readPlan } from "./read-plan-input.ts";

type Context = Pick<AppContext, "store" | "config">;

/** Everything that is wrong with a plan, and with sources for it, at once. */
export async function validatePlan(
  context: Context,
  projectId: ProjectId,
  { plan: input, left, right }: { plan: PlanInput; left?: SourceIds | undefined; right?: SourceIds | undefined },
): Promise<PlanCheck> {
  let plan: Plan;
  try {
    plan = readPlan(input).plan;
  } catch (error) {
    if (!(error instanceof PlanFaults)) throw error;
    return { isValid: false, faults: error.faults.map((fault) => ({ ...fault })), plan: null };
  }
  const faults = runnableFaults(plan);
  if (left !== undefined || right !== undefined) {
    const sources = {
      left: await findReadySources(context.store, projectId, left ?? []),
      right: await findReadySources(context.store, projectId, right ?? []),
    };
    const checked = await checkSources(context, { plan: withReadAs(plan, sources), sources, lastRunId: null }).catch(
      (error: unknown) => ({ faults: asFaults(error) }),
    );
    faults.push(...checked.faults);
  }
  return { isValid: faults.length === 0, faults, plan };
}

function runnableFaults(plan: Plan) {
  try {
    checkRunnable(plan);
    return [];
  } catch (error) {
    return asFaults(error);
  }
}

/** What `recon init` would propose for two sources. */
export async function proposePlan(
  { store, config }: Context,
  projectId: ProjectId,
  { left, right, name }: { left: SourceId; right: SourceId; name: string },
): Promise<PlanProposal> {
  const [leftRow, rightRow] = await findReadySources(store, projectId, left === right ? [left] : [left, right]);
  const rows = { left: leftRow!, right: rightRow ?? leftRow! };
  const path = (row: SourceRow): string => join(config.dataDir, row.path);
  const toRead = (row: SourceRow) => ({ file: path(row), ...(JSON.parse(row.read_as) as ReadSpec) });
  try {
    const { plan, text, questions } = await inspectNow({
      kind: "propose",
      left: toRead(rows.left),
      right: toRead(rows.right),
      planDir: config.dataDir,
      name: planName(name),
    });
    return namingFiles({ plan, text, questions: [...questions] }, [rows.left, rows.right]);
  } catch (error) {
    throw withoutPaths(error, { [path(rows.left)]: rows.left.file_name, [path(rows.right)]: rows.right.file_name });
  }
}

/** Plan names hold letters, digits and few marks. */
const planName = (name: string): string => {
  const plain = name.replace(/[^\p{L}\p{N}_ .-]/gu, "-");
  return /^[\p{L}_]/u.test(plain) ? plain : `plan-${plain}`;
};

/** The proposal with the files' own names, which mean something to a reader, in place of where they lie. */
function namingFiles(proposal: PlanProposal, rows: readonly SourceRow[]): PlanProposal {
  let text = proposal.text;
  for (const row of rows) text = text.replaceAll(row.path.replaceAll("\\", "/"), row.file_name);
  const [left, right] = rows;
  const plan = {
    ...proposal.plan,
    left: { ...proposal.plan.left, files: [left!.file_name] },
    ...(proposal.plan.right === undefined ? {} : { right: { ...proposal.plan.right, files: [right!.file_name] } }),
  };
  return { ...proposal, text, plan };
}
