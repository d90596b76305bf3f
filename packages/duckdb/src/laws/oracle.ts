/**
 * The oracle: a reconciliation decided slowly and obviously, straight from docs/matching.md, for small cases only.
 * It shares no code with any engine. Unsupported and refused with a bare Error: `sources: 1`, linked and summed
 * passes, `timeZone`, and `a/b/c` dates without a `dateOrder`.
 */
import type { Plan, Side } from "@recon/core";
import type { PassScope } from "./agreement.ts";
import { loadSource } from "./load.ts";
import type { OracleRecord, OracleResult, OracleSource } from "./oracle-types.ts";
import { runConditional } from "./pass-conditional.ts";
import { runKeyed } from "./pass-keyed.ts";
import { runGrouped, runNetted } from "./pass-sums.ts";
import { kindByCounts, type PassOutcome, type Proposal } from "./proposals.ts";
import { reportResult, type Decision } from "./report-result.ts";

/** What a run of the plan over the two sources decides. Throws `OracleTooLarge` where enumerating would not end. */
export function reconcile(plan: Plan, left: OracleSource, right: OracleSource): OracleResult {
  if (plan.sources === 1) throw new Error("no oracle for plans of one source");
  const records = { left: loadSource(plan, "left", left), right: loadSource(plan, "right", right) };
  const decisions: Decision[] = [];
  const taken = new Set<OracleRecord>();
  const flagged = new Set<OracleRecord>();
  const open = (side: Side): OracleRecord[] =>
    records[side].filter((r) => r.rejectedField === null && r.exclusion === null && !taken.has(r));
  for (const pass of plan.passes) {
    const scope: PassScope = { plan, pass, left: open("left"), right: open("right") };
    const outcome = runPass(scope);
    for (const record of outcome.flagged) flagged.add(record);
    for (const proposal of outcome.groups.map((group) => (pass.suggest === true ? demote(group) : group))) {
      for (const member of [...proposal.left, ...proposal.right]) {
        if (taken.has(member)) throw new Error("the oracle took a record twice");
        taken.add(member);
      }
      decisions.push({ scope, proposal });
    }
  }
  return reportResult({ plan, records, decisions, flagged });
}

function runPass(scope: PassScope): PassOutcome {
  const { pass } = scope;
  switch (pass.kind) {
    case "keyed":
      return runKeyed(scope, pass.on);
    case "tolerant":
    case "similar":
      return runConditional(scope, pass);
    case "grouped":
      return runGrouped(scope, pass);
    case "netted":
      return runNetted(scope, pass);
    default:
      throw new Error(`no oracle for ${pass.kind} passes`);
  }
}

/** `suggest: true`: what the pass would confirm becomes a suggestion of the same members. */
function demote(group: Proposal): Proposal {
  const kind = group.kind === "net" ? "net" : kindByCounts(group.left.length, group.right.length);
  return { ...group, kind, status: "suggested" };
}
