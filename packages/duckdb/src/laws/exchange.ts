/** Exchanging left and right, in plans, sources' results and their hashes: a mirror to hold to every engine. */
import type { Field, GroupKind, Pass, Plan } from "@recon/core";
import type { OracleDifference, OracleGroup, OracleOutcome, OracleResult } from "./oracle-types.ts";
import { countGroups } from "./report-result.ts";
import { groupHash, resultHash } from "./result-hash.ts";

const other = { left: "right", right: "left", both: "both" } as const;
const otherShape = { "1:1": "1:1", "1:n": "n:1", "n:1": "1:n", "n:m": "n:m", net: "net" } as const;

/** The plan that says the same with the sides exchanged. */
export function exchangePlan(plan: Plan): Plan {
  if (plan.right === undefined) throw new Error("nothing to exchange in a plan of one source");
  const fields = Object.fromEntries(Object.entries(plan.fields).map(([name, field]) => [name, exchangeField(field)]));
  return { ...plan, left: plan.right, right: plan.left, fields, passes: plan.passes.map(exchangePass) };
}

function exchangeField({ left, right, negate, ...rest }: Field): Field {
  return {
    ...rest,
    ...(left === undefined ? {} : { right: left }),
    ...(right === undefined ? {} : { left: right }),
    ...(negate === undefined ? {} : { negate: other[negate] }),
  };
}

function exchangePass(pass: Pass): Pass {
  if (pass.kind === "netted") return { ...pass, side: other[pass.side] };
  if (pass.kind === "grouped") return { ...pass, shape: otherShape[pass.shape] };
  return pass;
}

/** The result seen in the mirror, with the ids and hashes that it then has. */
export function exchangeResult(result: OracleResult): OracleResult {
  const idOf = new Map(result.groups.map((g) => [g.id, g.right[0] ?? result.right.length + g.left[0]!]));
  const exchangeRecord = (record: OracleOutcome): OracleOutcome => ({
    ...record,
    side: other[record.side],
    groupId: record.groupId === null ? null : idOf.get(record.groupId)!,
  });
  const [left, right] = [result.right.map(exchangeRecord), result.left.map(exchangeRecord)];
  const groups = result.groups.map((group) => exchangeGroup(group, result, idOf.get(group.id)!));
  groups.sort((a, b) => a.id - b.id);
  const differences = result.differences.map((d) => exchangeDifference(d, idOf.get(d.groupId)!));
  return {
    left,
    right,
    groups,
    differences: differences.sort((a, b) => a.groupId - b.groupId),
    summary: { left: result.summary.right, right: result.summary.left },
    groupCounts: countGroups(groups),
    resultHash: resultHash([...left, ...right], groups),
  };
}

function exchangeGroup(group: OracleGroup, { left, right }: OracleResult, id: number): OracleGroup {
  const members = { left: group.left.map((row) => left[row - 1]!), right: group.right.map((row) => right[row - 1]!) };
  return {
    ...group,
    id,
    kind: otherShape[group.kind] satisfies GroupKind,
    left: group.right,
    right: group.left,
    leftTotal: group.rightTotal,
    rightTotal: group.leftTotal,
    residual: turnSign(group.residual),
    contentHash: groupHash(members.right, members.left),
  };
}

function exchangeDifference(difference: OracleDifference, groupId: number): OracleDifference {
  const { field, leftValue, rightValue, delta } = difference;
  return { groupId, field, leftValue: rightValue, rightValue: leftValue, delta: turnSign(delta) };
}

function turnSign(decimal: string | null): string | null {
  if (decimal === null || decimal === "0") return decimal;
  return decimal.startsWith("-") ? decimal.slice(1) : `-${decimal}`;
}
