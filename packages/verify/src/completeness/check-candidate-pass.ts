/** A tolerant or similar pass: its groups are those of the optimal assignments, block by block. */
import { sides, type Side } from "@recon/core";
import { AssignmentOracle } from "../assignment/expected-assignment.ts";
import { indexKeys } from "../rules/key-index.ts";
import { isCandidate } from "../rules/pass-rules.ts";
import type { Rows } from "../rules/sum-rule.ts";
import { checkExpected, isTaken, report, type PassInput } from "./pass-check.ts";

const STEP = 1000;
const MAX_BLOCK_PAIRS = 4_000_000;

export async function checkCandidatePass(input: PassInput): Promise<void> {
  const { model, rules, pace } = input;
  const index = indexKeys(model, rules, sides);
  const oracle = new AssignmentOracle(model.plan, model, rules);
  for (let key = 0; key < index.keyCount; key++) {
    if (key % STEP === 0) await pace.step(`completeness ${rules.pass.name}`, key, index.keyCount);
    const rows = { left: index.rowsOf("left", key), right: index.rowsOf("right", key) };
    if (rows.left.length > 0 && rows.right.length > 0) checkBlock(input, rows, oracle);
  }
}

function checkBlock(input: PassInput, rows: Rows, oracle: AssignmentOracle): void {
  const { budget } = input;
  let tries = Math.min(MAX_BLOCK_PAIRS, budget.pairs);
  const parts = oracle.decideCandidates(rows, () => --tries >= 0 && --budget.pairs >= 0);
  if (parts === undefined) {
    budget.skippedBlocks++;
    return checkNoneOpen(input, rows);
  }
  for (const part of parts) {
    if (part.groups !== undefined) checkExpected(input, part.rows, part.groups);
    else budget.skippedBlocks++;
  }
}

/** Of a block too large to decide: no candidates may be left with both ends open. */
function checkNoneOpen(input: PassInput, rows: Rows): void {
  const free = { left: freeRows(input, "left", rows), right: freeRows(input, "right", rows) };
  const pairs = free.left.length * free.right.length;
  if (pairs > MAX_BLOCK_PAIRS || pairs > input.budget.pairs) return;
  input.budget.pairs -= pairs;
  for (const left of free.left) {
    const right = free.right.find((row) => isCandidate(input.rules, left, row));
    if (right === undefined) continue;
    return report(input, `should be matched or suggested with right record ${right + 1}`, { side: "left", row: left });
  }
}

function freeRows(input: PassInput, side: Side, rows: Rows): number[] {
  return Array.from(rows[side]).filter((row) => !isTaken(input, side, row));
}
