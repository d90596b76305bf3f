/** plan.json is a plan that this verifier can follow. */
import { Plan, reservedNames } from "@recon/core";
import type { CheckLog } from "../report.ts";
import { describeFault } from "../result/result-folder.ts";

export function checkPlan(bytes: Uint8Array | undefined, log: CheckLog): Plan | undefined {
  if (!bytes) return void log.find("plan", "not checked: plan.json cannot be read", { file: "plan.json" });
  const plan = parsePlan(bytes, log);
  if (!plan) return undefined;
  for (const fault of contradictions(plan)) log.find("plan", fault, { file: "plan.json" });
  log.note("plan", `${Object.keys(plan.fields).length} fields, ${plan.passes.length} passes`);
  return log.countOf("plan") === 0 ? plan : undefined;
}

function parsePlan(bytes: Uint8Array, log: CheckLog): Plan | undefined {
  try {
    const result = Plan.safeParse(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)));
    if (result.success) return result.data;
    for (const issue of result.error.issues) log.find("plan", `${issue.path.join(".")}: ${issue.message}`);
  } catch (cause) {
    log.find("plan", `plan.json is no JSON: ${describeFault(cause)}`, { file: "plan.json" });
  }
  return undefined;
}

/** What the schema cannot say and the verifier relies on. */
function contradictions(plan: Plan): string[] {
  const faults: string[] = [];
  const reserved: readonly string[] = reservedNames;
  const names = new Set(Object.keys(plan.fields));
  if (plan.sources === 1) faults.push("a plan with one source cannot be verified by this version");
  if (!plan.right) faults.push("the plan has no right source");
  for (const name of names) if (reserved.includes(name)) faults.push(`field name ${name} is reserved`);
  for (const name of namedFields(plan)) if (!names.has(name)) faults.push(`field ${name} is not in the plan's fields`);
  const passNames = plan.passes.map((pass) => pass.name);
  if (new Set(passNames).size !== passNames.length) faults.push("two passes have one name");
  for (const pass of plan.passes) {
    if (pass.kind === "linked" || pass.kind === "summed") faults.push(`a ${pass.kind} pass cannot be verified`);
  }
  for (const [role, types] of [
    ["amount", ["number", "money"]],
    ["date", ["date"]],
  ] as const) {
    const field = Object.entries(plan.fields).find(([name]) => name === plan.roles?.[role])?.[1];
    if (field && !(types as readonly string[]).includes(field.type))
      faults.push(`role ${role} is a ${field.type} field`);
  }
  return faults;
}

function namedFields(plan: Plan): string[] {
  const exclusions = [...(plan.left.exclude ?? []), ...(plan.right?.exclude ?? [])];
  return [
    ...Object.values(plan.roles ?? {}).filter((name) => name !== undefined),
    ...(plan.compare ?? []).map((entry) => entry.field),
    ...exclusions.map((exclusion) => exclusion.where.field),
    ...plan.passes.flatMap((pass) => [
      ...("on" in pass ? pass.on : []),
      ...("block" in pass ? pass.block.flat() : []),
      ...("conditions" in pass ? pass.conditions.map((condition) => condition.field) : []),
      ...("sum" in pass ? [pass.sum.field] : []),
    ]),
  ];
}
